/** The attempts in processes of their own that a warm run is held against. They come first: a command that cannot be run shows at once. */
import { EvidenceFold } from '../core/run/evidence.js';
import { counted } from '../core/report/format.js';
import { newRunId } from '../core/run/id.js';
import { plannedAttempts, type RunPlan } from '../core/run/plan.js';
import { crossCheckAttempts } from '../core/run/warm/crossCheck.js';
import { randomBytes, systemClock } from '../node/ports.js';
import { execute } from '../node/run/execute.js';
import type { RunRequest } from '../node/run/header.js';
import type { Context } from './context.js';
import { progressOn } from './progress.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Runs the same command without warmth, to the end.
 * @param request of the warm run
 * @returns the id of the cold one, which has a ledger of its own
 */
export async function coldRun(context: Context, request: RunRequest, quiet: boolean): Promise<string> {
  const plan: Writable<RunPlan> = { ...request.plan, attempts: crossCheckAttempts(plannedAttempts(request.plan)) };
  delete plan.warm;
  delete plan.forMs;
  delete plan.untilFailures;
  const asked: Writable<RunRequest> = { ...request, plan, purpose: 'repeat' };
  delete asked.workItem;
  delete asked.baseline;
  const id = newRunId(systemClock.now(), randomBytes);
  const fold = new EvidenceFold();
  const progress = quiet ? undefined : progressOn(context.err, fold, () => systemClock.monotonic());
  if (!quiet) context.err.write(`Cross-check: first ${counted(plan.attempts, 'cold attempt')}.\n`);
  for await (const event of execute({ ...asked, id }, context.signal)) {
    fold.add(event);
    progress?.show(event);
  }
  progress?.end();
  return id;
}
