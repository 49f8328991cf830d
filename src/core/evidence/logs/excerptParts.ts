/** Which lines of the logs are shown, and in which order: by time where there are several logs. */
import { clean } from '../../report/untrusted.js';
import { ends, nearest } from './excerpt.js';
import type { ReadLog } from './readLog.js';
import type { LogExcerptPart } from './types.js';

/** Records, and lines of each. */
const MAX_RECORDS = 40;
const MAX_LINES = 16;

/** Failures of different kinds whose first record is shown where nothing was asked for. */
const MAX_FAILURES = 6;

/** The first records, where there is no failure either. */
const MAX_FIRST = 8;

interface Part {
  readonly file: number;
  readonly line: number;
  readonly at: number;
  readonly text: string;
}

/**
 * @param asked whether somebody asked for certain records
 * @param around a moment that was asked for, ms since the Unix epoch: what is nearest to it is shown, else of what was asked for the first and the last
 * @returns with the index of what is nearest to the moment
 */
export function excerptOf(logs: readonly ReadLog[], asked: boolean, around: number | undefined): { excerpt: LogExcerptPart[]; focus?: number } {
  const parts = sorted(asked ? logs.flatMap(({ data }, file) => data.excerpt.map((record) => ({ ...record, file }))) : interesting(logs));
  const kept = around === undefined ? ends(parts, MAX_RECORDS) : nearest(parts, around, MAX_RECORDS);
  const excerpt = kept.map(({ file, line, text }) => ({ file, line, text: shortened(text) }));
  const [focus] = around === undefined ? [] : nearest(kept, around, 1);
  return { excerpt, ...(focus && { focus: kept.indexOf(focus) }) };
}

function interesting(logs: readonly ReadLog[]): Part[] {
  const failures = logs.flatMap(({ data }, file) => data.failures.map((failure) => ({ file, line: failure.firstLine, at: failure.firstAt, text: failure.text, count: failure.count })));
  if (failures.length > 0) return failures.sort((a, b) => b.count - a.count).slice(0, MAX_FAILURES);
  return logs.flatMap(({ data }, file) => data.excerpt.slice(0, MAX_FIRST).map((record) => ({ ...record, file })));
}

/** By time, and where that is not told by place. */
function sorted(parts: readonly Part[]): Part[] {
  return [...parts].sort((a, b) => (a.at - b.at || a.file - b.file || a.line - b.line));
}

/** The text of a record as it is shown. Cleaned before it is cut, so that no cut hides from redaction what a secret is. */
export function shortened(text: string, max = MAX_LINES): string {
  const lines = clean(text).split('\n');
  const more = lines.length - max;
  return more > 1 ? [...lines.slice(0, max), `… ${more} more lines of this record`].join('\n') : lines.join('\n');
}
