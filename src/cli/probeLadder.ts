/** The ladder of `casebook probe`: told rung by rung, or as JSON at its end. Loads no work items: it takes less time than they do. */
import { holds, probeReport } from '../core/probe/ladder.js';
import type { ProbeReport, ProbeResult, ProbeTarget } from '../core/probe/types.js';
import { probeTarget } from '../node/probe/probeTarget.js';
import type { Trust } from '../node/probe/question.js';
import type { Context } from './context.js';
import { conclusionLines, rungLines } from './probeLines.js';

/** What is asked, and how. */
export interface LadderRequest {
  readonly target: ProbeTarget;
  readonly timeoutMs: number;
  readonly trust: Trust;
  readonly cwd: string;
  /** Tells nothing: who called writes the report. */
  readonly quiet: boolean;
}

export async function climb({ env, out, signal }: Context, { target, timeoutMs, trust, cwd, quiet }: LadderRequest): Promise<{ readonly report: ProbeReport; readonly ok: boolean }> {
  const results: ProbeResult[] = [];
  for await (const result of probeTarget(target, { timeoutMs, trust, environment: env, cwd }, signal)) {
    results.push(result);
    if (!quiet) out.write(rungLines(result));
  }
  const report = probeReport(target, results, timeoutMs);
  if (!quiet) out.write(conclusionLines(report));
  return { report, ok: results.every(holds) && results.length > 0 };
}
