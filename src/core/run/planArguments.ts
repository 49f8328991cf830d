/** A plan as the words of `casebook run` that ask for it. */
import { durationArgument } from '../report/format.js';
import { DEFAULT_PLAN, plannedAttempts, type RunPlan } from './plan.js';

/**
 * The options that give the same plan again, word by word, without a shell's quotes. Values of variables that the ledger holds masked stay so:
 * whoever repeats such a run asks for them. The seed is among them only where it is asked for: a plan always has one, and most were not chosen.
 */
export function planArguments(plan: RunPlan, options: { readonly seed: boolean }): string[] {
  const planned = plannedAttempts(plan);
  return [
    ...(planned === undefined ? [] : ['-n', String(planned)]),
    ...timeOption('--for', plan.forMs),
    ...(plan.untilFailures === undefined ? [] : plan.untilFailures === 1 ? ['--until-failure'] : ['--until-failures', String(plan.untilFailures)]),
    ...timeOption('--timeout', other(plan.timeoutMs, DEFAULT_PLAN.timeoutMs)),
    ...timeOption('--grace', other(plan.graceMs, DEFAULT_PLAN.graceMs)),
    ...(plan.jobs === DEFAULT_PLAN.jobs ? [] : ['--jobs', String(plan.jobs)]),
    ...timeOption('--delay', plan.delayMs),
    ...(options.seed && plan.shuffleSeed !== undefined ? ['--shuffle-seed', String(plan.shuffleSeed)] : []),
    ...Object.entries(plan.environment ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...textOption('--before', plan.before),
    ...textOption('--after', plan.after),
    ...textOption('--expect', plan.expect),
    ...textOption('--infra', plan.infra),
    ...textOption('--keep', plan.keep),
    ...(plan.during ?? []).flatMap(({ name, everyMs, command }) => ['--during', `${name}@${durationArgument(everyMs)}=${command}`]),
    ...(plan.shell ? ['--shell'] : []),
    ...textOption('--warm', plan.warm?.framework),
  ];
}

function timeOption(name: string, ms: number | undefined): string[] {
  return ms === undefined ? [] : [name, durationArgument(ms)];
}

function textOption(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}

/** The value, if it is not the one that stands without an option. */
function other(value: number, usual: number): number | undefined {
  return value === usual ? undefined : value;
}
