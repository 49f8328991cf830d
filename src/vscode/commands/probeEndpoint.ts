/** Probe Endpoint…: asks a target rung by rung, shows what the answers mean, and writes them into a work item. */
import * as vscode from 'vscode';
import type { ProbeReport } from '../../core/probe/types.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { inert, info, warning } from '../adapters/notify.js';
import { workItemRefOf, type WorkItemRef } from '../adapters/references.js';
import { remember, remembered } from '../adapters/remembered.js';
import { requireTrust } from '../adapters/trust.js';
import { COMMANDS, MEMENTO } from '../ids.js';
import { probeInProcess, recordProbe } from '../runs/probe.js';
import { sentenceOf, type WriteOutcome } from '../runs/writeBack.js';
import type { Services } from '../services.js';
import { textOf } from './arguments.js';
import { askTextOrRecent, type Step } from './ask.js';
import { askRecipient, givenRecipient } from './askWorkItem.js';
import { placeOf } from './place.js';

const TITLE = 'Probe Endpoint';

/** Takes `{ target, workItem }` from a keybinding (`workItem: null` for none), or a work item of the tree. Gives the report's conclusion. */
export async function probeEndpoint(services: Services, argument?: unknown): Promise<string | undefined> {
  await requireTrust(TITLE);
  const { memento, guard } = services;
  const item = await workItemRefOf(argument);
  const place = await placeOf(item);
  if (!place) return undefined;
  const { root, cwd } = place;
  const target = textOf(argument, 'target') ?? (await askTarget({ title: TITLE, step: 1, of: item ? 1 : 2 }, remembered(memento, MEMENTO.targets)));
  if (target === undefined) return undefined;
  const recipient = item ?? (await givenRecipient(argument, place)) ?? (await askRecipient({ title: TITLE, step: 2, of: 2 }, root, services));
  if (!recipient) return undefined;
  await remember(memento, MEMENTO.targets, target);
  const startedAt = new Date().toISOString();
  const report = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Probing ${inert(target)}`, cancellable: true },
    (_, token) => probeInProcess(services, target, cwd, token),
  );
  if (recipient.workItem === undefined) {
    guard.background(tell(services, report));
    return report.conclusion;
  }
  const into: WorkItemRef = { root, workItem: recipient.workItem };
  const outcome = await recordProbe(services, into, report, startedAt);
  guard.background(tell(services, report, into, outcome));
  return report.conclusion;
}

async function askTarget(step: Step, recent: readonly string[]): Promise<string | undefined> {
  const { parseTarget } = await loadEngine();
  const problem = (text: string) => {
    const target = parseTarget(text);
    return 'problem' in target ? target.problem : undefined;
  };
  return askTextOrRecent(step, 'http://HOST:PORT/PATH, HOST:PORT, or :PORT for this machine', recent, problem, () => 'Probe this target');
}

async function tell({ log }: Services, report: ProbeReport, into?: WorkItemRef, outcome?: WriteOutcome): Promise<void> {
  log.info(`Probe of ${report.target}: ${report.conclusion}\n${report.results.map(rung).join('\n')}`);
  const said = [report.conclusion, into && outcome && sentenceOf(outcome, into.workItem)].filter((part) => part !== undefined).join(' ');
  const show = report.firstBad === null ? info : warning;
  const chosen = await show(said, 'Show Details', ...(into ? ['Open Work Item'] : []));
  if (chosen === 'Show Details') log.show();
  if (chosen === 'Open Work Item') await vscode.commands.executeCommand(COMMANDS.openWorkItem, into);
}

function rung({ probe, address, class: answer, phases, httpStatus, error }: ProbeReport['results'][number]): string {
  const took = Object.entries(phases).map(([phase, ms]) => `${phase} ${ms.toFixed(1)} ms`);
  const why = [error?.code, error?.syscall, error?.reason].filter((part) => part !== undefined);
  return [`  ${probe} ${address}: ${answer}`, ...(httpStatus === undefined ? [] : [`HTTP ${httpStatus}`]), ...took, ...why].join(', ');
}
