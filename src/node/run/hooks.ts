/** The commands before and after each attempt (`--before`, `--after`): they clean up, and their output stands in the attempt's log. */
import { runHelper, type HelperContext, type HelperEnd } from '../process/helper.js';
import { ATTEMPT_VARIABLE } from '../process/tag.js';
import type { AttemptLog } from './attemptLog.js';
import { unsafeStart } from './redactBytes.js';

/** Of what such a command prints, so much of the end is in the log, bytes. */
const MAX_OUTPUT = 256 * 1024;

export interface Hook {
  readonly name: 'before' | 'after';
  /** Command line for the shell. */
  readonly line: string;
  readonly attempt: number;
  /** That of the attempt. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly graceMs: number;
}

/**
 * Runs it in a process group of its own, and ends what it leaves.
 * @returns what went wrong, as a sentence; `aborted` if the signal ended it; undefined if it exited with 0
 */
export async function runHook(context: HelperContext, hook: Hook, log: AttemptLog, signal: AbortSignal): Promise<string | undefined> {
  const { name, line, attempt, env, timeoutMs, graceMs } = hook;
  const end = await runHelper(context, { line, env, mark: { variable: ATTEMPT_VARIABLE, value: String(attempt) }, timeoutMs, graceMs, maxBytes: MAX_OUTPUT }, signal);
  const how = howEnded(end, timeoutMs);
  log.note(Buffer.concat([Buffer.from(`[casebook: --${name}: ${line.replaceAll('\n', ' ')}]\n`), outputOf(end), Buffer.from(`[casebook: --${name} ${how}]\n`)]));
  if (end.ended === 'aborted') return 'aborted';
  if (end.ended === 'exited' && end.exitCode === 0) return undefined;
  return `The command of --${name} ${how}.${end.problem === undefined ? '' : ` ${end.problem}`}`;
}

function howEnded({ ended, exitCode, signal, leftBehind }: HelperEnd, timeoutMs: number): string {
  if (ended === 'timeout') return `was ended since it took longer than ${timeoutMs} ms`;
  if (ended === 'aborted') return 'was ended with the run';
  if (ended === 'not-started') return 'could not be started';
  const left = leftBehind === 0 ? '' : `, and ${leftBehind} ${leftBehind === 1 ? 'process' : 'processes'} that it left ${leftBehind === 1 ? 'was' : 'were'} ended`;
  return `${signal === null ? `exited with ${exitCode}` : `was ended by ${signal}`}${left}`;
}

/** Whole lines. */
function outputOf({ output, dropped }: HelperEnd): Buffer {
  if (output.length === 0) return output;
  const shown = dropped > 0 ? output.subarray(unsafeStart(output)) : output;
  const note = dropped > 0 ? `[casebook: ${dropped + output.length - shown.length} bytes of output left out here]\n` : '';
  return Buffer.concat([Buffer.from(note), shown, Buffer.from(shown.at(-1) === 0x0a ? '' : '\n')]);
}

/** Aborted `ms` after `signal` is, and at once with `now`: for what may still clean up when the run is being ended. To be closed. */
export function gracedSignal(signal: AbortSignal, ms: number, now: AbortSignal): { readonly signal: AbortSignal; close(): void } {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => void (timer = setTimeout(() => controller.abort(), ms));
  const atOnce = (): void => controller.abort();
  signal.addEventListener('abort', later, { once: true });
  now.addEventListener('abort', atOnce, { once: true });
  if (signal.aborted) later();
  if (now.aborted) atOnce();
  return {
    signal: controller.signal,
    close: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', later);
      now.removeEventListener('abort', atOnce);
    },
  };
}
