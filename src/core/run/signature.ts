/** Why an attempt failed, normalised: equal failures get equal ids on other ports, in other folders and at other times. */
import type { Sha256 } from '../ports.js';
import { durationArgument } from '../report/format.js';
import { bounded, clean } from '../report/untrusted.js';
import type { FailureSignature } from './events.js';
import { findFailure, lastLine } from './failure/find.js';
import { mask } from './failure/mask.js';
import { projectFrames } from './failure/project.js';
import type { Failure } from './failure/types.js';
import { unwrapped } from './failure/unwrapped.js';
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

/** Characters of a line that are looked at: it bounds what a pattern can cost on a line that someone made for it. */
const MAX_LINE = 500;

/** Frames, counted from the innermost in the project, that tell failures with the same message apart. */
const MAX_FRAMES = 3;

/** Characters of masked text that are hashed. Cut after masking, so that an id's length moves no cut. */
const MAX_MASKED = 1000;

/**
 * The signature of a failed attempt; undefined if the outcome is no failure.
 *
 * It is taken from the error that the output tells of (vitest, jest, node:test, bun, deno, Jasmine, uncaught errors of Node, pytest, tracebacks, go test, ginkgo,
 * panics of Rust, GoogleTest, .NET, Java), else from the last line that says something. Line numbers of frames are left out of the id: an edit above a failure does not make it another one.
 * @param output what the command printed, stdout and stderr in the order of arrival, or its last part; 64 KB are plenty.
 * Takes time in the order of its length.
 */
export function signatureOf(output: string, options: SignatureOptions): FailureSignature | undefined {
  const { outcome, cwd, sha256 } = options;
  if (!isFailure(outcome)) return undefined;
  const lines = unwrapped(clean(output).split('\n')).map((line) => (line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line));
  const failure = findFailure(lines);
  const said = failure ? withCauses(failure) : lastLine(lines);
  const ending = endingOf(options);
  const title = ending === undefined ? (said ?? `exit code ${options.exitCode ?? 'unknown'} without output`) : said === undefined ? ending : `${ending}: ${said}`;
  const frames = failure ? projectFrames(failure.frames, cwd).slice(0, MAX_FRAMES) : [];
  const masked = [mask(title, cwd).slice(0, MAX_MASKED), ...frames.map(({ file }) => (file.startsWith('/') ? mask(file, cwd) : file))].join('\n');
  const [location] = frames;
  return { id: sha256(masked).slice(0, 12), title: bounded(title, MAX_TITLE), ...(location ? { location } : {}) };
}

/** Without its cause, `fetch failed` says nothing. */
function withCauses({ title, causes }: Failure): string {
  const named = causes.slice(0, MAX_CAUSES).map((cause) => `caused by ${cause}`);
  return named.length === 0 ? title : [title.replace(/:$/, ''), ...named].join('; ');
}

/** Causes that go into a title: a refused connection has one per address family. */
const MAX_CAUSES = 2;

/** How an attempt ended that did not end by itself. */
function endingOf({ outcome, signal, timeoutMs }: SignatureOptions): string | undefined {
  if (outcome === 'timeout') return `timed out after ${durationArgument(timeoutMs)}`;
  if (outcome === 'crash') return signal === null ? 'crashed' : `killed by ${signal}`;
  return undefined;
}
