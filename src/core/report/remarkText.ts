/** What the runner noticed, as it is written into files and printed. */
import type { ReportRemark } from '../../protocol/report.js';
import { outcomeText } from './outcomeWords.js';

/** `3 × ran no test: … (first in attempt 2)`. @param reason as it can be shown there */
export function remarkText({ outcome, count, firstAttempt }: Omit<ReportRemark, 'reason'>, reason: string): string {
  return `${count} × ${outcomeText(outcome)}: ${reason} (first in attempt ${firstAttempt})`;
}
