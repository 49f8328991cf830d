/** Whether a run can be made warm. */
import type { RunPlan } from '../plan.js';
import { ginkgoArguments } from './ginkgoArguments.js';
import { goArguments } from './goArguments.js';
import type { WarmFramework } from './plan.js';
import { playwrightArguments } from './playwrightArguments.js';
import { recognise, type WarmCommand } from './recognise.js';

const PER_PROCESS = 'a warm run has no process for each attempt. Leave it or --warm out.';

const ARGUMENTS: Partial<Record<WarmFramework, (args: readonly string[]) => object | { readonly problem: string }>> = { go: goArguments, ginkgo: ginkgoArguments, playwright: playwrightArguments };

/**
 * The framework that can repeat the command, or why none can: a sentence that says what to do.
 * @param named as the user named it
 */
export function warmCommand(command: readonly string[], plan: RunPlan, named?: WarmFramework): WarmCommand | { readonly problem: string } {
  if (plan.shell) return { problem: 'A line for the shell cannot be repeated warm: give the command of the framework itself, without --shell, or leave --warm out.' };
  const found = recognise(command, named);
  if ('problem' in found) return found;
  const asked = ARGUMENTS[found.framework]?.(found.args);
  if (asked && 'problem' in asked) return asked;
  // The compiled suite of ginkgo is a process for each attempt.
  if (found.framework === 'ginkgo') return found;
  for (const [option, value] of [['--before', plan.before], ['--after', plan.after]] as const) {
    if (value !== undefined) return { problem: `${option} runs around the process of an attempt, and ${PER_PROCESS}` };
  }
  return found;
}
