/** A few records of each side around the place where they part. The logs are read again for it: that place is known only when both were read. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { LogData } from '../../core/evidence/logs/analysis.js';
import type { LogDiffExcerpt, LogDiffReport } from '../../core/evidence/logs/diffReport.js';
import { shortened } from '../../core/evidence/logs/excerptParts.js';
import type { Parting, PartingPlace } from '../../core/evidence/logs/parting.js';
import { clean } from '../../core/report/untrusted.js';
import type { ReadSource } from './diffSources.js';
import { readLogFile, type ReadOptions } from './readFile.js';

/** Records before that place, and behind it. */
const BEFORE = 3;
const BEHIND = 4;

/** Lines of a record. */
const MAX_LINES = 6;

/** Of a log of more records only those within so many lines before the place are made texts of; where it is counted in time, within such a part of the log's. */
const FEW = 10_000;
const NEAR = 500;
const PARTS = 50;

export interface DiffExcerpts {
  readonly excerpts: LogDiffReport['excerpts'];
  /** Why there is none of a side: sentences. */
  readonly missing: readonly string[];
}

/** @param options how each side was read. @throws an error of the signal's */
export async function diffExcerpts(parting: Parting | undefined, sides: Readonly<Record<'passing' | 'failing', ReadSource>>, options: Readonly<Record<'passing' | 'failing', ReadOptions>>, signal: AbortSignal): Promise<DiffExcerpts> {
  const excerpts: { passing?: LogDiffExcerpt; failing?: LogDiffExcerpt } = {};
  const missing: string[] = [];
  for (const side of ['passing', 'failing'] as const) {
    const place = parting?.[side];
    const log = place && sides[side].logs[place.log];
    const file = place && sides[side].files[place.log];
    if (!place || !log || file === undefined || log.data.selected === 0) continue;
    const excerpt = await excerptAt(file, log.data, place, options[side], signal);
    if (excerpt) excerpts[side] = { log: clean(log.name), ...excerpt };
    else missing.push(`${log.name} ${excerpt === null ? 'can be read only once' : 'changed after it was read'}: its lines around the place where they part are not shown.`);
  }
  return { excerpts, missing };
}

/** Null for what is no file, undefined if it is not any more what was read. @param data of the first reading: what was appended since is not shown */
async function excerptAt(file: string, data: LogData, { known, at, since }: PartingPlace, options: ReadOptions, signal: AbortSignal): Promise<Omit<LogDiffExcerpt, 'log'> | null | undefined> {
  const info = await stat(file).catch(() => undefined);
  if (!info) return undefined;
  if (!info.isFile()) return null;
  const before: { line: number; text: string }[] = [];
  const behind: { line: number; text: string }[] = [];
  let same = known === undefined;
  const reached = (line: number, time: number): boolean => (at.by === 'line' ? line >= at.line : line >= (known?.line ?? 0) && (at.by === 'record' || time >= at.ms));
  const near = nearTo(data, at, known);
  const read = await readLogFile(path.dirname(file), path.basename(file), {
    ...options,
    hash: false,
    workers: 0,
    onMatch: (record) => {
      const { line } = record;
      if (line === known?.line) same = record.text() === known.text;
      if (line > data.lines || behind.length > BEHIND) return;
      if (behind.length === 0 && !reached(line, record.at)) {
        if (!near(line, record.at)) return;
        before.push({ line, text: record.text() });
        if (before.length > BEFORE) before.shift();
      } else behind.push({ line, text: record.text() });
    },
    enough: () => behind.length > BEHIND,
  }, signal);
  if ('missing' in read || !same) return undefined;
  const records = [...before, ...behind].map(({ line, text }) => ({ line, text: shortened(text, MAX_LINES) }));
  return {
    records,
    ...(at.by === 'record' ? { focus: known?.line ?? 0 } : { by: at.by }),
    ...(since !== undefined && { since }),
    ...(behind.length === 0 && { ended: true }),
  };
}

/** Which records may be among those shown before the place: making texts of all of them would take longer than reading the log. */
function nearTo({ records, firstAt, lastAt }: LogData, at: PartingPlace['at'], known: PartingPlace['known']): (line: number, time: number) => boolean {
  if (records <= FEW) return () => true;
  if (at.by === 'time') return (_, time) => !(at.ms - time > (lastAt - firstAt) / PARTS);
  const place = at.by === 'line' ? at.line : (known?.line ?? 0);
  return (line) => place - line <= NEAR;
}
