/** `casebook run --matrix CONDITIONS`: the same command under several conditions, in rounds, to see which one makes it fail. */
import path from 'node:path';
import { parseConditions, type Condition } from '../../core/prove/conditions.js';
import { matrixOf, type Matrix } from '../../core/prove/matrix.js';
import { Refusal } from '../../core/refusal.js';
import { boundPercent, percent, pValue } from '../../core/report/format.js';
import { clean } from '../../core/report/untrusted.js';
import { newRunId } from '../../core/run/id.js';
import { soughtFailures } from '../../core/run/evidence.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { Burners } from '../../node/prove/burners.js';
import { runInTurns, type Part } from '../../node/prove/turns.js';
import { runFolder } from '../../node/run/folders.js';
import type { RunRequest } from '../../node/run/header.js';
import type { Context } from '../context.js';
import { EXIT, gravest, type ExitCode } from '../exitCode.js';
import { table } from '../table.js';
import { writeBack } from '../writeBack.js';
import { controlOf, endOf, seedOf, showTurns } from './series.js';

export interface MatrixOptions {
  /** As on the command line: `isolated,parallel:4`. */
  readonly conditions: string;
  readonly json: boolean;
}

/** @param request what a single run would be; its id is that of the first condition, and of the series */
export async function matrix(context: Context, request: RunRequest, { conditions: text, json }: MatrixOptions): Promise<ExitCode> {
  const conditions = parseConditions(text);
  if (typeof conditions === 'string') throw new Refusal('usage', conditions);
  if (request.plan.jobs !== 1) throw new Refusal('usage', 'A matrix says itself how many attempts run at a time: leave out --jobs, and write parallel:4.');
  const burners = conditions.some(({ kind }) => kind === 'loaded') ? new Burners() : undefined;
  try {
    const parts = partsOf(context, request, conditions, burners);
    const evidence = await runInTurns(parts, parts[0]?.request.plan.shuffleSeed ?? 0, context.signal, showTurns(context, parts, conditions.map(({ label }) => label), json));
    const result = matrixOf(evidence.map((one) => ({ label: one.run.series?.label ?? '', evidence: one })));
    tell(context, request, result, json);
    const ends = gravest(...evidence.map(endOf), evidence.some(({ failures }) => failures > 0) ? EXIT.found : EXIT.ok);
    const nothing = evidence.some(({ counted }) => counted === 0);
    return request.workItem === undefined || nothing ? ends : gravest(ends, await writeBack(context, request.root, request.id, request.workItem));
  } finally {
    await burners?.end();
  }
}

/** Turns of all conditions have the same number of attempts, that of the most at a time: so every turn of `parallel:4` is full, and all end with equally many. */
function partsOf(context: Context, request: RunRequest, conditions: readonly Condition[], burners: Burners | undefined): Part[] {
  const perTurn = Math.max(...conditions.map(({ jobs }) => jobs));
  const attempts = Math.ceil(request.plan.attempts / perTurn) * perTurn;
  const seed = seedOf(request.plan);
  const now = systemClock.now();
  // A millisecond apart, so that no two are named alike and they list in the order of the conditions.
  const ids = conditions.map((_, index) => (index === 0 ? request.id : newRunId(now + index, randomBytes)));
  return conditions.map(({ kind, label, jobs }, index) => ({
    request: {
      ...request,
      id: ids[index] ?? request.id,
      plan: { ...request.plan, attempts, jobs, shuffleSeed: seed, ...(kind !== 'shuffled' && { sameSeed: true as const }) },
      series: { kind: 'matrix', id: request.id, label },
    },
    perTurn,
    control: controlOf(context, { root: request.root, id: ids[index] ?? request.id }),
    ...(kind === 'loaded' && burners && { enter: () => burners.burn(), leave: () => burners.rest() }),
  }));
}

function tell({ out, cwd }: Context, { root, id }: RunRequest, { rows, sentence, separates }: Matrix, json: boolean): void {
  if (json) {
    const told = rows.map(({ label, evidence, evidence: { run, counted, verdict: { rate, low, high }, groups }, pValue: p }) => ({
      condition: label, run: run.id, n: counted, failures: soughtFailures(evidence), rate, low, high, pValue: p, signatures: groups.map(({ signature, count }) => ({ id: signature.id, title: signature.title, count })), ledger: runFolder(root, run.id),
    }));
    out.write(`${JSON.stringify({ series: id, sentence, separates: separates ?? null, conditions: told })}\n`);
    return;
  }
  out.write(`${sentence}\n`);
  const lines = rows.map(({ label, evidence, evidence: { counted, verdict: { low, high } }, pValue: p }) => [
    label, `${soughtFailures(evidence)} of ${counted} failed`, low === null || high === null ? '' : soughtFailures(evidence) === 0 ? `at most ${boundPercent(high)}` : `${percent(low)} – ${percent(high)}`, p === null ? '' : pValue(p),
  ]);
  out.write(table(lines));
  for (const { label, evidence } of rows) for (const { signature, count } of evidence.groups) out.write(`  ${label}: ${count} x ${clean(signature.title)}\n`);
  out.write(`Ledger: ${path.relative(cwd, runFolder(root, id))} and of the other conditions beside it\n`);
}
