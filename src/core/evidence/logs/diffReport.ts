/** What separates two sides of logs, with what the logs are and a part of each: as it is kept in a ledger and printed as JSON. Every text in it is clean. */
import { counted } from '../../report/format.js';
import { clean } from '../../report/untrusted.js';
import type { Diffed, LogDiff } from './diff.js';
import { fileReport } from './fileReport.js';
import type { ReadLog } from './readLog.js';
import type { LogFileReport } from './types.js';

export interface LogDiffLine {
  /** 1-based, of the record's first line. */
  readonly line: number;
  readonly text: string;
}

/** Records of one log around the place where the sides part. */
export interface LogDiffExcerpt {
  readonly log: string;
  readonly records: readonly LogDiffLine[];
  /** Line of the record that parts; absent where the log has nothing of it, and this is the same place in it. */
  readonly focus?: number;
  /** The message that the same place is counted from. */
  readonly since?: string;
  /** By what it is counted. */
  readonly by?: 'time' | 'line';
  /** The log ends before that place. */
  readonly ended?: true;
}

export interface LogDiffReport extends LogDiff {
  /** In the order of `passing` and `failing`. */
  readonly passingFiles: readonly LogFileReport[];
  readonly failingFiles: readonly LogFileReport[];
  /** What was asked for, in the words of the command line; empty if all was. */
  readonly selection: readonly string[];
  /** Of each side at most one. */
  readonly excerpts: { readonly passing?: LogDiffExcerpt; readonly failing?: LogDiffExcerpt };
  /** What was asked for and is not there: sentences. */
  readonly missing: readonly string[];
}

export interface DiffSources {
  readonly passing: readonly ReadLog[];
  readonly failing: readonly ReadLog[];
  /** In the words of the command line. */
  readonly selection: readonly string[];
  /** What could not be read: sentences. */
  readonly missing: readonly string[];
}

/** @param excerpts of the places that `diffed` names */
export function diffReport({ diff, beyond }: Pick<Diffed, 'diff' | 'beyond'>, { passing, failing, selection, missing }: DiffSources, excerpts: LogDiffReport['excerpts']): LogDiffReport {
  return {
    ...diff,
    passingFiles: passing.map(fileReport),
    failingFiles: failing.map(fileReport),
    selection: selection.map((text) => clean(text)),
    excerpts,
    missing: [
      ...missing.map((text) => clean(text)),
      ...nothingIn('passing', passing, selection),
      ...nothingIn('failing', failing, selection),
      ...(beyond ? ['There are more kinds of messages than are told apart: those beyond were not compared.'] : []),
    ],
  };
}

/** Whether it holds something that separates the sides. */
export function separates({ onlyFailing, onlyPassing, moreOften, numbers, words }: LogDiff): boolean {
  return [onlyFailing, onlyPassing, moreOften, numbers, words].some((found) => found.length > 0);
}

function nothingIn(side: string, logs: readonly ReadLog[], selection: readonly string[]): string[] {
  const empty = logs.filter(({ data }) => data.records === 0).length;
  const passedOver = logs.filter(({ data }) => data.records > 0 && data.selected === 0).length;
  const which = (count: number): string => (logs.length === 1 ? clean(logs[0]?.name ?? '') : `${count} of ${counted(logs.length, `${side} log`)}`);
  return [
    ...(empty > 0 ? [`${which(empty)} ${empty === 1 ? 'is' : 'are'} empty.`] : []),
    ...(passedOver > 0 ? [`Nothing in ${which(passedOver)} is what was asked for (${clean(selection.join(' '))}).`] : []),
  ];
}
