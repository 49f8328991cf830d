/** The tests of a run as rows with intervals, and as a table. */
import type { IntervalRow, ReportSection, ReportTable } from '../../protocol/document.js';
import type { ReportTest, ReportTests } from '../../protocol/report.js';
import { counted, percent } from './format.js';

/** Rates are drawn only where they are estimates: a test that was executed once, or a run that stopped at a failure, has none. */
export function testsSection({ sentence, failed, notListed, biased }: ReportTests): ReportSection {
  const rows = failed.map((test): IntervalRow => ({ label: test.name, rate: isEstimate(test) && !biased ? test.rate : null, low: test.low, high: test.high, words: countText(test), ...(test.firstAttempt > 0 && { attempt: test.firstAttempt }) }));
  return {
    heading: 'Failures by test',
    paragraphs: [
      ...(sentence === '' ? [] : [sentence]),
      ...(notListed > 0 ? [`${counted(notListed, 'more test')} failed and ${notListed === 1 ? 'is' : 'are'} not listed here.`] : []),
      ...(biased && failed.length > 0 ? ['The run stopped at a failure, which biases the rates of these tests upwards.'] : []),
    ],
    ...(rows.length > 0 && { figure: { type: 'intervals' as const, title: 'Failure rates of tests', rows }, table: table(failed) }),
  };
}

function table(failed: readonly ReportTest[]): ReportTable {
  return {
    columns: [{ title: 'Test' }, { title: 'Failed', numeric: true }, { title: 'Failure rate', numeric: true }, { title: '95 % interval', numeric: true }, { title: 'First log' }],
    rows: failed.map((test) => [
      { text: test.name },
      { text: countText(test), mark: 'bad' },
      { text: isEstimate(test) ? percent(test.rate) : 'executed once' },
      { text: `${percent(test.low)} – ${percent(test.high)}` },
      test.firstAttempt > 0 ? { text: `attempt ${test.firstAttempt}`, attempt: test.firstAttempt } : { text: '' },
    ]),
  };
}

function countText({ failedAttempts, executed, counted: byName }: ReportTest): string {
  return `${failedAttempts} of ${byName ? '' : 'at most '}${executed}`;
}

function isEstimate({ executed }: ReportTest): boolean {
  return executed > 1;
}
