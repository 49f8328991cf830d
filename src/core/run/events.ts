/** What a run emits, and what its ledger keeps. The ledger is the source of truth; everything else is folded from these. */
import type { Outcome } from './outcome.js';
import type { RunPlan, RunPurpose } from './plan.js';

/** The version of the ledger's records. */
export const LEDGER_SCHEMA = 1;

/** A place in a file, as a failure names it. */
export interface SourceLocation {
  /** Path as the output spelt it, made relative to the run's cwd where it lies inside; `/` between its parts. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** Why an attempt failed, normalised so that equal failures have equal ids. */
export interface FailureSignature {
  /** First 12 hex digits of the SHA-256 of the masked text. */
  readonly id: string;
  /** One line that a person recognises: error type and message, as printed the first time, bounded to 200 characters. */
  readonly title: string;
  /** The innermost frame inside the project, if the output has one. */
  readonly location?: SourceLocation;
}

/** The state of the sources that were run. */
export interface GitState {
  /** Full commit id of HEAD. */
  readonly commit: string;
  readonly branch?: string;
  /** Whether there are uncommitted changes, work-item folders and `.casebook` left out. */
  readonly dirty: boolean;
  /** SHA-256 of the uncommitted changes (work-item folders and `.casebook` left out); absent when clean. */
  readonly diffHash?: string;
  /** The run's cwd relative to the top of the checkout, `/` between its parts, empty at the top: it tells the same folder in another checkout. */
  readonly prefix?: string;
}

export interface HostInfo {
  readonly name: string;
  readonly platform: string;
  readonly release: string;
  readonly arch: string;
  readonly node: string;
  readonly cpus: number;
}

/** A process that can be told from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in the host's own unit; undefined where the host does not tell. */
  readonly startTime?: string;
}

/** Something that happened to a run as a whole, between two attempts. */
export interface RunMoment {
  /** `paused`: no further attempt starts; `continued`: that is over; `resumed`: a process took the run up again that another one had left. */
  readonly type: 'paused' | 'continued' | 'resumed';
  /** ISO 8601, UTC, ms. */
  readonly at: string;
  /** For `resumed`: the sources, where they are not those that the run began with. */
  readonly git?: GitState;
}

/** Something that was kept at a failure before the clean-up took it away. */
export interface CollectedItem {
  /** As the configuration names it. */
  readonly name: string;
  /** Path inside the run's folder, e.g. `collected/0007-ps.txt`; absent if there is nothing. */
  readonly file?: string;
  /** Of that file. */
  readonly bytes?: number;
  /** Why it could not be had, or not whole: a sentence. */
  readonly problem?: string;
}

/** What a run is a part of: two sources held against each other in turns, conditions, or the steps of a bisection. */
export interface RunSeries {
  readonly kind: 'interleave' | 'matrix' | 'bisect';
  /** Id of the first run of the series. */
  readonly id: string;
  /** What is particular about this part: `parallel:4`, or the revision as it was named. */
  readonly label: string;
}

/** The head of `run.json`: everything known before the first attempt. */
export interface RunHeader {
  readonly schema: typeof LEDGER_SCHEMA;
  /** `YYYYMMDD-HHMMSS-xxxx`, UTC. */
  readonly id: string;
  readonly kind: 'run';
  readonly purpose: RunPurpose;
  /** Executable and arguments; with `plan.shell` a single element, the command line. */
  readonly command: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly plan: RunPlan;
  /** ISO 8601, UTC, ms. */
  readonly startedAt: string;
  readonly host: HostInfo;
  /** Undefined outside a git checkout. */
  readonly git?: GitState;
  /** Allow-listed variables only. The child inherits all of them; these are recorded. */
  readonly environment: Readonly<Record<string, string>>;
  /** The work item that takes the evidence: path relative to the root, `/` between its parts. */
  readonly workItem?: string;
  /** For a run that proves a fix: the id of the run that it is held against. */
  readonly baseline?: string;
  /** For a warm run: the id of the run whose attempts each had a process of their own, that it is held against. */
  readonly crossCheck?: string;
  /** For a run that was made together with others. */
  readonly series?: RunSeries;
  /** The process that makes the run. */
  readonly runner: ProcessIdentity;
  /** Pauses and resumptions, in order; the latest 200. */
  readonly history?: readonly RunMoment[];
  /** How long attempts were made, pauses and the time between a kill and its resumption left out, up to the latest moment in `history`. ms. */
  readonly activeMs?: number;
  /** Version of Casebook. */
  readonly casebook: string;
}

