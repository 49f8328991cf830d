/** The command lines that repeat a recorded run, for people to copy. */
import path from 'node:path';
import { isMasked } from '../../core/evidence/redact.js';
import { shellWord } from '../../core/probe/replay.js';
import type { RunHeader } from '../../core/run/events.js';
import type { RunPlan } from '../../core/run/plan.js';
import { planArguments } from '../../core/run/planArguments.js';
import { aliasIn } from '../../core/workItem/parse.js';
import { relativeTo } from '../workspace.js';

type Repeated = Pick<RunHeader, 'command' | 'cwd' | 'plan'>;

/** Repeats it from the root, as a shell takes it. Secrets in it are masked. @param options go before those of its plan */
export function repetition(root: string, { command, cwd, plan }: Repeated, ...options: readonly string[]): string {
  const folder = relativeTo(root, cwd);
  return ['casebook', 'run', ...options, ...planArguments(plan, { seed: false }), ...(folder === '' ? [] : ['--cwd', folder]), '--', ...command].map(shellWord).join(' ');
}

/**
 * Makes a baseline for a work item (path relative to the root). The command is that of the run, whole; COMMAND where there is none, or one that cannot be
 * typed as it is since secrets in it are masked.
 */
export function baselineCommand(root: string, run: Repeated | undefined, workItem: string | undefined): string {
  const options = ['--as', 'baseline', ...(workItem === undefined ? [] : ['--wi', aliasIn(path.posix.basename(workItem)) ?? workItem])];
  const line = run && repetition(root, { ...run, plan: toItsEnd(run.plan) }, ...options);
  return line === undefined || isMasked(line) ? `${['casebook', 'run', ...options].map(shellWord).join(' ')} -- COMMAND` : line;
}

/** A run that stops at a failure is no baseline. */
function toItsEnd(plan: RunPlan): RunPlan {
  const { untilFailures, ...rest } = plan;
  return untilFailures === undefined ? plan : rest;
}
