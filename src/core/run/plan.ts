/** What the user asked to be repeated, and how. */
import type { WarmPlan } from './warm/plan.js';

/** Why a run is made: just to repeat, to see a reported failure, to measure it before a fix, or to see it gone after one. */
export type RunPurpose = 'repeat' | 'reproduce' | 'baseline' | 'verify';

export const RUN_PURPOSES: readonly RunPurpose[] = ['repeat', 'reproduce', 'baseline', 'verify'];

export interface RunPlan {
  /** The most attempts that are made; 1 to 10 million. */
  readonly attempts: number;
  /** No further attempt is started when the run has lasted so long; ms. */
  readonly forMs?: number;
  /** Stop when so many attempts failed, timed out or crashed; at least 1. */
  readonly untilFailures?: number;
  /** An attempt that runs longer is killed, with its whole process group. ms. */
  readonly timeoutMs: number;
  /** Time between SIGTERM and SIGKILL when an attempt is killed. ms. */
  readonly graceMs: number;
  /** How many attempts run at the same time; 1 to 1,024. */
  readonly jobs: number;
  /** Hand the command to the system's shell as one line instead of executing it directly. */
  readonly shell: boolean;
  /** Between the end of an attempt and the start of the next one of the same job; ms. */
  readonly delayMs?: number;
  /** From which each attempt's own seed follows; 0 to 2³² − 1. */
  readonly shuffleSeed?: number;
  /** All attempts have the seed of the first one. */
  readonly sameSeed?: true;
  /** Variables that are set for the command, beside those that it inherits. Without secrets: a value that holds one is masked. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Command line for the shell before each attempt: it cleans up, and its end is waited for. */
  readonly before?: string;
  /** The same after each attempt. */
  readonly after?: string;
  /** Source of a regular expression: a failure whose output it does not match is another one, not *the* failure. */
  readonly expect?: string;
  /** Source of a regular expression: an attempt that fails and whose output it matches is counted as infrastructure, not as a failure. */
  readonly infra?: string;
  /** Which logs stay: `all` if absent. */
  readonly keep?: LogsKept;
  /** What is sampled while attempts run. */
  readonly during?: readonly Sampler[];
  /** Attempts are repetitions inside the framework's own process. */
  readonly warm?: WarmPlan;
}

/** `failures`: those of attempts that failed, and of the passing ones that they are held against. */
export type LogsKept = 'failures' | 'all';

export const LOGS_KEPT: readonly LogsKept[] = ['failures', 'all'];

/** A command that is asked again and again while attempts run. */
export interface Sampler {
  /** A label that is unique in the plan: letters, digits, `-` and `_`. */
  readonly name: string;
  /** ms */
  readonly everyMs: number;
  /** Command line for the shell. */
  readonly command: string;
}

/** 180 s per attempt and 10 s of grace, as teams' own repeat scripts and nextest have them. */
export const DEFAULT_PLAN: RunPlan = {
  attempts: 100,
  timeoutMs: 180_000,
  graceMs: 10_000,
  jobs: 1,
  shell: false,
};

/** How many attempts the plan makes if nothing ends it early; undefined if only its time is bounded (`--for` without `-n`), so that there is no such number. */
export function plannedAttempts({ attempts, forMs }: Pick<RunPlan, 'attempts' | 'forMs'>): number | undefined {
  return forMs !== undefined && attempts >= MAX_ATTEMPTS ? undefined : attempts;
}

/** The first thing that is wrong with a plan, as a sentence that says what to do; undefined if it can be run. */
export function planProblem(plan: RunPlan): string | undefined {
  return countProblem(plan) ?? timeProblem(plan) ?? expressionProblem('--expect', plan.expect) ?? expressionProblem('--infra', plan.infra) ?? commandProblem('--before', plan.before) ?? commandProblem('--after', plan.after) ?? environmentProblem(plan.environment) ?? samplersProblem(plan.during);
}

function countProblem({ attempts, jobs, untilFailures, shuffleSeed }: RunPlan): string | undefined {
  if (!Number.isSafeInteger(attempts) || attempts < 1) return 'The number of attempts must be a whole number of at least 1: try `-n 100`.';
  if (!Number.isSafeInteger(jobs) || jobs < 1) return 'The number of jobs must be a whole number of at least 1: try `--jobs 1`.';
  if (attempts > MAX_ATTEMPTS) return `The number of attempts must be at most ${MAX_ATTEMPTS.toLocaleString('en')}: a failure that rare is not found by repeating; try \`-n 100000\`.`;
  if (jobs > MAX_JOBS) return `The number of jobs must be at most ${MAX_JOBS.toLocaleString('en')}: as many as there are processors is usually best; try \`--jobs 4\`.`;
  if (untilFailures !== undefined && (!Number.isSafeInteger(untilFailures) || untilFailures < 1)) return 'The number of failures to stop at must be a whole number of at least 1: try `--until-failures 5`.';
  if (untilFailures !== undefined && untilFailures > attempts) return `${untilFailures} failures cannot come in ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: raise -n, or lower --until-failures.`;
  if (shuffleSeed !== undefined && !(Number.isSafeInteger(shuffleSeed) && shuffleSeed >= 0 && shuffleSeed <= MAX_SEED)) return `The seed must be a whole number from 0 to ${MAX_SEED}: try \`--shuffle-seed 1\`.`;
  return undefined;
}

