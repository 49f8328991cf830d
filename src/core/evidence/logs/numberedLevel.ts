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

/** Where it stood in the line that was asked for last, counted from its beginning, and behind which name: in most logs it is the same place in each. */
let lastPlace = 0;
let lastName = NAMES[0] ?? new Uint8Array();

/** The number of up to three digits that tells the level of the line in `[from, to)`; -1 if none does. */
export function numberedLevel(bytes: Uint8Array, from: number, to: number): number {
  const end = Math.min(to, from + REACH);
  const known = from + lastPlace;
  if (known < end && stands(bytes, known, lastName)) return behindName(bytes, known + lastName.length);
  let quoted = false;
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === OPENS && !quoted) {
      const found = numberAt(bytes, at + 1);
      if (found !== -1) return found;
    } else if (byte === QUOTE) {
      quoted = true;
      const name = NAMES.find((one) => stands(bytes, at, one));
      if (!name) continue;
      const found = behindName(bytes, at + name.length);
      if (found === -1) continue;
      lastPlace = at - from;
      lastName = name;
      return found;
    }
  }
  return -1;
}

function behindName(bytes: Uint8Array, from: number): number {
  let at = from;
  if (bytes[at] === BLANK) at += 1;
  if (bytes[at] === QUOTE) at += 1;
  return numberAt(bytes, at);
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
