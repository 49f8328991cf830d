/** The options of `run` for repetitions inside a framework's own process. */
import type { Command } from 'commander';
import { Refusal } from '../core/refusal.js';
import type { RunPlan } from '../core/run/plan.js';
import { WARM_FRAMEWORKS, type WarmFramework } from '../core/run/warm/plan.js';
import { warmCommand } from '../core/run/warm/problem.js';
import { oneOf } from './arguments.js';

export interface WarmOptions {
  /** Recognised from the command, or as it was named. */
  readonly warm?: true | WarmFramework;
  readonly crossCheck?: true;
  /** Runs that take turns, and conditions: each starts the command in its own way. */
  readonly interleave?: string;
  readonly matrix?: string;
}

export function addWarmOptions(command: Command): void {
  command
    .option('--warm [framework]', `repeat inside the framework's own process (${WARM_FRAMEWORKS.join(', ')}): much faster, and not a fresh start`, oneOf(WARM_FRAMEWORKS))
    .option('--cross-check', 'with --warm: before it, some attempts in processes of their own, and whether the two differ');
}

/**
 * The plan with what makes it warm.
 * @throws Refusal `usage` if the command cannot be repeated so
 */
export function withWarm(plan: RunPlan, command: readonly string[], { warm, crossCheck, interleave, matrix }: WarmOptions): RunPlan {
  if (warm === undefined) {
    if (crossCheck === true) throw new Refusal('usage', '--cross-check holds a warm run against a cold one: add --warm, or leave it out.');
    return plan;
  }
  if (interleave !== undefined || matrix !== undefined) throw new Refusal('usage', `--${matrix === undefined ? 'interleave' : 'matrix'} starts a process for each attempt: leave it or --warm out.`);
  const found = warmCommand(command, plan, warm === true ? undefined : warm);
  if ('problem' in found) throw new Refusal('usage', found.problem);
  return { ...plan, warm: { framework: found.framework } };
}
