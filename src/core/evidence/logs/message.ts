/** A record's message as the words that a template is made of: what differs from one record to the next equal one is masked. */

/** Words of a template. */
const MAX_WORDS = 40;

/** Characters of a message that are looked at. */
const MAX_CHARACTERS = 1000;

/** What is written for a number, an address, an id. */
export const NUMBER = '#';

/** What is written for a word that differs. */
export const ANY = '*';

/**
 * The masked words of a message. A word with a digit in it is a number; so are numbers joined by points, colons, dashes and the like: addresses,
 * versions, UUIDs, durations. The scanner's hash leaves out no more than this does, within the bytes that it
 * looks at, so that equal hashes mean equal words; but for the name of a replica, which `writerOf` finds.
 */
export function wordsOf(message: string): string[] {
  const text = message.slice(0, MAX_CHARACTERS);
  const writer = writerOf(text);
  return [...(writer === '' ? [] : [writer]), ...masked(text.trimStart().slice(writer.length)).split(/\s+/).filter((word) => word !== '')].slice(0, MAX_WORDS);
}

/** The replica that wrote a message, as `docker compose logs` puts it first: `web-2` of `web-2  | ready`; empty if none stands there. What two of them do in turns repeats at no pace of its own. */
export function writerOf(message: string): string {
  return /^\s*([A-Za-z][A-Za-z_.-]{0,60}[-_]\d{1,2})\s{1,20}\| /.exec(message)?.[1] ?? '';
}

function masked(text: string): string {
  return text
    .replace(/[A-Za-z_\u0080-\uffff]*\d[\w\u0080-\uffff]*/g, NUMBER)
    // The parts of a UUID, and of an IPv6 address, that happen to have no digit.
    .replace(/(?<=#[-:])[a-f]{1,4}(?=[-:#\]])/gi, NUMBER)
    .replace(/[a-f]{4}(?=-#)/gi, NUMBER)
    .replace(/::(?=#)|(?<=#)::/g, ':')
    .replace(/#(?:[.,:_/+-]+#|#)+/g, NUMBER)
    .replace(/(?<![\w)\]])[-+]#/g, NUMBER);
}

/** Names under which loggers put what they say. */
const LEVELS = ['level', 'severity', 'lvl', '@l', 'log.level', 'levelname', 'level_name', 'LogLevel', 'SeverityText', 'severityText', 'severity_text'];
const MESSAGES = ['msg', 'message', 'event', '@mt', '@m', 'Message', 'MESSAGE', 'log', 'body', 'Body', 'short_message'];
const ERRORS = ['error', 'err', 'exception', '@x', 'Exception'];
/** What an error has to say, and a text of OpenTelemetry. */
const INNER = ['message', 'msg', 'code', 'stringValue'];

/** MongoDB's letters, GELF's numbers, which are those of syslog, and pino's and bunyan's: written out, since a template tells no numbers apart. */
const LETTERS: Readonly<Record<string, string>> = { F: 'fatal', E: 'error', W: 'warning', I: 'info', D: 'debug' };
const TENS: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const NUMBERS = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'];

const LOGGERS = ['logger', 'name', 'component', 'Category', 'module', 'SYSLOG_IDENTIFIER'];

/** What a line of JSON says, as one would write it in a line; undefined if it is none. */
export function jsonMessage(line: string): string | undefined {
  const from = line.indexOf('{');
  if (from === -1) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line.slice(from));
  } catch {
    return undefined; // cut, or no JSON: then it is text
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const said = textAt(fields, MESSAGES);
  if (said === undefined) return undefined;
  const level = levelOf(fields);
  const parts = [line.slice(0, from).trim(), level === undefined ? '' : `level=${level}`, textAt(fields, LOGGERS) ?? '', said, textAt(fields, ERRORS) ?? ''];
  return parts.filter((part) => part !== '').join(' ');
}

function levelOf(fields: Readonly<Record<string, unknown>>): string | undefined {
  const { s, c, level, short_message } = fields;
  if (typeof s === 'string' && typeof c === 'string') return LETTERS[s.slice(0, 1)] ?? s;
  if (typeof level === 'number') return (typeof short_message === 'string' ? NUMBERS[level] : TENS[level]) ?? String(level);
  return textAt(fields, LEVELS);
}

function textAt(fields: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
    if (typeof value === 'object' && value !== null && (ERRORS.includes(name) || name === 'body')) {
      const inner = textAt(value as Readonly<Record<string, unknown>>, INNER);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

/** Whether a first line says nothing but level and logger, so that what is told stands on the line below: .NET's console, zap's with long messages. */
export function isBare(message: string): boolean {
  const text = message.trim();
  // Oracle's alert log: nothing but the stamp; Erlang's reports: what they are.
  if (text === '' || /^=[A-Z]{1,20} REPORT====\s*=*$/.test(text)) return true;
  if (/^(?:\S{1,80}\s+){0,2}(?:trce|dbug|info|warn|fail|crit): \S{1,200}\[\d+\]$/.test(text)) return true;
  // java.util.logging: class and method, and the level below.
  if (/^(?:[a-z_]\w{0,60}\.){1,12}[A-Z$][\w.$]{0,100} [\w$<>]{1,100}$/.test(text)) return true;
  return /^[[(]?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)[\])]?(?:\s+\S{1,80})?$/i.test(text);
}
