/** The options that say how a command is repeated: of `run`, and of every verb that makes runs. */
import { Option, type Command } from 'commander';
import { Refusal } from '../core/refusal.js';
import { durationArgument } from '../core/report/format.js';
import { DEFAULT_PLAN, LOGS_KEPT, MAX_ATTEMPTS, planProblem, type LogsKept, type RunPlan, type Sampler } from '../core/run/plan.js';
import { assignment, duration, oneOf, sampler, wholeNumber } from './arguments.js';

export interface PlanOptions {
  readonly attempts?: number;
  readonly for?: number;
  readonly untilFailure?: true;
  readonly untilFailures?: number;
  readonly timeout: number;
  readonly grace: number;
  readonly jobs: number;
  readonly delay?: number;
  readonly shuffleSeed?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly shell?: true;
  readonly before?: string;
  readonly after?: string;
  readonly expect?: string;
  readonly infra?: string;
  readonly keep?: LogsKept;
  readonly during?: readonly Sampler[];
}

/** Adds the options to a verb. */
export function addPlanOptions(command: Command): void {
  command
    .option('-n, --attempts <n>', `how often (default: ${DEFAULT_PLAN.attempts}, or with --for as often as the time allows)`, wholeNumber)
    .option('--for <duration>', 'start no further attempt when the run has lasted so long', duration)
    .option('--until-failure', 'stop at the first failure')
    .option('--until-failures <n>', 'stop at so many failures', wholeNumber);
  addAttemptOptions(command);
}

/** Those that say how a single attempt is made, for a verb that sizes and ends its runs itself. */
export function addAttemptOptions(command: Command): void {
  command
    .addOption(new Option('--timeout <duration>', 'kill an attempt that takes longer').argParser(duration).default(DEFAULT_PLAN.timeoutMs, durationArgument(DEFAULT_PLAN.timeoutMs)))
    .addOption(new Option('--grace <duration>', 'time between SIGTERM and SIGKILL').argParser(duration).default(DEFAULT_PLAN.graceMs, durationArgument(DEFAULT_PLAN.graceMs)))
    .option('--jobs <n>', 'attempts at the same time', wholeNumber, DEFAULT_PLAN.jobs)
    .option('--delay <duration>', 'between two attempts of a job', duration)
    .option('--shuffle-seed <n>', 'from which CASEBOOK_SEED of each attempt follows (default: a random one, recorded)', wholeNumber)
    .option('--env <name=value>', 'set a variable for the command (repeatable); recorded, secrets masked', assignment)
    .option('--shell', 'hand the command to the shell as one line')
    .option('--before <command>', 'shell line before each attempt, within --timeout; if it fails, the attempt counts as infrastructure')
    .option('--after <command>', 'shell line after each attempt, within --timeout')
    .option('--expect <regex>', 'the failure that is looked for prints this; other failures are reported as new')
    .option('--infra <regex>', 'a failure that prints this is infrastructure, and no failure of the command')
    .option('--keep <which>', `logs that stay: ${LOGS_KEPT.join(' or ')} (default: all)`, oneOf(LOGS_KEPT))
    .option('--during <name@every=command>', 'shell line that is asked again and again while attempts run (repeatable): listening@500ms=\'nc -z localhost 8080\'', sampler);
}

/**
 * The plan that the options ask for.
 * @throws Refusal `usage` if they contradict each other, or cannot be run
 */
export function planOf(options: PlanOptions): RunPlan {
  if (options.untilFailure === true && options.untilFailures !== undefined) throw new Refusal('usage', '--until-failure stops at the first failure, and --until-failures at a number of them: give one of the two.');
  const untilFailures = options.untilFailure === true ? 1 : options.untilFailures;
  const plan: RunPlan = {
    attempts: options.attempts ?? (options.for === undefined ? DEFAULT_PLAN.attempts : MAX_ATTEMPTS),
    ...(options.for !== undefined && { forMs: options.for }),
    ...(untilFailures !== undefined && { untilFailures }),
    timeoutMs: options.timeout,
    graceMs: options.grace,
    jobs: options.jobs,
    shell: options.shell === true,
    ...(options.delay !== undefined && { delayMs: options.delay }),
    ...(options.shuffleSeed !== undefined && { shuffleSeed: options.shuffleSeed }),
    ...(options.env !== undefined && { environment: options.env }),
    ...(options.before !== undefined && { before: options.before }),
    ...(options.after !== undefined && { after: options.after }),
    ...(options.expect !== undefined && { expect: options.expect }),
    ...(options.infra !== undefined && { infra: options.infra }),
    ...(options.keep !== undefined && { keep: options.keep }),
    ...(options.during !== undefined && { during: options.during }),
  };
  const problem = planProblem(plan);
  if (problem !== undefined) throw new Refusal('usage', problem);
  return plan;
}