/** What an attempt said of the tests in it. */
export interface AttemptTests {
  /** The format that told, as people call it: `go test -json`, `JUnit XML`; or `summary line`. */
  readonly format: string;
  /** Tests that passed or failed. Skipped ones were not executed. */
  readonly executed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Id of the list of executed tests, `tests/<id>.json` in the run's folder; absent where only counts are known. */
  readonly set?: string;
  /** Full names of those that failed, at most 50, in the order of the format; bounded to 300 characters each, a longer one with a hash. */
  readonly failures?: readonly string[];
  /** Tests that failed and passed when the runner tried them again, at least; they count as executed, and not as failed. Absent for none. */
  readonly flaky?: number;
  /** Full names of these, as far as they are known; bounded as `failures`. */
  readonly flakyTests?: readonly string[];
  /** The runner says itself that it found no test to run. */
  readonly noneFound?: true;
  /** The runner repeated results from its cache instead of executing tests; those count as skipped. */
  readonly cached?: true;
  /** Tests that the TAP plan names and that nobody told, at least one. */
  readonly missing?: number;
  /** What told was cut, so that its numbers are lower bounds. */
  readonly partial?: true;
}

/** One line of `attempts.ndjson`. */
export interface AttemptRecord {
  readonly schema: typeof LEDGER_SCHEMA;
  /** 1-based. */
  readonly attempt: number;
  readonly outcome: Outcome;
  /** ISO 8601, UTC, ms. */
  readonly startedAt: string;
  /** Monotonic, from spawn to the command's exit, or to the end of its processes where they were ended (timeout); an upper bound where `reason` says so. */
  readonly durationMs: number;
  readonly exitCode: number | null;
  /** Name of the signal that ended it, e.g. `SIGSEGV`. */
  readonly signal: string | null;
  /** Path of the log inside the run's folder, e.g. `logs/0007.log`. */
  readonly log: string;
  /** What the command printed, in bytes; the log holds less if `logTruncated`. */
  readonly outputBytes: number;
  readonly logTruncated?: true;
  /** For failures. */
  readonly signature?: FailureSignature;
  /** For failures of a plan with `expect`: whether it is the one that was expected. */
  readonly expected?: boolean;
  /** The value of `CASEBOOK_SEED` in this attempt. */
  readonly seed?: number;
  /** Which tests it executed, where its output or result files tell. */
  readonly tests?: AttemptTests;
  /** How many processes were left behind by the attempt and had to be ended. */
  readonly leftBehind?: number;
  /** For the first failure: what the configuration asks to be kept. */
  readonly collected?: readonly CollectedItem[];
  /** For `infra` and `leak`: what happened; for any: what makes its numbers inexact. Sentences. */
  readonly reason?: string;
}

/**
 * Why a run ended: all attempts were made, or its time was up; the first failure ended it, or as many as were asked for; the proof was decided; the user ended it;
 * the process that made it died or its editor was gone; or the ledger could not be written. `damaged` is never written: it stands in for the
 * reason where the ledger does not hold any more what that promises.
 */
export type EndReason = 'completed' | 'first-failure' | 'enough-failures' | 'decided' | 'cancelled' | 'interrupted' | 'error' | 'damaged';

/** The `result` of `run.json`; absent while the run goes on and after its process was killed. */
export interface RunResult {
  readonly reason: EndReason;
  /** ISO 8601, UTC, ms. */
  readonly endedAt: string;
  /** For `error` and `damaged`: what went wrong, in sentences. */
  readonly message?: string;
  /** How many attempts the list holds, so that a missing one shows. Absent where an older version wrote it. */
  readonly attempts?: number;
  /** The ledger was removed while the run went on: there is nothing to read, to link to, or to write back. Never written. */
  readonly ledgerLost?: true;
}

export type RunEvent =
  | { readonly type: 'run-started'; readonly run: RunHeader }
  | { readonly type: 'attempt-started'; readonly attempt: number }
  | { readonly type: 'attempt-finished'; readonly record: AttemptRecord }
  | { readonly type: 'run-finished'; readonly result: RunResult };
