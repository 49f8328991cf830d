/** Probe Endpoint…, Probe Matrix… and Probe This: asks a target, shows what the answers mean, and writes them into a work item. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { workItemRefOf, type WorkItemRef } from '../adapters/references.js';
import { remember, remembered } from '../adapters/remembered.js';
import { requireTrust } from '../adapters/trust.js';
import { MEMENTO } from '../ids.js';
import { measuring } from '../runs/measuring.js';
import { probeInProcess, recordProbe } from '../runs/probe.js';
import type { Services } from '../services.js';
import { textOf } from './arguments.js';
import { askTextOrRecent, type Step } from './ask.js';
import { Destination } from './destination.js';
import { placeOf } from './place.js';
import { tellProbe } from './tellProbe.js';

export interface ProbeCommand {
  readonly title: () => string;
  /** Over every address, protocol, verification and client. */
  readonly matrix: boolean;
}

export const PROBE_ENDPOINT: ProbeCommand = { title: () => vscode.l10n.t('Probe Endpoint'), matrix: false };
export const PROBE_MATRIX: ProbeCommand = { title: () => vscode.l10n.t('Probe Matrix'), matrix: true };

/** Takes `{ target, workItem }` from a keybinding or a lens (`workItem: null` for none, `ask: true` to be asked although one is active), or a work item of the tree. Gives the report's conclusion. */
export async function probeEndpoint(services: Services, { title: titleOf, matrix }: ProbeCommand, argument?: unknown): Promise<string | undefined> {
  const title = titleOf();
  await requireTrust(title);
  const { memento, guard } = services;
  const item = await workItemRefOf(argument);
  const place = await placeOf(item);
  if (!place) return undefined;
  const { root, cwd } = place;
  const named = textOf(argument, 'target');
  const destination = await Destination.of(item, argument, place);
  const questions = (): number => (named === undefined ? 1 : 0) + destination.questions;
  const target = named ?? (await askTarget({ title, step: 1, of: questions(), otherwise: destination.otherwise }, matrix, remembered(memento, MEMENTO.targets)));
  if (target === undefined) return undefined;
  const recipient = await destination.recipient({ title, step: questions(), of: questions() }, services);
  if (!recipient) return undefined;
  const shown = await shownTarget(target);
  await rememberTarget(memento, shown);
  const startedAt = new Date().toISOString();
  const report = await measuring(services, vscode.l10n.t('Probing {0}', shown), (token, tell) => probeInProcess(services, { target, cwd, matrix }, token, tell));
  if (recipient.workItem === undefined) {
    guard.background(tellProbe(services, report));
    return report.conclusion;
  }
  const into: WorkItemRef = { root, workItem: recipient.workItem };
  const { outcome } = await recordProbe(services, into, report, startedAt);
  guard.background(tellProbe(services, report, into, outcome));
  return report.conclusion;
}

/** As a title and the log show it: a user's name and password in a URL are dropped, and other secrets in it hidden. */
export async function shownTarget(target: string): Promise<string> {
  const { clean, parseTarget } = await loadEngine();
  const parsed = parseTarget(target);
  return 'problem' in parsed ? clean(target) : parsed.text;
}

/** For the next time; not one that had a secret in it: the editor keeps what is remembered on the disk. @param shown as {@link shownTarget} gives it */
export async function rememberTarget(memento: vscode.Memento, shown: string): Promise<void> {
  if (!shown.includes('‹secret:')) await remember(memento, MEMENTO.targets, shown);
}

/** A target, or one that was asked before. @param matrix only one that can be crossed */
export async function askTarget(step: Step, matrix: boolean, recent: readonly string[]): Promise<string | undefined> {
  const { parseTarget } = await loadEngine();
  const problem = (text: string) => {
    const target = parseTarget(text);
    if ('problem' in target) return target.problem;
    return matrix && target.kind !== 'endpoint' ? vscode.l10n.t('A matrix crosses addresses and protocols: write a URL or HOST:PORT.') : undefined;
  };
  return askTextOrRecent(step, vscode.l10n.t('http://HOST:PORT/PATH, HOST:PORT, or :PORT for this machine'), recent, problem, () => (matrix ? vscode.l10n.t('Ask this target in every way') : vscode.l10n.t('Probe this target')));
}
