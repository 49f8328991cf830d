/** What the command line does with a run that is to prove a fix: ends it when it is hopeless, says what it proves, and writes that into the work item. */
import path from 'node:path';
import { withEarlier } from '../core/prove/earlier.js';
import type { Proof, ProofFold } from '../core/prove/proof.js';
import { durationChange, fisherOf, proofText } from '../core/prove/sentence.js';
import { proofSummary } from '../core/prove/summary.js';
import { pValue } from '../core/report/format.js';
import { clean, plain } from '../core/report/untrusted.js';
import type { EndReason, RunEvent, RunHeader } from '../core/run/events.js';
import { markPending } from '../node/evidence/runEvidence.js';
import { earlierFailures } from '../node/prove/earlierFailures.js';
import type { RunControl } from '../node/run/control.js';
import { runFolder } from '../node/run/folders.js';
import type { RunnerOptions } from '../node/run/runner.js';
import type { Context } from './context.js';
import { EXIT, gravest, type ExitCode } from './exitCode.js';
import { follow } from './follow.js';
import { writeBack } from './writeBack.js';

/** The run feeds the fold, and ends when that knows. */
export function provingOptions(fold: ProofFold, control: RunControl): Pick<RunnerOptions, 'shouldStop' | 'isMadeUpFor' | 'onRecord'> {
  return {
    shouldStop: () => control.shouldStop() ?? (fold.isHopeless() ? 'decided' : undefined),
    isMadeUpFor: (record) => fold.saysNothing(record),
    onRecord: (record) => fold.add(record),
  };
}

interface Proving {
  readonly root: string;
  /** Of the run that is made. */
  readonly id: string;
  readonly workItem: string | undefined;
}

interface Telling {
  readonly json: boolean;
  /** The evidence is the editor's to write. */
  readonly handOver: boolean;
}

/** Follows the run to its end and concludes it. @returns the exit code of `verify` */
export async function concludeProof(context: Context, { root, id, workItem }: Proving, events: AsyncIterable<RunEvent>, fold: ProofFold, { json, handOver }: Telling): Promise<ExitCode> {
  const { run, result } = await follow(context, events, json);
  const proof = withEarlier(fold.proof(), await earlierFailures(root, run));
  const lost = result?.ledgerLost === true;
  if (result?.message !== undefined) context.err.write(`casebook: ${plain(result.message)}\n`);
  tellProof(context, proof, run, lost ? null : runFolder(root, id), json);
  // Cancelled before anything was measured: that needs no block.
  const nothing = result?.reason === 'cancelled' && proof.n === 0;
  const written = workItem === undefined || lost || nothing ? EXIT.ok : handOver ? await leaveToEditor(root, id, workItem) : await writeBack(context, root, id, workItem);
  return gravest(written, (result && ENDS[result.reason]) ?? EXIT.ok, proof.kind === 'proven' ? EXIT.ok : EXIT.found);
}

const ENDS: Partial<Record<EndReason, ExitCode>> = { cancelled: EXIT.cancelled, interrupted: EXIT.cancelled, error: EXIT.unable };

async function leaveToEditor(root: string, id: string, workItem: string): Promise<ExitCode> {
  await markPending(root, id, workItem);
  return EXIT.ok;
}

/** @param run undefined where none was made, since nothing could be proven; so is `ledger` null */
export function tellProof({ out, cwd }: Context, proof: Proof, run: RunHeader | undefined, ledger: string | null, json: boolean): void {
  if (json) {
    out.write(`${JSON.stringify(proofSummary(proof, run, ledger))}\n`);
    return;
  }
  const { headline, remarks } = proofText(proof, run);
  out.write(`${[headline, ...remarks].join(' ')}\n`);
  for (const { signature, count, firstAttempt } of proof.newFailures) out.write(`  new: ${count} x ${clean(signature.title)} (first in attempt ${firstAttempt})\n`);
  for (const name of proof.retriedTests) out.write(`  tried again: ${clean(name)}\n`);
  const p = fisherOf(proof);
  if (p !== null) out.write(`Fisher's exact test, one-sided, as a description: ${pValue(p)}.\n`);
  const change = durationChange(proof);
  if (change !== undefined) out.write(`${change.sentence}\n`);
  if (ledger !== null) out.write(`Ledger: ${path.relative(cwd, ledger)}\n`);
}
