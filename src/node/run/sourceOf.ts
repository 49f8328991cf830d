/** Attempts as the plan wants them: each in a process of its own, or warm. */
import { runAttempt, type AttemptContext } from './attempt.js';
import type { AttemptSource } from './attemptSource.js';
import { warmSource } from './warm/source.js';

/** Each job of the run gets a source of its own. */
export function sourceOf(context: AttemptContext): AttemptSource {
  if (context.plan.warm) return warmSource(context, context.plan.warm);
  return { next: (attempt, signal) => runAttempt(context, attempt, signal), close: () => Promise.resolve() };
}