function timeProblem({ timeoutMs, graceMs, forMs, delayMs }: RunPlan): string | undefined {
  if (!(timeoutMs > 0 && timeoutMs <= MAX_TIMER_MS)) return 'The timeout must be longer than nothing and at most 24 days: try `--timeout 180s`.';
  if (!(graceMs >= 0 && graceMs <= MAX_TIMER_MS)) return 'The grace period must be 0 or longer, and at most 24 days.';
  if (forMs !== undefined && !(forMs > 0 && forMs <= MAX_TIMER_MS)) return 'The time to go on for must be longer than nothing and at most 24 days: try `--for 10m`.';
  if (delayMs !== undefined && !(delayMs >= 0 && delayMs <= MAX_TIMER_MS)) return 'The delay must be 0 or longer, and at most 24 days: try `--delay 500ms`.';
  return undefined;
}

function expressionProblem(option: string, source: string | undefined): string | undefined {
  if (source === undefined) return undefined;
  if (source === '') return `${option} is empty, and would match every output: give the expression that the failure prints.`;
  if (source.length > MAX_EXPRESSION) return `${option} is longer than ${MAX_EXPRESSION.toLocaleString('en')} characters: shorten it to what tells the failure.`;
  try {
    new RegExp(source);
    return undefined;
  } catch (error) {
    return `${option} is no regular expression (${error instanceof Error ? error.message : String(error)}): mend it, and put a \\ before characters that stand for themselves.`;
  }
}

function commandProblem(option: string, line: string | undefined): string | undefined {
  return line?.trim() === '' ? `${option} is empty: give a command line, or leave it out.` : undefined;
}

function environmentProblem(environment: RunPlan['environment']): string | undefined {
  for (const [name, value] of Object.entries(environment ?? {})) {
    if (!/^[A-Za-z_]\w*$/.test(name)) return `${JSON.stringify(name)} is no name of a variable: write --env NAME=value.`;
    if (name.startsWith('CASEBOOK_')) return `${name} is set by Casebook for each attempt: choose another name.`;
    if (value.includes('\0')) return `The value of ${name} holds a NUL character, which no environment can: leave it out.`;
  }
  return undefined;
}

function samplersProblem(samplers: readonly Sampler[] = []): string | undefined {
  if (samplers.length > MAX_SAMPLERS) return `There can be at most ${MAX_SAMPLERS} samplers (--during): each is a process that runs beside the attempts.`;
  const names = new Set<string>();
  for (const { name, everyMs, command } of samplers) {
    if (!SAMPLER_NAME.test(name)) return `${JSON.stringify(name)} is no name of a sampler: use up to 40 letters, digits, - and _.`;
    if (names.has(name)) return `Two samplers have the name ${name}: give each its own.`;
    names.add(name);
    if (!(everyMs >= MIN_SAMPLING_MS && everyMs <= MAX_TIMER_MS)) return `The sampler ${name} must be asked at most every ${MIN_SAMPLING_MS} ms: oftener it would change what it measures.`;
    if (command.trim() === '') return `The sampler ${name} has no command: write NAME@500ms=COMMAND.`;
  }
  return undefined;
}

/** Nothing fails so rarely that more attempts would tell (95 % confidence of a rate below 3 in 10 million), and a ledger of 3 GB is read whole. */
export const MAX_ATTEMPTS = 10_000_000;

/** Each job holds a few descriptors and processes: systems allow some thousands. */
const MAX_JOBS = 1_024;

/** Timers of JavaScript hosts hold a signed 32-bit number of ms; a longer one fires at once. */
export const MAX_TIMER_MS = 2_147_483_647;

/** Seeds are what every generator takes: 32 bits. */
const MAX_SEED = 2 ** 32 - 1;

/** Characters of a regular expression. */
const MAX_EXPRESSION = 2_000;

const MAX_SAMPLERS = 20;
const MIN_SAMPLING_MS = 20;
const SAMPLER_NAME = /^[\w-]{1,40}$/;
