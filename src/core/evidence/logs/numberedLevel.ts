/** Levels that are told by a number, which the scanner's hash leaves out: lines that differ in nothing else are not alike. */

/** pino, bunyan and GELF; OpenTelemetry; journald's JSON. */
const NAMES = ['"level":', '"severityNumber":', '"SeverityNumber":', '"severity_number":', '"PRIORITY":'].map((text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0)));

/** The same, and a line of syslog with its priority. */
const NUMBERED = /"(?:level|severityNumber|SeverityNumber|severity_number|PRIORITY)":\s*"?\d|^\S*<\d{1,3}>/;

/** Bytes of a line in which it is looked for. */
const REACH = 4096;

const [QUOTE, BLANK, OPENS, ZERO, NINE] = [0x22, 0x20, 0x3c, 0x30, 0x39];

/** Whether a number may tell the level of a first line. */
export function hasNumberedLevel(header: string): boolean {
  return NUMBERED.test(header);
}

/** The number of up to three digits that tells the level of a line; −1 if none does. */
export function numberedLevel(line: Uint8Array): number {
  const end = Math.min(line.length, REACH);
  let quoted = false;
  for (let at = 0; at < end; at++) {
    const byte = line[at];
    if (byte === OPENS && !quoted) {
      const found = numberAt(line, at + 1);
      if (found !== -1) return found;
    } else if (byte === QUOTE) {
      quoted = true;
      const name = NAMES.find((one) => stands(line, at, one));
      if (!name) continue;
      let value = at + name.length;
      if (line[value] === BLANK) value += 1;
      if (line[value] === QUOTE) value += 1;
      const found = numberAt(line, value);
      if (found !== -1) return found;
    }
  }
  return -1;
}

function numberAt(line: Uint8Array, from: number): number {
  let [at, number] = [from, 0];
  for (; at < from + 3 && isDigit(line[at]); at++) number = number * 10 + (line[at] ?? ZERO) - ZERO;
  return at === from ? -1 : number;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function stands(line: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) if (line[at + index] !== text[index]) return false;
  return true;
}
