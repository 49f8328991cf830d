/** The events of a run that goes on: from the runner to whoever follows it. */
import type { RunEvent, RunHeader } from '../../core/run/events.js';
import type { RunPlan } from '../../core/run/plan.js';
import { EventQueue } from './eventQueue.js';
import type { RunLedger } from './ledger.js';
import { runFolder } from './folders.js';
import { Runner, type RunnerOptions } from './runner.js';
import { TestResultsReader } from './testResults.js';

/** Events that wait for a slow consumer before the run does. */
const QUEUE_BOUND = 1_000;

/** Runs to the end; ends early when the signal is aborted, and when the consumer leaves. @param command and `plan`: those of the header, with their secrets */
export async function* eventStream(header: RunHeader, command: readonly string[], plan: RunPlan, ledger: RunLedger, tests: TestResultsReader, options: RunnerOptions, signal: AbortSignal): AsyncGenerator<RunEvent, void, undefined> {
  const queue = new EventQueue<RunEvent>(QUEUE_BOUND);
  const runner = new Runner(header, command, plan, ledger, queue, tests, options);
  const cancel = (): void => runner.stop('cancelled');
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  const finished = runner.run();
  try {
    yield* queue.items();
  } finally {
    // After the last event this does nothing; before it, the consumer has left.
    queue.abandon();
    cancel();
    signal.removeEventListener('abort', cancel);
    await finished;
  }
}

/** Reads what the attempts of a run tell of their tests; it knows which result files were there before. @param patterns `run.results` of the configuration */
export async function testResultsReader(root: string, { id, cwd, command, plan }: RunHeader, patterns: readonly string[], signal: AbortSignal): Promise<TestResultsReader> {
  const tests = new TestResultsReader({ folder: runFolder(root, id), root, cwd, command, patterns, jobs: plan.jobs });
  await tests.prepare(signal);
  return tests;
}
