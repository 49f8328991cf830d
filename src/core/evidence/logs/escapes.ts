/** Terminal sequences (colours and the like) in the bytes of a log: they are part of no word. What they are is told in report/untrusted.ts. */

const LF = 10;
const CR = 13;
export const ESC = 27;

/** The bytes, or where there are terminal sequences in them a copy from which these were taken out as {@link takeOutEscapes} does. */
export function withoutEscapes(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(ESC)) return bytes;
  const copy = bytes.slice();
  takeOutEscapes(copy);
  return copy;
}

/**
 * Takes them out, in place. What is left of a line moves to its beginning, and carriage returns fill it up, so that each line begins and
 * ends where it did.
 */
export function takeOutEscapes(bytes: Uint8Array): void {
  for (let at = bytes.indexOf(ESC); at !== -1; at = bytes.indexOf(ESC, at)) {
    let kept = at;
    while (at < bytes.length && bytes[at] !== LF) {
      if (bytes[at] === ESC) at = behind(bytes, at);
      else bytes[kept++] = bytes[at++] ?? 0;
    }
    bytes.fill(CR, kept, at);
  }
}

/** Where the sequence ends that begins at `at`. */
function behind(bytes: Uint8Array, at: number): number {
  const kind = bytes[at + 1];
  if (kind === 0x5b) {
    const parameters = behindAll(bytes, at + 2, 0x30, 0x3f);
    const final = behindAll(bytes, parameters, 0x20, 0x2f);
    // One that is cut hides nothing of what stands there.
    return isIn(bytes[final], 0x40, 0x7e) ? final + 1 : at + 2;
  }
  if (kind === 0x5d || kind === 0x50 || kind === 0x58 || kind === 0x5e || kind === 0x5f) return behindString(bytes, at + 2);
  const final = behindAll(bytes, at + 1, 0x20, 0x2f);
  return isIn(bytes[final], 0x30, 0x7e) ? final + 1 : at + 1;
}

/** A control string that is not terminated ends with its line. */
function behindString(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== ESC && bytes[at] !== 7) at++;
  if (bytes[at] === 7) return at + 1;
  return bytes[at] === ESC && bytes[at + 1] === 0x5c ? at + 2 : at;
}

/** The first place from `from` on whose byte is not between `least` and `most`. */
function behindAll(bytes: Uint8Array, from: number, least: number, most: number): number {
  let at = from;
  while (isIn(bytes[at], least, most)) at++;
  return at;
}

function isIn(byte: number | undefined, least: number, most: number): boolean {
  return byte !== undefined && byte >= least && byte <= most;
}
