/** Whether a run's ledger still holds what its result promises. A run of which lines are missing must not read as one that was measured whole. */
import { counted } from '../report/format.js';
import type { RunHeader, RunResult } from './events.js';

/** What was read of a run that ended. */
export interface ReadBack {
  readonly run: Pick<RunHeader, 'plan'>;
  /** Different attempts. */
  readonly attempts: number;
  readonly failures: number;
  /** What was wrong in the list of attempts, a sentence each. */
  readonly problems?: readonly string[];
}

/** Problems that are told one by one. */
const TOLD = 3;

/** The result, or `damaged` with what is wrong in its place. */
export function borneOut(result: RunResult, { run, attempts, failures, problems = [] }: ReadBack): RunResult {
  if (result.reason === 'damaged') return result;
  const wrong = [missing(result, run.plan.forMs === undefined ? run.plan.attempts : attempts, attempts, failures), ...problems.slice(0, TOLD), more(problems.length - TOLD)].filter((sentence) => sentence !== undefined);
  if (wrong.length === 0) return result;
  return { ...result, reason: 'damaged', message: [...wrong, 'Restore the ledger from a copy, or run again.'].join(' ') };
}

/** @param planned attempts of a run that completed; with a bounded time as many as there are */
function missing({ reason, attempts: promised }: RunResult, planned: number, attempts: number, failures: number): string | undefined {
  const whole = promised ?? (reason === 'completed' ? planned : attempts);
  if (attempts < whole) return `${whole - attempts} of ${counted(whole, 'attempt')} ${whole - attempts === 1 ? 'is' : 'are'} missing.`;
  if (reason === 'first-failure' && failures === 0) return 'The failure that ended the run is missing.';
  return undefined;
}

function more(count: number): string | undefined {
  return count > 0 ? `${counted(count, 'more line')} cannot be read.` : undefined;
}
