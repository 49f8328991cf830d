/** The error that says why, out of what a host threw. */
import { bounded, clean } from '../report/untrusted.js';
import type { RawError } from './types.js';

/** Far deeper than any real chain; ends a chain that leads back into itself. */
const MAX_DEPTH = 8;

const REASON_LENGTH = 300;

/**
 * The raw fields of an error. An AggregateError (several addresses tried in turn) has an empty message and is walked through
 * `.errors`, a wrapper through `.cause`: the first error with a code counts, else the outermost one.
 */
export function rawError(thrown: unknown): RawError {
  return fields(withCode(thrown, 0) ?? thrown);
}

function withCode(thrown: unknown, depth: number): object | undefined {
  if (typeof thrown !== 'object' || thrown === null || depth > MAX_DEPTH) return undefined;
  // The parts come first: an AggregateError carries the code of its first part, but neither its syscall nor its message.
  const parts: unknown[] = 'errors' in thrown && Array.isArray(thrown.errors) ? thrown.errors : [];
  for (const part of [...parts, 'cause' in thrown && !hasSystemCode(thrown) ? thrown.cause : undefined]) {
    const found = withCode(part, depth + 1);
    if (found) return found;
  }
  return codeOf(thrown) === undefined ? undefined : thrown;
}

/** `ERR_…` are Node's own: such an error can hide the system's in its cause (ERR_HTTP2_STREAM_CANCEL). */
function hasSystemCode(thrown: object): boolean {
  return codeOf(thrown)?.startsWith('ERR_') === false;
}

function codeOf(thrown: object): string | undefined {
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

function fields(thrown: unknown): RawError {
  if (typeof thrown !== 'object' || thrown === null) return { reason: reasonOf(String(thrown)) };
  const { code, syscall, errno, message } = thrown as Record<string, unknown>;
  return {
    ...(typeof code === 'string' && { code: reasonOf(code) }),
    ...(typeof syscall === 'string' && { syscall: reasonOf(syscall) }),
    ...(typeof errno === 'number' && { errno }),
    ...(typeof message === 'string' && message !== '' && { reason: reasonOf(message) }),
  };
}

function reasonOf(text: string): string {
  return bounded(clean(text), REASON_LENGTH);
}
