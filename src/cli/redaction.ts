/** How the command line redacts: by the workspace it stands in, before a verb begins. */
import path from 'node:path';
import { Refusal } from '../core/refusal.js';
import { setUpRedaction } from '../node/redaction/setUp.js';
import { findRoot, openWorkspace } from '../node/workspace.js';
import type { Context } from './context.js';

/**
 * @param cwd as `--cwd` has it
 * @param mends a verb that shows nothing from outside, and may be what mends the configuration
 * @throws Refusal `usage` if the folder is missing, or its configuration cannot be read: then what is to be redacted is not known
 */
export async function redactFor(context: Context, cwd: string | undefined, mends: boolean): Promise<void> {
  const from = path.resolve(context.cwd, cwd ?? '.');
  try {
    const { root, config } = await openWorkspace(from);
    setUpRedaction({ root, environment: context.env, lists: config.redaction });
  } catch (error) {
    if (!mends || !(error instanceof Refusal)) throw error;
    setUpRedaction({ root: await findRoot(from), environment: context.env, lists: 'invalid' });
  }
}
