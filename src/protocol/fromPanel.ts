/** What a panel may ask of the extension: fixed actions, and attempts by their number. It can name neither a path nor a command. */
import { oneOf, REFUSED, shape, whole } from './check.js';
import { runId } from './runId.js';

/**
 * - `ready` the panel has loaded and wants the whole report
 * - `refresh` an increment did not fit what the panel has: it wants the whole report again
 * - the others are asked for by the user
 */
export type FromPanel =
  | { readonly type: 'ready' | 'refresh' | 'openWorkItem' | 'runAgain' | 'runUntilFailure' | 'cancel'; readonly run: string }
  | { readonly type: 'openLog' | 'openSource'; readonly run: string; readonly attempt: number };

const plain = shape({ type: oneOf(['ready', 'refresh', 'openWorkItem', 'runAgain', 'runUntilFailure', 'cancel']), run: runId });
const onAttempt = shape({ type: oneOf(['openLog', 'openSource']), run: runId, attempt: whole(1) });

/** The message, or undefined if the value is none. */
export function parseFromPanel(value: unknown): FromPanel | undefined {
  const message = plain(value);
  if (message !== REFUSED) return message;
  const attempt = onAttempt(value);
  return attempt === REFUSED ? undefined : attempt;
}
