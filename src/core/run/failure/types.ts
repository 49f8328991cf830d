/** What the output of a failed attempt says about its failure. */

/** A place that the output names, as it spells it. */
export interface Frame {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * How sure it is that this is the failure that ended the attempt, surest first:
 * a test runner reported it; an error was printed with its stack; a line reads like an error.
 */
export const RANKS = ['reported', 'thrown', 'printed'] as const;
export type Rank = (typeof RANKS)[number];

export interface Failure {
  readonly rank: Rank;
  /** Index of the line where it was found. */
  readonly index: number;
  /** Error type and message on one line, as printed. */
  readonly title: string;
  /** Errors that the output names as its causes. */
  readonly causes: readonly string[];
  /** Innermost first. */
  readonly frames: readonly Frame[];
}

/**
 * Finds the failure in the output of one family of tools; undefined if it sees none.
 * The lines hold no terminal sequences and are bounded, and the time taken is in the order of their number.
 */
export type FailureFormat = (lines: readonly string[]) => Failure | undefined;

/** Lines that are read from a failure's beginning in search of its message, causes and frames. */
export const MAX_BLOCK = 200;
