/** One target asked in many ways at once: over its addresses, protocols, with and without verification, by several clients. */
import type { ProbeClass, RawError } from '../types.js';

/** In the order in which a difference is looked for. */
export const AXES = ['client', 'address', 'verification', 'protocol'] as const;

export type Axis = (typeof AXES)[number];

/** The value of an axis that a client decides for itself, and that nobody sees. */
export const OWN = 'its own choice';

/** One way of asking. */
export interface MatrixCell {
  /** `socket` (a connection and no more), `node` (Node's clients, dialling the literal address), `node-default` (the same with the name, as programs do), `curl`, or a label of the user's. */
  readonly client: string;
  /** `127.0.0.1:80`, `[::1]:80`, or {@link OWN}. */
  readonly address: string;
  readonly verification: 'verify' | 'insecure' | 'none' | typeof OWN;
  readonly protocol: MatrixProtocol | typeof OWN;
  /** The target does not promise this protocol: that it is not spoken is no failure of the target. */
  readonly alternative: boolean;
}

export type MatrixProtocol = 'tcp' | 'tls' | 'http1' | 'http2' | 'h2c' | 'websocket' | 'grpc';

/** Whether a client that failed tried to connect at all. `unknown`: others connected meanwhile, the system does not count, a proxy may have been asked, or its deadline ended it. */
export type Attempted = 'yes' | 'no' | 'unknown';

export interface CellResult extends MatrixCell {
  readonly passed: boolean;
  readonly class: ProbeClass;
  /** From the first packet or the start of the client to the end, ms. */
  readonly totalMs: number;
  readonly httpStatus?: number;
  readonly error?: RawError;
  /** For clients of the user's that failed. */
  readonly attempted?: Attempted;
  /**
   * What tells that none was attempted: it did not come to a listener of our own that it was sent to (`listener`; others began connections meanwhile, so that it
   * may have gone elsewhere), nobody began a connection while it ran (`count`), or both.
   */
  readonly witness?: 'listener' | 'count' | 'both';
  /** For curl: whom it connected to in place of the target, as `127.0.0.1:3128`. */
  readonly via?: string;
  /** What the client said, redacted and bounded. */
  readonly excerpt?: string;
  /** A POSIX shell command line that asks the same again; never holds a secret. */
  readonly replay: string;
}

/** Values of axes that a cell must have. */
export type Where = Readonly<Partial<Record<Axis, string>>>;

export interface Difference {
  /** Each names cells that fail (or pass, as `outcome` says); together they name all of them, and no other. */
  readonly rules: readonly { readonly where: Where; readonly cells: number; readonly classes: readonly ProbeClass[] }[];
  readonly outcome: 'fail' | 'pass';
  /** A cell that passes and one that fails, as alike as there are any; indices into the cells. */
  readonly pair: { readonly pass: number; readonly fail: number; readonly differs: readonly Axis[] };
}

/** Variables, redacted, that these clients had in their environment and the others had not, or do not obey. */
export interface ClientEnvironment {
  readonly clients: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** The answer of `casebook probe --matrix`. */
export interface MatrixReport {
  /** The target's `text`. */
  readonly target: string;
  readonly cells: readonly CellResult[];
  /** Null where all cells pass, or all fail. */
  readonly difference: Difference | null;
  readonly environment: readonly ClientEnvironment[];
  readonly conclusion: string;
}
