/** What the user asked to be repeated, and how. */

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
}

/** `failures`: those of attempts that failed, and of the passing ones that they are held against. */
export type LogsKept = 'failures' | 'all';

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

/** The first thing that is wrong with a plan, as a sentence that says what to do; undefined if it can be run. */
export function planProblem(plan: RunPlan): string | undefined {
  if (!Number.isSafeInteger(plan.attempts) || plan.attempts < 1) return 'The number of attempts must be a whole number of at least 1: try `-n 100`.';
  if (!Number.isSafeInteger(plan.jobs) || plan.jobs < 1) return 'The number of jobs must be a whole number of at least 1: try `--jobs 1`.';
  if (plan.attempts > MAX_ATTEMPTS) return `The number of attempts must be at most ${MAX_ATTEMPTS.toLocaleString('en')}: a failure that rare is not found by repeating; try \`-n 100000\`.`;
  if (plan.jobs > MAX_JOBS) return `The number of jobs must be at most ${MAX_JOBS.toLocaleString('en')}: as many as there are processors is usually best; try \`--jobs 4\`.`;
  if (!(plan.timeoutMs > 0 && plan.timeoutMs <= MAX_TIMER_MS)) return 'The timeout must be longer than nothing and at most 24 days: try `--timeout 180s`.';
  if (!(plan.graceMs >= 0 && plan.graceMs <= MAX_TIMER_MS)) return 'The grace period must be 0 or longer, and at most 24 days.';
  return undefined;
}

/** Nothing fails so rarely that more attempts would tell (95 % confidence of a rate below 3 in 10 million), and a ledger of 3 GB is read whole. */
const MAX_ATTEMPTS = 10_000_000;

/** Each job holds a few descriptors and processes: systems allow some thousands. */
const MAX_JOBS = 1_024;

/** Timers of JavaScript hosts hold a signed 32-bit number of ms; a longer one fires at once. */
const MAX_TIMER_MS = 2_147_483_647;
