/**
 * What is thrown and printed without a stamp, behind a record of the logger: the trace of an error that the record speaks of, or the crash that
 * came after it. The logger stamps its lines, standard error does not.
 */
import { levelOf, severityOf } from './severity.js';

/** What only something writes that nobody caught. */
const UNCAUGHT =
  /^(?:panic: |fatal error: |Fatal Python error: |Unhandled [Ee]xception\b|Uncaught |Exception in thread |\[UnhandledPromiseRejection: |thread '.{1,80}'(?: \(\d{1,10}\))? panicked at|terminate called (?:after throwing|without an active)|(?:Segmentation fault|Aborted)(?: \(core dumped\))?$|PHP Fatal error: )/;

/** What is also written of an error that was caught: by a logger that was given it, too. */
const TRACEBACK = 'Traceback (most recent call last):';
const NAMED = /^(?:(?:[A-Za-z_$][\w.$]{0,120})?(?:Error|Exception)(?: \[\w{1,80}\])?: (?=\S)|(?:[A-Za-z_$][\w$]{0,60}\.){1,12}[\w$]{0,60}(?:Error|Exception)$)/;

/** Where Node stood when nothing caught what it threw, on a line of its own: `/app/server.js:12`, `node:events:497`. */
const THROWN_AT = /^(?:file:\/\/|\/|node:|[A-Z]:\\).{0,400}:\d{1,7}$/m;

/** Python between an error and one that was thrown while it was handled. */
const CHAINED = /^(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):\s*$/;

/** Words with which a record says that something went wrong, whatever its level. */
const ANNOUNCES = /\b(?:fail|error|exception|unable|cannot|can't|could ?n[o']t|did ?n[o']t|retr(?:y|ies|ying)\b|ignor|caught|abort|timed out|time-?out|refus|reset\b|lost\b|broke|invalid|drop|g(?:ave|iving) up)/i;

/** The last four bytes of the first words of all these, as one number. */
const ENDINGS = new Set(['rror', 'tion', 'back', 'anic', 'atal', 'dled', 'ught', 'read', 'nate', 'rted', 'PHP'].map((text) => Array.from(text).reduce((key, letter) => (key << 8) | letter.charCodeAt(0), 0)));

/** Bytes of a first word. */
const REACH = 200;

/** Whether the line may begin something thrown: a look at its first word, since each line without a stamp is asked. */
export function mayBeThrown(bytes: Uint8Array, start: number, end: number): boolean {
  // `[UnhandledPromiseRejection`
  let at = bytes[start] === 91 ? start + 1 : start;
  const limit = Math.min(end, at + REACH);
  let key = 0;
  for (; at < limit; at++) {
    const byte = bytes[at] ?? 0;
    const letter = byte | 32;
    if (!((letter >= 97 && letter <= 122) || (byte >= 48 && byte <= 57) || byte === 46 || byte === 95 || byte === 36)) break;
    key = (key << 8) | byte;
  }
  return ENDINGS.has(key);
}

/** Whether a line is the first one of something thrown. */
export function isThrown(line: string): boolean {
  return UNCAUGHT.test(line) || line.startsWith(TRACEBACK) || NAMED.test(line);
}

/** Whether a line in a log without stamps is what the one above, which says at its level that something failed, was given to show. */
export function showsFailure(line: string, above: string): boolean {
  return isThrown(line) && !isThrown(above) && levelOf(above) === 'failure';
}

export interface RecordAbove {
  /** Its first line without its stamp. */
  readonly message: string;
  /** Its lines behind the first. */
  readonly rest: () => readonly string[];
}

/**
 * Whether a line without a stamp begins a failure of its own, and is no part of the record above: not where that one is a failure already, nor
 * where it is a warning, or speaks of an error at a lower level, and shows it.
 */
export function beginsFailure(line: string, { message, rest }: RecordAbove): boolean {
  const uncaught = UNCAUGHT.test(line);
  const traceback = !uncaught && line.startsWith(TRACEBACK);
  if (!uncaught && !traceback && !NAMED.test(line)) return false;
  const below = rest();
  const held = below.findLast(isThrown) ?? (isThrown(message) ? message : undefined);
  if (held !== undefined) {
    if (!traceback) return uncaught;
    // `Exception in thread Thread-1:` stands above its traceback.
    return held.startsWith(TRACEBACK) || NAMED.test(held) ? !CHAINED.test(below.findLast((text) => text.trim() !== '') ?? '') : false;
  }
  if (severityOf(message) === 'failure') return false;
  if (uncaught || below.some((text) => THROWN_AT.test(text))) return true;
  const level = levelOf(message);
  if (level === undefined) return true;
  if (ANNOUNCES.test(message)) return false;
  return traceback || level === 'info';
}
