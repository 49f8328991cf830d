/** Makes a run: attempts under one plan, each in the ledger before anybody hears of it. */
import type { RunEvent } from '../../core/run/events.js';
import { planProblem } from '../../core/run/plan.js';
import { randomBytes } from '../ports.js';
import { eventStream, testResultsReader } from './eventStream.js';
import { headerOf, type RunRequest } from './header.js';
import { RunLedger } from './ledger.js';
import type { RunnerOptions } from './runner.js';

/**
 * Runs the command as the plan says, and tells what happens. An attempt's record is in the ledger before its event is emitted, and before
 * the next attempt starts. Nothing is printed.
 *
 * When the signal is aborted, running attempts are ended with all of their processes and recorded as cancelled. The same happens when the
 * consumer leaves the iteration, and at once (SIGKILL) when this process exits.
 *
 * The run does not wait for the consumer, unless that is a thousand events behind.
 *
 * A command that cannot be started ends the run with reason `error`: at the first attempt, or three times in a row. So does a ledger
 * or a log that cannot be written any more; what was measured up to there is kept.
 *
 * @throws Refusal `unable` before the first event if the ledger cannot be made
 */
export async function* execute(request: RunRequest, signal: AbortSignal, options: Omit<RunnerOptions, 'done'> = {}): AsyncGenerator<RunEvent, void, undefined> {
  const problem = planProblem(request.plan);
  if (problem !== undefined) throw new Error(problem);
  const plan = { ...request.plan, shuffleSeed: request.plan.shuffleSeed ?? randomSeed() };
  const header = await headerOf({ ...request, plan }, signal);
  const { root, results = [] } = request;
  const tests = await testResultsReader(root, header, results, signal);
  const ledger = await RunLedger.create(root, header);
  yield* eventStream(header, plan, ledger, tests, options, signal);
}

/** 32 bits. */
function randomSeed(): number {
  return randomBytes(4).reduce((seed, byte) => seed * 256 + byte, 0);
}
