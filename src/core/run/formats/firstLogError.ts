/** The first error in a log, in the shapes that loggers and runtimes write. */
import { errorHeader } from '../failure/text.js';

export interface LogError {
  /** 1-based. */
  readonly line: number;
  /** The line without its time stamp. */
  readonly title: string;
  /** The line with those that belong to it: its stack, its fields. */
  readonly excerpt: string;
}

/** Lines and characters that are taken. */
const MAX_LINES = 25;
const MAX_LINE = 1_000;

const LEVELS: readonly RegExp[] = [
  /(?:^|[\s[(|"'])(?:ERROR|ERR|FATAL|CRITICAL|CRIT|SEVERE|PANIC)(?=[\s\]):|"']|$)/,
  /^(?:crit|fail|error|fatal|panic|err!?): /i,
  /^[EF]\d{4} \d\d:\d\d:\d\d/, // klog
  /"(?:level|severity|lvl)"\s{0,4}:\s{0,4}"(?:error|fatal|panic|critical|dpanic)"/i,
  /\b(?:level|severity|lvl)=(?:error|fatal|panic|critical|crit)\b/i,
  /^Traceback \(most recent call last\)|^Unhandled exception|^panic: |^fatal error: /,
];

/** Undefined if no line reads like an error. Linear in the text. */
export function firstLogError(text: string): LogError | undefined {
  let number = 0;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    number += 1;
    const line = text.slice(at, Math.min(end, at + MAX_LINE));
    if (LEVELS.some((level) => level.test(line)) || errorHeader(line) !== undefined) return { line: number, title: titleOf(line), excerpt: excerptFrom(text, at) };
    at = end + 1;
  }
  return undefined;
}

function excerptFrom(text: string, start: number): string {
  const lines = text.slice(start, start + MAX_LINES * MAX_LINE).split('\n', MAX_LINES).map((line) => line.replace(/\r$/, '').slice(0, MAX_LINE));
  const blank = lines.findIndex((line) => line.trim() === '');
  return lines.slice(0, blank === -1 ? undefined : blank).join('\n');
}

/** Without a time stamp, the place in a source file that klog prints, and the level. */
function titleOf(line: string): string {
  const bare = line
    .trim()
    .replace(/^[[(]?\d{4}[-/]\d\d[-/]\d\d[T ]?[\d:.,]*(?:Z|[+-]\d\d:?\d\d)?[\])]?\s*/, '')
    .replace(/^[EF]\d{4} [\d:.]+\s+(?:\d+ \S+\]\s*)?/, '')
    .replace(/^[[|\s-]*(?:ERROR|ERR|FATAL|CRITICAL|CRIT|SEVERE|PANIC)[\]|:\s-]*/, '')
    .trim();
  return bare === '' ? line.trim() : bare;
}
