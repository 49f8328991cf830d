/** Runs the probe that a hypothesis names, and writes into the work item what was measured and what that makes of the hypothesis. */
import * as vscode from 'vscode';
import type { NamedProbe } from '../../core/probe/namedProbe.js';
import { openDocument } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, workItemRefOf, type WorkItemRef } from '../adapters/references.js';
import { requireTrust } from '../adapters/trust.js';
import { measuring } from '../runs/measuring.js';
import { probeInProcess, recordProbe } from '../runs/probe.js';
import type { Services } from '../services.js';
import { numberOf, textOf } from './arguments.js';
import { placeOf } from './place.js';
import { shownTarget } from './probeEndpoint.js';
import { tellProbe } from './tellProbe.js';

/** The lens gives which hypothesis is meant; what is asked is read from the text as it is now. */
interface Meant {
  readonly number: number;
  readonly statement: string;
}

/** Takes `{ root, workItem, number, statement }`. Gives what became of the hypothesis. */
export async function probeHypothesis(services: Services, argument: unknown): Promise<string | undefined> {
  await requireTrust(vscode.l10n.t('The probe of a hypothesis'));
  const ref = await workItemRefOf(argument);
  const number = numberOf(argument, 'number');
  const statement = textOf(argument, 'statement');
  const place = ref && (await placeOf(ref));
  if (!ref || number === undefined || statement === undefined || !place) return undefined;
  const engine = await loadEngine();
  const { target, timeoutMs, insecure, expected } = await namedNow(ref, { number, statement });
  const startedAt = new Date().toISOString();
  const request = { target, cwd: place.cwd, insecure, ...(timeoutMs !== undefined && { timeoutMs }) };
  const report = await measuring(services, vscode.l10n.t('Probing {0}', await shownTarget(target)), (token, tell) => probeInProcess(services, request, token, tell));
  if ('cells' in report) throw new Error('A ladder gave a matrix.');
  const judgement = engine.judge(report, expected);
  const { id, outcome } = await recordProbe(services, ref, report, startedAt, timeoutMs);
  // Without its evidence in the file, a hypothesis is not marked: the user is told how to write that first.
  if (outcome !== undefined) await services.writeBack.edit(ref, (text) => engine.withHypothesisMarked(text, { number, statement }, judgement.status, id));
  const said = vscode.l10n.t('The hypothesis is {0}. {1}', judgement.status, judgement.sentence);
  services.guard.background(tellProbe(services, report, ref, outcome, said));
  return judgement.status;
}

/** @throws Refusal `usage` if the hypothesis is gone, or names nothing that can be asked */
async function namedNow(ref: WorkItemRef, { number, statement }: Meant): Promise<NamedProbe> {
  const { hypothesisProbesOf, readText, Refusal } = await loadEngine();
  const file = fileOf(ref);
  const text = (await openDocument(file))?.getText() ?? readText(file);
  const same = hypothesisProbesOf(text).filter((candidate) => candidate.statement === statement);
  const found = same.find((candidate) => candidate.number === number) ?? (same.length === 1 ? same[0] : undefined);
  if (!found) throw new Refusal('usage', vscode.l10n.t('{0} has no such hypothesis with a probe any more: look at what stands there now.', ref.workItem), { file: fileOf(ref) });
  if ('problem' in found.probe) throw new Refusal('usage', found.probe.problem);
  return found.probe;
}
