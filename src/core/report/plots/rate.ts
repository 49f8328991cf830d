/** The failure rate of a run with its interval. */
import type { ReportVerdict } from '../../../protocol/report.js';
import { boundPercent, percent } from '../format.js';
import { inEnglish, type Say } from '../say.js';
import type { Figure } from './figure.js';
import { intervalsFigure } from './intervals.js';

/** Undefined without data. A rate that is no estimate is not drawn, its interval is. */
export function rateFigure({ rate, low, high, biased }: ReportVerdict, say: Say = inEnglish): Figure | undefined {
  if (rate === null || low === null || high === null) return undefined;
  const words = biased ? say('no estimate: the first failure ended the run') : rate === 0 ? say('at most {0}', boundPercent(high)) : percent(rate);
  return intervalsFigure(say('Failure rate'), [{ label: say('Failure rate'), rate: biased ? null : rate, low, high, words }], say);
}
