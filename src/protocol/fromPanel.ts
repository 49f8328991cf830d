/** What a panel may ask of the extension: fixed actions, attempts by their number, links by their place in the report. It can name neither a path nor a command. */
import { oneOf, REFUSED, shape, whole } from './check.js';
import { runId } from './runId.js';

/**
 * - `ready` the panel has loaded and wants the whole report
 * - `refresh` an increment did not fit what the panel has: it wants the whole report again
 * - the others are asked for by the user
 */
export type FromPanel =
  | { readonly type: 'ready' | 'refresh' | 'openWorkItem' | 'runAgain' | 'runUntilFailure' | 'verifyFix' | 'newWorkItem' | 'cancel' | 'compareWith' | 'exportReport'; readonly run: string }
  | { readonly type: 'openLog' | 'openSource'; readonly run: string; readonly attempt: number }
  | { readonly type: 'openLink'; readonly run: string; readonly link: number };

const plain = shape({ type: oneOf(['ready', 'refresh', 'openWorkItem', 'runAgain', 'runUntilFailure', 'verifyFix', 'newWorkItem', 'cancel', 'compareWith', 'exportReport']), run: runId });
const onAttempt = shape({ type: oneOf(['openLog', 'openSource']), run: runId, attempt: whole(1) });
const onLink = shape({ type: oneOf(['openLink']), run: runId, link: whole(0) });

/** The message, or undefined if the value is none. */
export function parseFromPanel(value: unknown): FromPanel | undefined {
  for (const form of [plain, onAttempt, onLink]) {
    const message = form(value);
    if (message !== REFUSED) return message;
  }
  return undefined;
}
