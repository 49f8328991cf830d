/** The tests of a run as rows with intervals, and as a table. */
import type { IntervalRow, ReportSection, ReportTable } from '../../protocol/document.js';
import type { ReportTest, ReportTests } from '../../protocol/report.js';
import { percent } from './format.js';
import { inEnglish, type Say } from './say.js';

/** Rates are drawn only where they are estimates: a test that was executed once, or that failed an unknown number of times, or a run that stopped at a failure, has none. */
export function testsSection({ sentence, failed, notListed, uncounted, biased }: ReportTests, say: Say = inEnglish): ReportSection {
  const rows = failed.map((test): IntervalRow => ({ label: test.name, rate: isEstimate(test) && !biased ? test.rate : null, low: test.low, high: test.high, words: countText(test, say), ...(test.firstAttempt > 0 && { attempt: test.firstAttempt }) }));
  return {
    heading: say('Failures by test'),
    paragraphs: [
      ...(sentence === '' ? [] : [sentence]),
      ...(notListed > 0 ? [notListedText(notListed, uncounted, say)] : []),
      ...(biased && failed.length > 0 ? [say('The run stopped at a failure, which biases the rates of these tests upwards.')] : []),
    ],
    ...(rows.length > 0 && { figure: { type: 'intervals' as const, title: say('Failure rates of tests'), rows }, table: table(failed, say) }),
  };
}

function table(failed: readonly ReportTest[], say: Say): ReportTable {
  return {
    columns: [{ title: say('Test') }, { title: say('Failed'), numeric: true }, { title: say('Failure rate'), numeric: true }, { title: say('95 % interval'), numeric: true }, { title: say('First log') }],
    rows: failed.map((test) => [
      { text: test.name },
      { text: countText(test, say), mark: 'bad' },
      { text: test.rate === null ? say('no estimate') : isEstimate(test) ? percent(test.rate) : say('executed once') },
      { text: `${percent(test.low)} – ${percent(test.high)}` },
      test.firstAttempt > 0 ? { text: say('attempt {0}', test.firstAttempt), attempt: test.firstAttempt } : { text: '' },
    ]),
  };
}

function notListedText(notListed: number, uncounted: boolean, say: Say): string {
  if (uncounted) return notListed === 1 ? say('At least 1 more test failed and is not listed here.') : say('At least {0} more tests failed and are not listed here.', notListed);
  return notListed === 1 ? say('1 more test failed and is not listed here.') : say('{0} more tests failed and are not listed here.', notListed);
}

function countText({ failedAttempts, atLeast, executed, counted: byName }: ReportTest, say: Say): string {
  if (atLeast) return byName ? say('at least {0} of {1}', failedAttempts, executed) : say('at least {0} of at most {1}', failedAttempts, executed);
  return byName ? say('{0} of {1}', failedAttempts, executed) : say('{0} of at most {1}', failedAttempts, executed);
}

function isEstimate({ executed }: ReportTest): boolean {
  return executed > 1;
}
