/** Tests that were seen to fail or to pass: in our own runs, and in files of results that something else wrote. */
import type { VerdictKind } from '../verdict.js';

interface Seen {
  /** Absolute path of the test's file. */
  readonly file: string;
  /** 1-based line that the failure names, in the file as it was then. */
  readonly line?: number;
  /** Full name of the test, as its source writes it; absent where only a line is known. */
  readonly name?: string;
  /** Wall time, ms since the Unix epoch: when the run began, or the file was written. A file that is newer is not what failed. */
  readonly seenAt: number;
}

/** One way in which a run failed, in one place. */
export interface RunFailure extends Seen {
  readonly source: 'run';
  /** Absolute. */
  readonly root: string;
  /** The run's id. */
  readonly run: string;
  /** Attempts that failed so. */
  readonly count: number;
  /** These are not the failures that the run's verdict is about: it expects others. */
  readonly beside?: true;
  /** It is told by the test's name, since the results name all that failed; failures that are told by a place may be of the same test. */
  readonly byName?: true;
  /** The first line of the failure; from outside. */
  readonly title: string;
  /** Path of the first such attempt's log inside the run's folder. */
  readonly firstLog: string;
  readonly whole: WholeRun;
  /** Path relative to the root. */
  readonly workItem?: string;
  /** A finished run that a proof of a fix can start from. */
  readonly baseline?: string;
}

/** What a whole run says, so that a part of it can be told truthfully. */
export interface WholeRun {
  /** Attempts that count. */
  readonly counted: number;
  readonly failures: number;
  readonly kind: VerdictKind;
  /** Fractions 0–1. */
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly headline: string;
  /** The run stopped at a failure, so that failures per attempt are no estimate of the rate. */
  readonly stopped: boolean;
}

/** A test in a file of results: one observation, from which no rate follows. */
export interface FileResult extends Seen {
  readonly source: 'file';
  /** Absolute. */
  readonly root: string;
  /** Absolute path of the file of results. */
  readonly results: string;
  readonly name: string;
  /** `flaky`: failed, and passed when it was repeated. */
  readonly outcome: 'passed' | 'failed' | 'flaky';
  /** From outside. */
  readonly message?: string;
}

export type SeenTest = RunFailure | FileResult;
