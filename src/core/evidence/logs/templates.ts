/** What happened how often, over all logs together. */
import type { LogData, LogWindow } from './analysis.js';
import { TemplateMiner } from './miner.js';
import { Rate, sparkline } from './rate.js';
import { MAX_TEMPLATE } from './limits.js';
import { isRelative, timeOf } from './time.js';
import type { TrackData } from './track.js';
import type { LogTemplate } from './types.js';
import { bounded, clean } from '../../report/untrusted.js';

/** Templates that are told. */
const MAX_TOLD = 200;

/** So often in the first half that its absence in the second is worth telling. */
const OFTEN = 5;

interface Sum {
  count: number;
  before: number;
  /** Whether it is in a log that has records before the window, so that it could have been there. */
  precedes: boolean;
  /** Whether it came before the window in a log that goes on, all of which was looked at. */
  goesOn: boolean;
  severity: TrackData['severity'];
  firstAt: number;
  lastAt: number;
  /** Whether its first record is before the middle of its log, its last one behind it. */
  early: boolean;
  late: boolean;
  file: number;
  line: number;
  rate: Rate;
}

export function templatesOf(logs: readonly LogData[], window: LogWindow | undefined): { templates: LogTemplate[]; more: number } {
  const miner = new TemplateMiner();
  const sums: Sum[] = [];
  const since = window?.since;
  logs.forEach(({ tracks, whole, firstAt, lastAt, records, unstamped, selected }, file) => {
    // Records in the window that were not selected: of the others nobody knows whether they would have been.
    const passedOver = records - unstamped - selected - tracks.reduce((sum, { before, behind }) => sum + before + behind, 0) > 0;
    const middle = (whole.firstAt + whole.lastAt) / 2;
    for (const track of tracks) {
      const { index } = miner.templateOf(track.words, track.severity);
      const sum: Sum = (sums[index] ??= { count: 0, before: 0, precedes: false, goesOn: false, severity: track.severity, firstAt: NaN, lastAt: NaN, early: false, late: false, file, line: track.firstLine, rate: new Rate() });
      sum.count += track.count;
      sum.before += track.before;
      sum.precedes ||= since !== undefined && track.count > 0 && firstAt < since;
      sum.goesOn ||= since !== undefined && track.before > 0 && lastAt >= since && !passedOver;
      if (track.count === 0) continue;
      if (Number.isNaN(sum.firstAt) || track.firstAt < sum.firstAt) [sum.firstAt, sum.file, sum.line] = [track.firstAt, file, track.firstLine];
      if (Number.isNaN(sum.lastAt) || track.lastAt > sum.lastAt) sum.lastAt = track.lastAt;
      sum.early ||= !(track.firstAt >= middle);
      sum.late ||= !(track.lastAt <= middle);
      if (track.rate && !isRelative(track.firstAt)) sum.rate.merge(track.rate);
    }
  });
  const dated = logs.filter(({ whole }) => !Number.isNaN(whole.firstAt) && !isRelative(whole.firstAt));
  const from = Math.min(...dated.map(({ whole }) => whole.firstAt));
  const to = Math.max(...dated.map(({ whole }) => whole.lastAt));
  const windowed = window?.since !== undefined || window?.until !== undefined;
  const all = sums.flatMap((sum, index): LogTemplate[] => {
    const vanished = windowed ? sum.count === 0 && sum.goesOn : !sum.late && sum.count >= OFTEN;
    if (sum.count === 0 && !vanished) return [];
    return [{
      template: bounded(clean((miner.templates[index]?.words ?? []).join(' ')), MAX_TEMPLATE),
      severity: sum.severity,
      count: sum.count,
      first: Number.isNaN(sum.firstAt) ? null : timeOf(sum.firstAt),
      last: Number.isNaN(sum.lastAt) ? null : timeOf(sum.lastAt),
      isNew: windowed ? sum.before === 0 && sum.precedes : !sum.early,
      vanished,
      rate: to > from ? sparkline(sum.rate, from, to) : '',
      file: sum.file,
      line: sum.line,
    }];
  });
  const order = { failure: 0, warning: 1, other: 2 };
  all.sort((a, b) => order[a.severity] - order[b.severity] || b.count - a.count);
  return { templates: all.slice(0, MAX_TOLD), more: Math.max(0, all.length - MAX_TOLD) };
}
