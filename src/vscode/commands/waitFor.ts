/** Wait…: until a target answers as its clients need it, and how long that took; into a work item if one is chosen. */
import * as vscode from 'vscode';
import type { ProbeTarget } from '../../core/probe/types.js';
import type { WaitReport } from '../../core/wait/timeline.js';
import type { WaitRecord } from '../../node/wait/waitRecord.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { workItemRefOf, type WorkItemRef } from '../adapters/references.js';
import { remembered } from '../adapters/remembered.js';
import { requireTrust } from '../adapters/trust.js';
import { MEMENTO } from '../ids.js';
import { measuring } from '../runs/measuring.js';
import { reportInProcess } from '../runs/probe.js';
import type { WriteOutcome } from '../runs/editWorkItem.js';
import { sentenceOf } from '../runs/writeBack.js';
import type { Services } from '../services.js';
import { textOf } from './arguments.js';
import { askOne, type Step } from './ask.js';
import { Destination } from './destination.js';
import { placeOf } from './place.js';
import { askTarget, rememberTarget } from './probeEndpoint.js';
import { tellWithDetails } from './tellProbe.js';

const TITLE = (): string => vscode.l10n.t('Wait');

/** As the command line's default: of the whole wait, ms. */
const TIMEOUT_MS = 60_000;

/** Takes `{ target, for, timeout, workItem }` from a keybinding, or a work item of the tree. Gives whether the target became ready. */
export async function waitFor(services: Services, argument?: unknown): Promise<boolean | undefined> {
  await requireTrust(TITLE());
  const { durationArgument, parseDuration, parseTarget, Refusal } = await loadEngine();
  const item = await workItemRefOf(argument);
  const place = await placeOf(item);
  if (!place) return undefined;
  const { root, cwd } = place;
  const named = textOf(argument, 'target');
  const wanted = textOf(argument, 'for');
  const destination = await Destination.of(item, argument, place);
  const asked = (): readonly boolean[] => [named === undefined, wanted === undefined, destination.questions === 1];
  const step = (question: number): Step => ({ title: TITLE(), step: asked().slice(0, question + 1).filter(Boolean).length, of: asked().filter(Boolean).length, otherwise: destination.otherwise });
  const written = named ?? (await askTarget(step(0), false, remembered(services.memento, MEMENTO.targets)));
  if (written === undefined) return undefined;
  const target = parseTarget(written);
  if ('problem' in target) throw new Refusal('usage', target.problem);
  const condition = wanted ?? (await askCondition(step(1), target));
  if (condition === undefined) return undefined;
  const recipient = await destination.recipient(step(2), services);
  if (!recipient) return undefined;
  await rememberTarget(services.memento, target.text);
  const timeoutMs = parseDuration(textOf(argument, 'timeout') ?? '') ?? TIMEOUT_MS;
  const startedAt = new Date().toISOString();
  const args = ['wait', '--json', '--cwd', cwd, '--for', condition, '--timeout', durationArgument(timeoutMs), '--', written];
  const report = (await measuring(services, vscode.l10n.t('Waiting for {0}, at most {1}', target.text, durationArgument(timeoutMs)), (token, tell) => reportInProcess(services, args, token, tell))) as WaitReport;
  const into = recipient.workItem === undefined ? undefined : { root, workItem: recipient.workItem };
  const outcome = into && (await record(services, into, report, startedAt, timeoutMs));
  services.log.info(`Wait for ${report.target} (${report.condition}): ${report.conclusion}`);
  const message = [report.conclusion, into && outcome && sentenceOf(outcome, into.workItem)].filter((part) => part !== undefined).join(' ');
  services.guard.background(tellWithDetails(services, report.ready ? 'info' : 'warning', message, into));
  return report.ready;
}

interface Choice extends vscode.QuickPickItem {
  readonly condition: string;
}

const conditions = (): readonly Choice[] => [
  { label: vscode.l10n.t('Up'), condition: 'up', detail: vscode.l10n.t('Every rung of its ladder holds, as for Probe Endpoint') },
  { label: 'HTTP 2xx', condition: 'http:2xx', detail: vscode.l10n.t('It answers with success') },
  { label: 'TCP', condition: 'tcp', detail: vscode.l10n.t('It accepts connections: a port forwarder without a backend does, too') },
  { label: 'TLS', condition: 'tls', detail: vscode.l10n.t('The handshake succeeds with a certificate that holds') },
];

/** What it is waited for; not asked where only one thing goes with the target. */
async function askCondition(step: Step, target: ProbeTarget): Promise<string | undefined> {
  const { parseCondition, targetFor } = await loadEngine();
  const possible = conditions().filter(({ condition }) => {
    const parsed = parseCondition(condition);
    return !('problem' in parsed) && !('problem' in targetFor(target, parsed));
  });
  if (possible.length === 1) return possible[0]?.condition;
  return (await askOne(step, vscode.l10n.t('What does it have to answer, three times in a row?'), possible))?.condition;
}

/** Keeps the report in a ledger, and writes it into the work item; undefined if that could not be done, which is told. */
async function record({ version, writeBack }: Services, { root, workItem }: WorkItemRef, report: WaitReport, startedAt: string, timeoutMs: number): Promise<WriteOutcome | undefined> {
  const engine = await loadEngine();
  const waiting = { state: 'pending' as const, workItem, at: new Date(engine.systemClock.now()).toISOString() };
  const entry: WaitRecord = { schema: engine.LEDGER_SCHEMA, kind: 'wait', id: engine.newRunId(engine.systemClock.now(), engine.randomBytes), timeoutMs, startedAt, host: engine.hostInfo(), casebook: version, report, writeBack: waiting };
  const { id } = await engine.writeNewRecord(root, entry);
  return writeBack.writeOrOffer({ root, run: id }, workItem);
}
