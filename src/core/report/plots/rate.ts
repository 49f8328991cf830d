/** The failure rate of a run with its interval. */
import type { ReportVerdict } from '../../../protocol/report.js';
import { boundPercent, percent } from '../format.js';
import type { Figure } from './figure.js';
import { intervalsFigure } from './intervals.js';

/** Undefined without data. A rate that is no estimate is not drawn, its interval is. */
export function rateFigure({ rate, low, high, biased }: ReportVerdict): Figure | undefined {
  if (rate === null || low === null || high === null) return undefined;
  return intervalsFigure('Failure rate', [{ label: 'Failure rate', rate: biased ? null : rate, low, high, words: biased ? 'no estimate: the first failure ended the run' : rate === 0 ? `at most ${boundPercent(high)}` : percent(rate) }]);
}
