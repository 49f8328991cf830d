/**
 * What stands before a text that goes on over several lines: a stamp, a level, the name of what wrote it. On each of the text's lines it is the same but
 * for its digits, and that tells the lines of the text from those of other writers between them.
 */

/** Half-open, in units of the line: what is hidden in it because of lines above. */
export interface Hidden {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Where a line goes on behind a prefix; -1 if it does not begin with it. Runs of digits are equal to each other, and so are runs of blanks. */
export function behindPrefix(line: string, prefix: string): number {
  let at = 0;
  for (let index = 0; index < prefix.length; ) {
    const code = prefix.charCodeAt(index);
    const kind = isDigit(code) ? isDigit : isBlank(code) ? isBlank : undefined;
    if (!kind) {
      if (line.charCodeAt(at) !== code) return -1;
      index += 1;
      at += 1;
      continue;
    }
    if (!kind(line.charCodeAt(at))) return -1;
    while (kind(prefix.charCodeAt(index))) index += 1;
    while (kind(line.charCodeAt(at))) at += 1;
  }
  return at;
}

/** A blank or a tab: not all that JavaScript calls a space, since a byte of another letter may be one of those. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Where the text of a line ends: before the blanks and the carriage return at its end. */
export function textEnd(line: string): number {
  let end = line.length;
  while (end > 0 && (isBlank(line.charCodeAt(end - 1)) || line.charCodeAt(end - 1) === 0x0d)) end -= 1;
  return end;
}

/** The first place from `from` on where no blank stands. */
export function textStart(line: string, from: number): number {
  let at = from;
  while (isBlank(line.charCodeAt(at))) at += 1;
  return at;
}
