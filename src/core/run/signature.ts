/** Why an attempt failed, normalised: equal failures get equal ids on other ports, in other folders and at other times. */
import type { Sha256 } from '../ports.js';
import { bounded, clean } from '../report/untrusted.js';
import type { FailureSignature } from './events.js';
import { isFailure, type Outcome } from './outcome.js';

export interface SignatureOptions {
  /** Absolute path of the folder in which the command ran: what lies inside is the project. */
  readonly cwd: string;
  readonly sha256: Sha256;
  readonly outcome: Outcome;
  readonly exitCode: number | null;
  /** Name of the signal that ended the attempt, e.g. `SIGSEGV`. */
  readonly signal: string | null;
  /** The plan's timeout, ms; named in the title of an attempt that timed out. */
  readonly timeoutMs: number;
}

/** Characters of a title. */
const MAX_TITLE = 200;

/**
 * The signature of a failed attempt; undefined if the outcome is no failure.
 * @param output what the command printed, stdout and stderr in the order of arrival, or the last part of it; 64 KB are plenty.
 * Takes time in the order of its length.
 */
export function signatureOf(output: string, options: SignatureOptions): FailureSignature | undefined {
  const { outcome, sha256 } = options;
  if (!isFailure(outcome)) return undefined;
  const lines = clean(output).split('\n');
  const title = bounded(lines.findLast((line) => line.trim() !== '')?.trim() ?? `exit code ${options.exitCode ?? 0} without output`, MAX_TITLE);
  return { id: sha256(title).slice(0, 12), title };
}
