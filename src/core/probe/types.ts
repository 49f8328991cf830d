/** One question to a target, and its classified answer. */

/**
 * The probes that exist, in layer order. A new one is added here, in `src/core/probe/ladder.ts` and in `src/node/probe/registry.ts`.
 * `environment` and `listener` say what else is so: they neither hold nor break.
 */
export const PROBE_NAMES = ['environment', 'dns', 'listener', 'tcp', 'tls', 'alpn', 'http1', 'http2', 'h2c', 'websocket', 'grpc', 'process', 'file', 'command'] as const;

export type ProbeName = (typeof PROBE_NAMES)[number];

/**
 * What an answer means. `up` and `unhealthy` (an HTTP 5xx, a gRPC service that does not serve) are answers of the target's own software;
 * the others name where it broke off. DESIGN 5.4: per rung; what several rungs mean together stands in the conclusion.
 */
export const PROBE_CLASSES = [
  'up',
  'unhealthy',
  // environment: variables are set that make a client behave otherwise
  'set',
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
  // tls, and every probe over it
  'expired',
  'not-yet-valid',
  'self-signed',
  'untrusted',
  'hostname',
  'plaintext-peer',
  'version',
  'client-cert-required',
  'handshake-refused',
  // alpn, and every probe that needs one protocol
  'alpn',
  // http1, and every exchange
  'reset',
  'eof',
  'truncated',
  'not-http',
  // http2, h2c
  'wrong-protocol',
  'goaway',
  'stream-reset',
  // websocket
  'not-101',
  'closed',
  'pong-missing',
  'not-websocket',
  // grpc
  'not-grpc',
  'unknown-service',
  'unimplemented',
  'unauthorised',
  // process, file, listener
  'absent',
  'restarted',
  'forbidden',
  'growing',
  // command
  'exit',
  'signal',
  'not-started',
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
  /** `127.0.0.1:8080`, `[::1]:8080`; for dns the name that was asked for, for process, file and command what was asked about. */
  readonly address: string;
  readonly class: ProbeClass;
  /**
   * Time that each phase took, in ms; only phases that were reached. dns: `lookup`. tcp: `connect`, `total`. Over TLS also `tls` (the handshake).
   * http1: `connect`, `firstByte` (from the connection to the first byte of the answer; absent if none came), `total`.
   * http2, h2c, grpc: `settings` (from the connection to the peer's SETTINGS frame). websocket: `upgrade`, `pong`.
   * `interim`: a 1xx answer came. `total` is the time until the answer or the failure.
   */
  readonly phases: Readonly<Record<string, number>>;
  readonly error?: RawError;
  /** Of what speaks HTTP, websocket and gRPC included. */
  readonly httpStatus?: number;
  /** For alpn: the protocol that the server chose; empty if it chose none. */
  readonly alpn?: string;
  /** For grpc: the status of the call. */
  readonly grpcStatus?: number;
  /** The rung above the protocol that the answer withholds: credentials are wanted, or it has nothing to say to what was asked. */
  readonly withheld?: 'authorisation' | 'meaning';
  /** How a certificate was judged, if not as Node does: `none` without a verdict, `file` by the certificates of a given file. Over TLS only. */
  readonly trust?: 'none' | 'file';
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

/** What is spoken at a port: the scheme of a target's URL; `tcp` for `HOST:PORT`. */
export const SCHEMES = ['tcp', 'tls', 'http', 'https', 'h2c', 'ws', 'wss', 'grpc', 'grpcs'] as const;

export type Scheme = (typeof SCHEMES)[number];

/** Spoken over TLS. */
export const SECURE_SCHEMES: readonly Scheme[] = ['https', 'wss', 'grpcs', 'tls'];

/** A TCP port of a host, and what is spoken there. */
export interface EndpointTarget {
  readonly kind: 'endpoint';
  /** As the user wrote it, without userinfo, redacted. */
  readonly text: string;
  readonly scheme: Scheme;
  /** A name in ASCII or a literal address, without brackets. */
  readonly host: string;
  /** `host` is an address of this family; undefined for a name, which has to be resolved. */
  readonly literal?: 4 | 6;
  /** 1 to 65535. */
  readonly port: number;
  /** For every scheme but `tcp` and `tls`. For `grpc` and `grpcs` the path names the service whose health is asked for: `/` is the whole server. */
  readonly http?: HttpTarget;
}

/** Processes of this machine: all of a name, or the one with a number, that started at a certain time if that was given. */
export interface ProcessTarget {
  readonly kind: 'process';
  readonly text: string;
  readonly name?: string;
  readonly pid?: number;
  /** As the system counts it; from the replay of an earlier probe. */
  readonly startTime?: string;
}

export interface FileTarget {
  readonly kind: 'file';
  readonly text: string;
  /** As written: relative to where the user stands, or absolute. */
  readonly path: string;
}

/** The target word that is followed by a command: `casebook probe cmd -- WORDS`. */
export const COMMAND_WORD = 'cmd';

/** A command that tells by its exit code. It comes from the words of a command line only, never out of one text: no file can bring one. */
export interface CommandTarget {
  readonly kind: 'command';
  readonly text: string;
  readonly words: readonly string[];
}

/** A target as the user wrote it, taken apart. */
export type ProbeTarget = EndpointTarget | ProcessTarget | FileTarget | CommandTarget;

/** The answer of `casebook probe` (DESIGN 5.4). */
export interface ProbeReport {
  /** The target's `text`. */
  readonly target: string;
  readonly results: readonly ProbeResult[];
  /** The last rung that held below the one that broke, as `tcp 127.0.0.1:8080`, or of all of them; null if none did. */
  readonly lastGood: string | null;
  /** The first rung that broke; null if none did: then nothing wrong was found. */
  readonly firstBad: string | null;
  /** A sentence that a tired person understands. */
  readonly conclusion: string;
}
