/** What the panel shows of a run: plain JSON, bounded in every part, so that a message of any run stays small and can be checked whole. */
import type { DocumentTone, ReportLinks, ReportSection } from './document.js';

/**
 * One letter per attempt: 10,000 attempts are 10 KB. The names are those of the ledger's outcomes; the core's types hold both lists together.
 */
export const OUTCOME_LETTERS = {
  pass: 'p',
  fail: 'f',
  timeout: 't',
  crash: 'c',
  leak: 'l',
  infra: 'i',
  'no-tests': 'n',
  'fewer-tests': 'w',
  cancelled: 'x',
} as const;

export type ReportOutcome = keyof typeof OUTCOME_LETTERS;

export const REPORT_OUTCOMES = Object.keys(OUTCOME_LETTERS) as readonly ReportOutcome[];

/** How far the run is: `interrupted` means that whatever made it is gone before its end. */
export const REPORT_STATES = ['running', 'finished', 'interrupted'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export const VERDICT_KINDS = ['passing', 'flaky', 'consistently-failing', 'not-reproduced', 'inconclusive', 'no-data'] as const;
export type ReportVerdictKind = (typeof VERDICT_KINDS)[number];

export const REPORT_PURPOSES = ['repeat', 'reproduce', 'baseline', 'verify'] as const;
export type ReportPurpose = (typeof REPORT_PURPOSES)[number];

/** What a panel may offer beside the logs. The extension decides which of them are possible now: in an untrusted workspace nothing runs. */
export const REPORT_ACTIONS = ['openWorkItem', 'openSource', 'runAgain', 'runUntilFailure', 'verifyFix', 'newWorkItem', 'cancel', 'compareWith', 'exportReport'] as const;
export type ReportAction = (typeof REPORT_ACTIONS)[number];

/** Upper bounds of what a message may hold. Whoever makes one keeps them, and says in the report what was left out. */
export const LIMITS = {
  /** Attempts that are drawn one by one; later ones are counted only. */
  attempts: 100_000,
  groups: 100,
  attemptsPerGroup: 20,
  remarks: 40,
  /** Tests that failed; the most frequent ones. */
  tests: 200,
  /** Characters. */
  title: 300,
  sentence: 1000,
  path: 1000,
  command: 4000,
} as const;

/** Attempts in the order in which they ended, as columns of equal length. */
export interface AttemptColumns {
  /** 1-based numbers. */
  readonly attempt: readonly number[];
  /** {@link OUTCOME_LETTERS}, one per attempt. */
  readonly outcome: string;
  /** Durations, ms, rounded to 0.1. */
  readonly ms: readonly number[];
  /** {@link ReportGroup.index} of the attempt's failure; -1 if it is in none. */
  readonly group: readonly number[];
}

export interface ReportVerdict {
  readonly kind: ReportVerdictKind;
  /** The numbers, as one sentence. */
  readonly headline: string;
  /** What they mean and what limits them, one sentence each. */
  readonly remarks: readonly string[];
  /** Fractions 0–1; null without data. */
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly confidence: number;
  /** The first failure ended the run: the rate is no estimate, only the bounds say something. */
  readonly biased: boolean;
}

/** What a run that verifies a fix shows, once it has ended: it heads the report. */
export interface ReportProof {
  readonly word: string;
  readonly tone: DocumentTone;
  /** Sentences that stand in the work item, too: in English. */
  readonly headline: string;
  readonly remarks: readonly string[];
}

/** Failures that look the same. */
export interface ReportGroup {
  /** Stays the same while the run goes on. */
  readonly index: number;
  readonly title: string;
  /** `file:line`, to be shown; it opens by the number of an attempt. */
  readonly location?: string;
  readonly count: number;
  /** The first attempts that failed so, at least one; the log of the first is the one to open. */
  readonly attempts: readonly number[];
  /** Where in the run they stand, in words; absent with too few to tell. */
  readonly position?: string;
  /** Where the log of the first of them leaves that of a passing attempt, in words. */
  readonly divergence?: string;
}

/** What the runner said of attempts that could not be started or left something behind. */
export interface ReportRemark {
  readonly outcome: ReportOutcome;
  readonly reason: string;
  readonly count: number;
  readonly firstAttempt: number;
}

/** What a run tells of the tests in it. */
export interface ReportTests {
  /** How many tests the attempts executed, and who told. */
  readonly sentence: string;
  /** Those that failed, most failures first. */
  readonly failed: readonly ReportTest[];
  /** Failing tests that are not in {@link failed}. */
  readonly notListed: number;
  /** {@link notListed} is a lower bound. */
  readonly uncounted: boolean;
  /** The run stopped at a failure: the rates are no estimates. */
  readonly biased: boolean;
}

export interface ReportTest {
  readonly name: string;
  readonly failedAttempts: number;
  /** {@link failedAttempts} is a lower bound: the bounds of the rate are those of the fewest and of the most failures that are possible. */
  readonly atLeast: boolean;
  readonly executed: number;
  /** Whether {@link executed} is known test by test; otherwise it is an upper bound. */
  readonly counted: boolean;
  /** Fractions 0–1; no rate where {@link atLeast}. */
  readonly rate: number | null;
  readonly low: number;
  readonly high: number;
  readonly firstAttempt: number;
}

/** Everything but the attempts: small, sent anew with every increment. */
export interface ReportHead {
  readonly state: ReportState;
  readonly verdict: ReportVerdict;
  /** Absent for a run that verifies nothing, and while it goes on. */
  readonly proof?: ReportProof;
  /** The most attempts that the plan makes; 0 where only its time is bounded. */
  readonly planned: number;
  /** Attempts that ended, whatever their outcome. */
  readonly finished: number;
  /** Attempts under way. */
  readonly running: number;
  readonly outcomes: Readonly<Record<ReportOutcome, number>>;
  /** The most frequent first. */
  readonly groups: readonly ReportGroup[];
  /** Failures that are in none of {@link groups}. */
  readonly failuresNotListed: number;
  readonly remarks: readonly ReportRemark[];
  /** As it could be typed, secrets replaced. */
  readonly command: string;
  /** The folder that the command ran in. */
  readonly cwd: string;
  readonly purpose: ReportPurpose;
  readonly workItem?: { readonly label: string; readonly path: string };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** From the start to the end, or to now; absent where nobody knows when the run ended. ms. */
  readonly elapsedMs?: number;
  /** Estimate of the time that the planned attempts still take, ms; while the run goes on. */
  readonly remainingMs?: number;
  /** Of the attempts that count, ms. */
  readonly durations?: { readonly minMs: number; readonly medianMs: number; readonly p95Ms: number; readonly maxMs: number };
  readonly git?: { readonly commit: string; readonly branch?: string; readonly dirty: boolean };
  readonly host: string;
  /** How the run ended, in a sentence; absent while it goes on. */
  readonly ending?: string;
  readonly actions: readonly ReportAction[];
  /** Absent where no attempt told of its tests. */
  readonly tests?: ReportTests;
  /** What the run shows together with others: against its baseline, in its series. */
  readonly sections?: readonly ReportSection[];
  /** What can be opened from {@link sections}. */
  readonly links?: ReportLinks;
}

/** A run's report as the panel has it. */
export interface ReportModel {
  /** The run's id. */
  readonly run: string;
  readonly head: ReportHead;
  readonly attempts: AttemptColumns;
}
