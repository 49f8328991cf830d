/** Parts of one log, each read by itself, as one. */
import type { Sha256 } from '../../ports.js';
import type { LogData } from './analysis.js';
import { MAX_KEPT, ends, nearest } from './excerpt.js';
import { LogFailures } from './failures.js';
import { TemplateMiner } from './miner.js';
import { Track } from './track.js';

/**
 * @param parts in the order of the log, at least one
 * @param around the moment around which the excerpt is taken, ms since the Unix epoch
 */
export function mergeParts(parts: readonly LogData[], sha256: Sha256, around?: number): LogData {
  const [first] = parts;
  if (!first) throw new RangeError('No part of a log to merge.');
  if (parts.length === 1) return first;
  const miner = new TemplateMiner();
  const tracks: Track[] = [];
  const whole = new Track();
  const failures = new LogFailures(sha256);
  const excerpt: LogData['excerpt'][number][] = [];
  let lines = 0;
  let [records, selected, unstamped, longLines, outOfOrder] = [0, 0, 0, 0, 0];
  let [firstAt, lastAt, resolutionMs] = [NaN, NaN, Infinity];
  for (const part of parts) {
    for (const track of part.tracks) {
      const { index } = miner.templateOf(track.words, track.severity);
      (tracks[index] ??= new Track()).append(moved(track, lines));
    }
    whole.append(moved(part.whole, lines));
    failures.append(part.failures.map((failure) => ({ ...failure, firstLine: failure.firstLine + lines, lastLine: failure.lastLine + lines })), part.otherFailures);
    excerpt.push(...part.excerpt.map((record) => ({ ...record, line: record.line + lines })));
    if (part.firstAt < lastAt) outOfOrder += 1;
    // A part may lie inside one record, and hold no stamp.
    if (!Number.isNaN(part.firstAt) && !(firstAt <= part.firstAt)) firstAt = part.firstAt;
    if (!Number.isNaN(part.lastAt) && !(lastAt >= part.lastAt)) lastAt = part.lastAt;
    if (part.records > part.unstamped) resolutionMs = Math.min(resolutionMs, part.resolutionMs);
    lines += part.lines;
    records += part.records;
    selected += part.selected;
    unstamped += part.unstamped;
    longLines += part.longLines;
    outOfOrder += part.outOfOrder;
  }
  return {
    ...first, lines, longLines, records, selected, unstamped, firstAt, lastAt, outOfOrder,
    resolutionMs: Number.isFinite(resolutionMs) ? resolutionMs : first.resolutionMs,
    formats: [...new Set(parts.flatMap(({ formats }) => formats))],
    tracks: miner.templates.map(({ words }, index) => (tracks[index] ?? new Track()).data(words)),
    whole: whole.data([]),
    failures: failures.all(),
    otherFailures: failures.others,
    excerpt: around === undefined ? ends(excerpt, MAX_KEPT) : nearest(excerpt, around, MAX_KEPT),
  };
}

/** With line numbers of the whole log. */
function moved<T extends LogData['whole']>(track: T, lines: number): T {
  return {
    ...track,
    firstLine: track.firstLine + lines,
    lastLine: track.lastLine + lines,
    momentLines: track.momentLines.map((line) => line + lines),
    silences: track.silences.map((silence) => ({ ...silence, line: silence.line + lines })),
    examples: track.examples.map((example) => ({ ...example, line: example.line + lines })),
  };
}
