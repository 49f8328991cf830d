/** One log in short: what it is, and what had to be assumed about it. */
import { counted, duration } from '../../report/format.js';
import { clean } from '../../report/untrusted.js';
import { slashedAssumed } from './families/slashed.js';
import type { ReadLog } from './readLog.js';
import { timeOf } from './time.js';
import type { LogFileReport } from './types.js';

export function fileReport({ name, bytes, sha256, data, notes }: ReadLog): LogFileReport {
  const stamped = data.records > data.unstamped;
  return {
    name: clean(name),
    bytes,
    lines: data.lines,
    records: data.records,
    ...(sha256 !== undefined && { sha256 }),
    formats: stamped ? data.formats : [],
    first: stamped ? timeOf(data.firstAt) : null,
    last: stamped ? timeOf(data.lastAt) : null,
    resolutionMs: stamped ? data.resolutionMs : null,
    notes: [...notes.map((note) => clean(note)), ...(stamped ? clockNotes(data) : []), ...oddities(data)],
  };
}

function clockNotes({ clock, formats }: ReadLog['data']): string[] {
  const notes: string[] = [];
  if (clock.relative) notes.push('Its clock counts from the start of the machine: its times cannot be set beside those of other logs.');
  if (formats.includes(slashedAssumed.name)) notes.push('No date in its beginning tells whether month or day comes first: the month was taken for the first number.');
  if (clock.year !== undefined) notes.push(`Its stamps tell no year: ${clock.year} was taken for the first one, since none may lie behind the log's last change.`);
  if (clock.date !== undefined) notes.push(`Its stamps tell no date: ${clock.date} was taken for the first one, from the log's last change.`);
  if (clock.zone !== undefined) notes.push(`Its stamps tell no time zone: they were read as ${zoneText(clock.zone)}.`);
  return notes;
}

function zoneText(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

function oddities({ outOfOrder, unstamped, records, longLines, resolutionMs }: ReadLog['data']): string[] {
  const notes: string[] = [];
  if (outOfOrder > 0) notes.push(`${counted(outOfOrder, 'record has', 'records have')} an earlier time than the one before.`);
  if (unstamped > 0 && unstamped === records) notes.push('It has no time stamps that are recognised: it tells what happened, and not when.');
  if (unstamped > 0 && unstamped < records) notes.push(`${counted(unstamped, 'record')} before its first stamp, or in a part or of a writer without stamps, ${unstamped === 1 ? 'has' : 'have'} no time.`);
  if (longLines > 0) notes.push(`${counted(longLines, 'line')} longer than 64 KB ${longLines === 1 ? 'was' : 'were'} looked at in the first 64 KB only.`);
  if (unstamped < records && resolutionMs >= 1000) notes.push(`Its stamps tell nothing finer than ${duration(resolutionMs)}.`);
  return notes;
}
