/** What a text of an error says, decoded. */
import type { Reading } from './errno/tables.js';

/** Who spelt the error. */
export const DIALECTS = ['errno', 'node', 'dotnet', 'go', 'java', 'python', 'rust', 'curl', 'openssl', 'grpc', 'system'] as const;

export type Dialect = (typeof DIALECTS)[number];

/** What settles whether an explanation holds: `endpoint` a probe, `client` a matrix with the user's own client, `ready` a wait, `machine` a snapshot. */
export type Question = 'endpoint' | 'client' | 'tls' | 'dns' | 'listener' | 'file' | 'ready' | 'grpc' | 'machine';

/** A way in which things fail, whoever spells it. */
export interface Failure {
  readonly title: string;
  /** What it means: sentences. */
  readonly means: string;
  /** What is often concluded from it, and does not follow: sentences. */
  readonly meansNot: string;
  /** What settles it, the best first. */
  readonly settledBy: readonly Question[];
}

/** One error of a text. */
export interface Explanation {
  /** As it stands in the text, on one line, bounded, redacted. */
  readonly spelling: string;
  /** 1-based line of its first appearance, and how often it appears. */
  readonly line: number;
  readonly times: number;
  readonly dialect: Dialect;
  /** `ECONNREFUSED`, `CURLE_COULDNT_CONNECT`, `UNAVAILABLE`; absent where the words have no name. */
  readonly name?: string;
  /** What a number means on each system that has it; more than one name among them: it is ambiguous. */
  readonly readings?: readonly Reading[];
  readonly ambiguous: boolean;
  /** One for each different meaning. */
  readonly failures: readonly (Failure & { readonly id: string; /** Systems on which the number means this; absent where all that have it agree. */ readonly on?: readonly string[] })[];
  /** What is particular to this spelling: a sentence. */
  readonly note?: string;
  /** Command lines for a POSIX shell; words in capitals are the user's to fill in. */
  readonly probes: readonly string[];
}
