/** What is no log: compressed in a way that is not unpacked here, or no text at all. */

/** A file that holds no text. Its message is the end of a sentence about it. */
export class NotText extends Error {}

/** Bytes that are looked at. */
export const HEAD = 4096;

const PACKED: readonly (readonly [magic: readonly number[], name: string, command: string])[] = [
  [[0x42, 0x5a, 0x68], 'bzip2', 'bzip2 -dc'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'xz', 'xz -dc'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'zstd', 'zstd -dc'],
  [[0x04, 0x22, 0x4d, 0x18], 'lz4', 'lz4 -dc'],
  [[0x50, 0x4b, 0x03, 0x04], 'zip', 'unzip -p'],
];

/** The part of control characters beyond which nothing is text: random bytes have a twelfth. */
const CONTROLS = 0.02;
const FEW = 8;

/**
 * Throws if a log's first bytes are none of text. NUL counts for nothing: a log that was cut under its writer, or by a power failure, has many.
 * @throws NotText
 */
export function assertText(head: Uint8Array): void {
  const found = PACKED.find(([magic, name]) => magic.every((byte, index) => head[index] === byte) && (name !== 'bzip2' || (head[3] ?? 0) - 48 < 10 && head[4] === 0x31 && head[5] === 0x41));
  if (found) throw new NotText(`is compressed with ${found[1]}, which is not unpacked here: give it unpacked, \`${found[2]} FILE | casebook logs -\``);
  let [controls, all] = [0, 0];
  for (const byte of head.subarray(0, HEAD)) {
    if (byte === 0) continue;
    all += 1;
    if (byte < 32 && (byte < 7 || byte > 13) && byte !== 27) controls += 1;
  }
  if (controls >= FEW && controls > all * CONTROLS) throw new NotText('is no text: there are no lines of a log in it');
}
