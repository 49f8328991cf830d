/** The moments that matter, of all logs, in the order of time. */
import type { ReadLog } from './readLog.js';
import { timeOf } from './time.js';
import type { LogMoment, LogReport } from './types.js';
import { counted, duration } from '../../report/format.js';
import { clean } from '../../report/untrusted.js';

const MAX_MOMENTS = 24;

type Findings = Pick<LogReport, 'backoffs' | 'gaps' | 'signatures' | 'templates'>;

/** Of clocks that tell a date; a clock that counts from the start of its machine is left out where there are others. */
export function timelineOf(logs: readonly ReadLog[], { backoffs, gaps, signatures, templates }: Findings): LogMoment[] {
  const moments: LogMoment[] = [];
  logs.forEach(({ name, data }, file) => {
    if (Number.isNaN(data.whole.firstAt)) return;
    moments.push({ at: timeOf(data.whole.firstAt), what: 'first record of', text: clean(name), file, line: data.whole.firstLine });
    moments.push({ at: timeOf(data.whole.lastAt), what: 'last record of', text: clean(name), file, line: data.whole.lastLine });
  });
  for (const { first, title, count, file, line } of signatures.slice(0, 8)) if (first !== null) moments.push({ at: first, what: count === 1 ? 'failure' : `first of ${count} failures`, text: title, file, line });
  for (const { from, ms, template, open, file, line } of gaps.slice(0, 6)) moments.push({ at: from, what: `${open ? 'silence to the end' : 'silence'} of ${duration(ms)}${template === null ? ' in the whole log' : ''}`, text: template ?? '', file, line });
  for (const { from, attempts, template, file, line } of backoffs.slice(0, 4)) moments.push({ at: from, what: `back-off begins, ${counted(attempts, 'attempt')}`, text: template, file, line });
  const warnings = templates.filter(({ isNew, severity, first }) => isNew && severity === 'warning' && first !== null).slice(0, 4);
  for (const { first, template, file, line } of warnings) moments.push({ at: first ?? '', what: 'first warning', text: template, file, line });
  const dated = moments.filter(({ at }) => !at.startsWith('boot'));
  const used = dated.length > 0 ? dated : moments;
  return used.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.line - b.line)).slice(0, MAX_MOMENTS);
}

