/** One question to a target, and its classified answer. */

/** The probes that exist, in layer order. A new one is added here, in `src/core/probe/ladder.ts` and in `src/node/probe/registry.ts`. */
export const PROBE_NAMES = ['dns', 'tcp', 'http1'] as const;

export type ProbeName = (typeof PROBE_NAMES)[number];

/**
 * What an answer means. `up` and `unhealthy` (an HTTP 5xx) are answers of the target's own software;
 * the others name where it broke off. DESIGN 5.4: per rung; what several rungs mean together stands in the conclusion.
 */
export const PROBE_CLASSES = [
  'up',
  'unhealthy',
  // dns
  'nxdomain',
  'no-data',
  'try-again',
  'resolver-down',
  'resolver-timeout',
  // tcp, and every probe above it
  'refused',
  'reset-at-accept',
  'unreachable',
  'timeout',
  'local-policy',
  // http1
  'reset',
  'eof',
  'truncated',
  'not-http',
  // an error that no rule knows; the raw error stands beside it
  'unknown',
] as const;

export type ProbeClass = (typeof PROBE_CLASSES)[number];

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
  /**
   * Time that each phase took, in ms; only phases that were reached. dns: `lookup`. tcp: `connect`, `total`.
   * http1: `connect`, `firstByte` (from the connection to the first byte of the answer; absent if none came), `total`.
   * `total` is the time until the answer or the failure.
   */
  readonly phases: Readonly<Record<string, number>>;
  readonly error?: RawError;
  /** For http1. */
  readonly httpStatus?: number;
  /** What the target said (status line, first bytes; for dns what each resolver gave), redacted and bounded. */
  readonly excerpt?: string;
  /** What asked: `Node v20.20.2, OpenSSL 3.0.17`. */
  readonly runtime: string;
  /** ISO 8601, UTC, ms. */
  readonly startedAt: string;
  /** A POSIX shell command line that asks the same again; never holds a secret. */
  readonly replay: string;
}

/** What the URL of a target says beyond host and port. */
export interface HttpTarget {
  /** Path and query, as it goes onto the wire. It may hold a secret: redact it before it is shown. */
  readonly path: string;
  /** `host` or `host:port`, brackets included. */
  readonly hostHeader: string;
  /** The URL held a user name or password. They are dropped while the target is parsed, and never sent. */
  readonly userinfoDropped: boolean;
}

/** A TCP port of a host, and what is spoken there. */
export interface EndpointTarget {
  readonly kind: 'endpoint';
  /** As the user wrote it, without userinfo, redacted. */
  readonly text: string;
  /** `tcp` for `HOST:PORT`: then tcp is the last rung. */
  readonly scheme: 'tcp' | 'http' | 'https';
  /** A name in ASCII or a literal address, without brackets. */
  readonly host: string;
  /** `host` is an address of this family; undefined for a name, which has to be resolved. */
  readonly literal?: 4 | 6;
  /** 1 to 65535. */
  readonly port: number;
  /** For `http` and `https`. */
  readonly http?: HttpTarget;
}

/** A target as the user wrote it, taken apart. Processes, files and commands join as further kinds. */
export type ProbeTarget = EndpointTarget;

/** The answer of `casebook probe` (DESIGN 5.4). */
export interface ProbeReport {
  /** The target's `text`. */
  readonly target: string;
  readonly results: readonly ProbeResult[];
  /** The last rung that held, as `tcp 127.0.0.1:8080`; null if none did. */
  readonly lastGood: string | null;
  /** The first rung that broke (its class is not `up`); null if none did: then nothing wrong was found. */
  readonly firstBad: string | null;
  /** A sentence that a tired person understands. */
  readonly conclusion: string;
}
