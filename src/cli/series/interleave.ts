/** `casebook run --interleave REV`: attempts alternate between the working tree and another revision, to tell an old failure from a new one. */
import path from 'node:path';
import { failureOrigin } from '../../core/prove/preExisting.js';
import { newRunId } from '../../core/run/id.js';
import { soughtFailures, type RunEvidence } from '../../core/run/evidence.js';
import { clean } from '../../core/report/untrusted.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { commitOf } from '../../node/prove/repository.js';
import { mustSetUp } from '../../node/prove/setup.js';
import { runInTurns } from '../../node/prove/turns.js';
import { assertRelative, makeWorktree } from '../../node/prove/worktree.js';
import { runFolder } from '../../node/run/folders.js';
import type { RunRequest } from '../../node/run/header.js';
import type { Context } from '../context.js';
import { EXIT, gravest, type ExitCode } from '../exitCode.js';
import { writeBack } from '../writeBack.js';
import { controlOf, endOf, seedOf, showTurns } from './series.js';

export interface InterleaveOptions {
  readonly revision: string;
  /** Shell line that prepares the worktree. */
  readonly setup: string | undefined;
  readonly json: boolean;
}

/** @param request the run on the working tree */
export async function interleave(context: Context, request: RunRequest, { revision, setup, json }: InterleaveOptions): Promise<ExitCode> {
  const { root, plan, cwd } = request;
  const commit = await commitOf(revision, cwd, context.signal);
  const worktree = await makeWorktree(cwd, commit, context.signal);
  try {
    assertRelative(request.command, worktree);
    await mustSetUp(worktree, setup, context.signal);
    const other = newRunId(systemClock.now(), randomBytes);
    const both = { ...request, plan: { ...plan, shuffleSeed: seedOf(plan) } };
    // The evidence is written once, with the run on the working tree.
    const { workItem, ...alone } = both;
    const parts = [
      { request: { ...alone, id: other, cwd: worktree.cwd, series: { kind: 'interleave' as const, id: other, label: revision.slice(0, 200) } }, perTurn: plan.jobs, control: controlOf(context, { root, id: other }) },
      { request: { ...both, baseline: other, series: { kind: 'interleave' as const, id: other, label: 'working tree' } }, perTurn: plan.jobs, control: controlOf(context, request) },
    ];
    const [before, after] = await runInTurns(parts, both.plan.shuffleSeed, context.signal, showTurns(context, parts, ['before', 'after'], json));
    if (!before || !after) throw new Error('A run is missing.');
    tell(context, root, before, after, json);
    const ends = gravest(endOf(before), endOf(after), after.failures > 0 ? EXIT.found : EXIT.ok);
    const nothing = before.counted === 0 || after.counted === 0;
    return workItem === undefined || nothing ? ends : gravest(ends, await writeBack(context, root, request.id, workItem));
  } finally {
    await worktree.remove();
  }
}

function tell({ out, cwd }: Context, root: string, before: RunEvidence, after: RunEvidence, json: boolean): void {
  const { kind, sentence, pValue } = failureOrigin(before, after);
  if (json) {
    out.write(`${JSON.stringify({ series: before.run.id, kind, sentence, pValue, before: side(root, before), after: side(root, after) })}\n`);
    return;
  }
  out.write(`${sentence}\n`);
  const earlier = new Set(before.groups.map(({ signature }) => signature.id));
  for (const { signature, count } of after.groups) out.write(`  ${count} x ${clean(signature.title)}${earlier.has(signature.id) ? '' : ' (only with your change)'}\n`);
  out.write(`Ledgers: ${[before, after].map(({ run }) => path.relative(cwd, runFolder(root, run.id))).join(' and ')}\n`);
}

function side(root: string, evidence: RunEvidence): object {
  const { run, counted, verdict: { rate, low, high } } = evidence;
  return { run: run.id, source: run.series?.label, commit: run.git?.commit ?? null, n: counted, failures: soughtFailures(evidence), rate, low, high, ledger: runFolder(root, run.id) };
}
