/** One question to a target, and its classified answer. */

export type ProbeName = 'dns' | 'tcp' | 'http1';

/**
 * What an answer means. `up` and `unhealthy` (an HTTP 5xx) are answers of the target's own software;
 * the others name where it broke off. DESIGN 5.4: per rung; what several rungs mean together stands in the conclusion.
 */
export type ProbeClass =
  | 'up'
  | 'unhealthy'
  // dns
  | 'nxdomain'
  | 'no-data'
  | 'try-again'
  | 'resolver-down'
  | 'resolver-timeout'
  // tcp
  | 'refused'
  | 'reset-at-accept'
  | 'unreachable'
  | 'timeout'
  | 'local-policy'
  // http1
  | 'reset'
  | 'eof'
  | 'truncated'
  | 'not-http'
  // an error that no rule knows; the raw error stands beside it
  | 'unknown';

/** The error as the system gave it. */
export interface RawError {
  readonly code?: string;
  readonly syscall?: string;
  readonly errno?: number;
  /** The message, redacted and bounded. */
  readonly reason?: string;
}

export interface ProbeResult {
  readonly probe: ProbeName;
  /** `127.0.0.1:8080`, `[::1]:8080`; for dns the name that was asked for. */
  readonly address: string;
  readonly class: ProbeClass;
  /** Time that each phase took, in ms: `lookup`, `connect`, `firstByte`, `total`… Only phases that were reached. */
  readonly phases: Readonly<Record<string, number>>;
  readonly error?: RawError;
  /** For http1. */
  readonly httpStatus?: number;
  /** What the target said (status line, first bytes), redacted and bounded. */
  readonly excerpt?: string;
  /** What asked: `Node v20.20.2, OpenSSL 3.0.17`. */
  readonly runtime: string;
  /** ISO 8601, UTC, ms. */
  readonly startedAt: string;
  /** A command line that asks the same again. */
  readonly replay: string;
}

/** A target as the user wrote it, taken apart. */
export interface ProbeTarget {
  readonly text: string;
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  /** Undefined for `HOST:PORT`: then tcp is the last rung. */
  readonly http?: { readonly path: string; readonly hostHeader: string };
}

/** The answer of `casebook probe` (DESIGN 5.4). */
export interface ProbeReport {
  readonly target: string;
  readonly results: readonly ProbeResult[];
  /** The last rung that held, as `tcp 127.0.0.1:8080`; null if none did. */
  readonly lastGood: string | null;
  /** The first rung that broke; null if none did. */
  readonly firstBad: string | null;
  /** A sentence that a tired person understands. */
  readonly conclusion: string;
}
