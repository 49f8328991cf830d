/** Evidence of a run with the verdicts on its tests as its stored sets of tests bear them out. */
import type { RunEvidence } from '../../core/run/evidence.js';
import { testVerdicts } from '../../core/run/tests/perTest.js';
import { testSetsOf } from '../prove/testSets.js';

/**
 * The same evidence; where attempts executed different sets of tests, a failed test is held against those that it was in.
 * @param folder of the run, absolute
 */
export function withTestSets(folder: string, evidence: RunEvidence): RunEvidence {
  const { tests } = evidence;
  return tests && tests.sets.size > 1 && tests.failed.length > 0 ? { ...evidence, failedTests: testVerdicts(tests, testSetsOf(folder)) } : evidence;
}
