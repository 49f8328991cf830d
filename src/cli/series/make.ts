/** `casebook run` with an option that makes several runs of it. */
import { Refusal } from '../../core/refusal.js';
import type { RunRequest } from '../../node/run/header.js';
import type { Context } from '../context.js';
import type { ExitCode } from '../exitCode.js';
import { interleave } from './interleave.js';
import { matrix } from './matrix.js';

export interface SeriesOptions {
  readonly interleave?: string;
  readonly matrix?: string;
  readonly setup?: string;
  readonly json?: true;
}

/**
 * Makes the series that the options ask for; undefined if they ask for none.
 * @param request what a single run would be
 * @throws Refusal `usage` if they contradict each other
 */
export async function makeSeries(context: Context, request: RunRequest, options: SeriesOptions): Promise<ExitCode | undefined> {
  const json = options.json === true;
  if (options.setup !== undefined && options.interleave === undefined) throw new Refusal('usage', '--setup prepares the worktree of --interleave: add that, or leave it out.');
  if (options.interleave === undefined && options.matrix === undefined) return undefined;
  if (options.interleave !== undefined && options.matrix !== undefined) throw new Refusal('usage', '--interleave and --matrix are two questions: ask one after the other.');
  if (request.purpose === 'verify') throw new Refusal('usage', '--as verify makes one run: leave out --interleave and --matrix.');
  if (request.plan.warm !== undefined) throw new Refusal('usage', 'A series makes cold attempts, a process of its own for each: leave out --warm.');
  if (request.plan.untilFailures !== undefined || request.plan.forMs !== undefined) throw new Refusal('usage', 'A series makes equally many attempts in each of its parts: leave out --for and --until-…, and say how many with -n.');
  if (options.interleave !== undefined) return interleave(context, request, { revision: options.interleave, setup: options.setup, json });
  return matrix(context, request, { conditions: options.matrix ?? '', json });
}
