/** What logs tell, as it is kept in a ledger and printed as JSON. Every text in it is cleaned of secrets and of what steers a terminal. */

/** ISO 8601 in UTC, or `boot + 12.345 s` for a clock that tells no date. */
export type LogTime = string;

export interface LogFileReport {
  /** As it was named. */
  readonly name: string;
  readonly bytes: number;
  readonly lines: number;
  readonly records: number;
  /** Of its bytes as they lie on disk; absent where it was not asked for, and for what is no file. */
  readonly sha256?: string;
  /** Names of the formats of its stamps; empty if it has none. */
  readonly formats: readonly string[];
  readonly first: LogTime | null;
  readonly last: LogTime | null;
  /** The finest that its stamps tell, ms; null without stamps. */
  readonly resolutionMs: number | null;
  /** What had to be assumed, or was found odd: sentences. */
  readonly notes: readonly string[];
}

/** Where something is in the logs. */
export interface LogPlace {
  /** Index in `files`. */
  readonly file: number;
  /** 1-based. */
  readonly line: number;
}

export interface LogTemplate extends LogPlace {
  readonly template: string;
  readonly severity: 'failure' | 'warning' | 'other';
  readonly count: number;
  readonly first: LogTime | null;
  readonly last: LogTime | null;
  /** Nothing of it before the window, or in the first half of the logs. */
  readonly isNew: boolean;
  /** Nothing of it in the window, but before it; or in the second half, where it came at least five times in the first. */
  readonly vanished: boolean;
  /** Its rate from the beginning to the end of the logs, as bars. */
  readonly rate: string;
}

export interface LogInterval extends LogPlace {
  readonly template: string;
  readonly count: number;
  readonly expected: number;
  readonly windowMs: number;
  readonly periodMs: number;
  readonly madMs: number;
  readonly averageMs: number;
  readonly missed: number;
  readonly merged: number;
  readonly driftMs: number | null;
  readonly resolutionMs: number;
  /** The period was given, not measured. */
  readonly stated: boolean;
}

export interface LogBackoffReport extends LogPlace {
  readonly template: string;
  readonly from: LogTime;
  readonly to: LogTime;
  readonly attempts: number;
  /** Line of the last attempt; `line` is that of the first one. Absent in evidence of earlier versions, as the next three. */
  readonly lastLine?: number;
  /** Times that the client backed off; this is the one with the most attempts, the first of them. */
  readonly episodes?: number;
  readonly firstGapMs?: number;
  readonly lastGapMs?: number;
  readonly gaps: number;
  readonly baseMs: number;
  readonly factor: number;
  readonly capMs: number | null;
  readonly constantMs: number;
  readonly residualMs: number;
  readonly relativeResidual: number;
  readonly announcedMs: readonly number[];
  readonly beyondAnnouncedMs: number | null;
}

export interface LogGapReport extends LogPlace {
  /** Null for a silence of all. */
  readonly template: string | null;
  readonly from: LogTime;
  readonly to: LogTime;
  readonly ms: number;
  readonly allowedMs: number;
  /** It lasts to the end of the log. */
  readonly open: boolean;
}

export interface LogSignature extends LogPlace {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly first: LogTime | null;
  readonly last: LogTime | null;
}

export interface LogPace extends LogPlace {
  readonly what: string;
  readonly count: number;
  readonly windowMs: number;
  readonly averageMs: number;
  readonly period: { readonly name: string; readonly ms: number; readonly line: number; readonly expected: number } | null;
}

export interface LogMoment extends LogPlace {
  readonly at: LogTime;
  /** What happened, in a few words, before the text from the log. */
  readonly what: string;
  /** From the log; empty if there is nothing to say. */
  readonly text: string;
}

export interface LogExcerptPart extends LogPlace {
  readonly text: string;
}

export interface LogReport {
  readonly files: readonly LogFileReport[];
  readonly span: { readonly from: LogTime; readonly to: LogTime; readonly ms: number } | null;
  /** What was asked for, in the words of the command line; empty if all was. */
  readonly selection: readonly string[];
  /** Records that were selected. */
  readonly records: number;
  /** Most frequent first, failures before others; bounded, see `moreTemplates`. */
  readonly templates: readonly LogTemplate[];
  readonly moreTemplates: number;
  readonly intervals: readonly LogInterval[];
  readonly backoffs: readonly LogBackoffReport[];
  readonly gaps: readonly LogGapReport[];
  readonly signatures: readonly LogSignature[];
  /** Failures that are in no signature. */
  readonly otherFailures: number;
  readonly paces: readonly LogPace[];
  readonly timeline: readonly LogMoment[];
  readonly excerpt: readonly LogExcerptPart[];
  /** Index in `excerpt` of what is nearest to the moment that was asked for; absent if none was. */
  readonly excerptFocus?: number;
  /** What was asked for and is not there: sentences. */
  readonly missing: readonly string[];
}
