/**
 * The replica that stands first on a line, as `docker compose logs` puts it: `web-2  | ready`; or a container that has a name of its own, `db  | ready`, where it stands
 * before stamps, too: else that is a table. What two of them write is not of one piece.
 */

/** Letters of a name, and blanks behind it, at most. */
const MAX_NAME = 60;
const MAX_BLANKS = 20;

const [BLANK, DASH, POINT, UNDERSCORE, BAR, CR] = [0x20, 0x2d, 0x2e, 0x5f, 0x7c, 0x0d];

const NUMBERED = /^[A-Za-z][\w.-]{0,60}[-_]\d{1,2} {1,20}\| ?/;
const NAMED = /^[A-Za-z][\w.-]{0,60} {1,20}\| ?/;

/** Where the text of a line begins behind its writer; its beginning where none stands there. @param named whether a name without a number is one */
export function behindWriter(bytes: Uint8Array, start: number, end: number, named: boolean): number {
  if (!isLetter(bytes[start])) return start;
  let at = start;
  while (at < end && at - start <= MAX_NAME && (isLetter(bytes[at]) || isDigit(bytes[at]) || bytes[at] === DASH || bytes[at] === UNDERSCORE || bytes[at] === POINT)) at++;
  const behind = at;
  while (at < end && at - behind < MAX_BLANKS && bytes[at] === BLANK) at++;
  if (at === behind || bytes[at] !== BAR || !(named || isNumbered(bytes, behind))) return start;
  // An empty line has nothing behind the border.
  return bytes[at + 1] === BLANK ? at + 2 : at + 1 === end || bytes[at + 1] === CR ? at + 1 : start;
}

/** A text without the writers of its lines. @param named as in {@link behindWriter} */
export function withoutWriters(text: string, named: boolean): string {
  const writer = named ? NAMED : NUMBERED;
  return writer.test(text) ? text.split('\n').map((line) => line.replace(writer, '')).join('\n') : text;
}

/** One digit or two behind a dash, as replicas are counted. */
function isNumbered(bytes: Uint8Array, end: number): boolean {
  if (!isDigit(bytes[end - 1])) return false;
  const border = isDigit(bytes[end - 2]) ? bytes[end - 3] : bytes[end - 2];
  return border === DASH || border === UNDERSCORE;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 32) >= 97 && (byte | 32) <= 122;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}
