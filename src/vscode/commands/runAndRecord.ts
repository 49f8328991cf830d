/** Run and Record: runs shell code of a work item once, in a process of its own, and puts what it showed under it. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { CommandReport } from '../../core/command/types.js';
import type { FenceRef, RunnableFence } from '../../core/workItem/shellFences.js';
import { openDocument } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, workItemRefOf, type WorkItemRef } from '../adapters/references.js';
import { settings } from '../adapters/settings.js';
import { requireTrust } from '../adapters/trust.js';
import type { KnownRoots } from '../editing/knownRoots.js';
import { isScriptApproved } from '../runs/approval.js';
import { measuring } from '../runs/measuring.js';
import { reportInProcess } from '../runs/probe.js';
import { sentenceOf } from '../runs/writeBack.js';
import type { Services } from '../services.js';
import { numberOf, textOf } from './arguments.js';
import { placeOf } from './place.js';
import { tellWithDetails } from './tellProbe.js';

/** Characters of output in the log; all that is kept is in the ledger. */
const MAX_LOGGED = 4_000;

/** When it is cancelled, so long it has to end what it runs, which has a grace of its own, and to keep what that printed, ms. */
const GRACE_MS = 60_000;

/** Shell code as it stands in a work item now. */
interface Meant {
  readonly item: WorkItemRef;
  readonly fence: RunnableFence;
  readonly ref: FenceRef;
}

/** Takes what a lens gives, `{ root, workItem, line, nth, sha256 }`; without that it is the code at the cursor. Gives the id of what was recorded. */
export async function runAndRecord(services: Services, roots: KnownRoots, argument?: unknown): Promise<string | undefined> {
  await requireTrust(vscode.l10n.t('Run and Record'));
  const { item, fence, ref } = (await ofLens(argument)) ?? (await atCursor(roots));
  const place = await placeOf(item);
  if (!place) return undefined;
  const { bounded, commandHeadline, commandRemarks, newRunId, plain, randomBytes, systemClock } = await loadEngine();
  const { shell, script } = fence.code;
  const words = [shell, '-c', script];
  if (!(await isScriptApproved(services.memento, { command: words, shell: false, cwd: place.cwd }, { shell, script, workItem: item.workItem }))) return undefined;
  const run = newRunId(systemClock.now(), randomBytes);
  const { root } = item;
  // Its ledger says that it waits for its work item as soon as it is there: what looks for such is not to write it meanwhile.
  services.writeBack.reserve({ root, run });
  const options = ['--cwd', place.cwd, '--run-id', run, '--timeout', settings().timeout, '--wi', path.join(root, item.workItem), '--fence', `${ref.line}:${ref.nth}:${ref.sha256}`, '--hand-over'];
  const title = plain(vscode.l10n.t('Running the shell code in line {0} of {1}', fence.line, path.basename(item.workItem)));
  const report = (await measuring(services, title, (token, tell) => reportInProcess(services, ['record', '--json', ...options, '--', ...words], token, tell, GRACE_MS))) as CommandReport;
  const outcome = await services.writeBack.writeOrOffer({ root, run }, item.workItem);
  const said = commandHeadline(report);
  services.log.info(`${run}: ${[said, ...commandRemarks(report)].join(' ')}\n${bounded(report.output.head, MAX_LOGGED)}`);
  const good = report.outcome === 'pass' || report.outcome === 'leak';
  services.guard.background(tellWithDetails(services, good ? 'info' : 'warning', [said, outcome && sentenceOf(outcome, item.workItem)].filter((part) => part !== undefined).join(' '), item));
  return run;
}

/** The lens was made for a text that may have changed: what runs is what has its content now. @throws Refusal `usage` if nothing has */
async function ofLens(argument: unknown): Promise<Meant | undefined> {
  const item = await workItemRefOf(argument);
  const [line, nth, hash] = [numberOf(argument, 'line'), numberOf(argument, 'nth'), textOf(argument, 'sha256')];
  if (!item || line === undefined || nth === undefined || hash === undefined) return undefined;
  const { fenceOfRef, readText, Refusal, refOf, sha256, shellFencesOf } = await loadEngine();
  const file = fileOf(item);
  const fences = shellFencesOf((await openDocument(file))?.getText() ?? readText(file));
  const fence = fenceOfRef(fences, { line, nth, sha256: hash }, sha256);
  if (!fence) throw new Refusal('usage', vscode.l10n.t('The shell code that was in line {0} of {1} has changed: look at what stands there now, and run that.', line, item.workItem), { file: fileOf(item) });
  return { item, fence, ref: refOf(fences, fence, sha256) };
}

/** @throws Refusal `usage` if there is none that can be run */
async function atCursor(roots: KnownRoots): Promise<Meant> {
  const { isRunnable, Refusal, refOf, sha256, shellFencesOf } = await loadEngine();
  const editor = vscode.window.activeTextEditor;
  const place = editor && (await roots.placeOf(editor.document));
  if (!place) throw new Refusal('usage', vscode.l10n.t('No work item is in the active editor: open one, and put the cursor into its shell code.'));
  const fences = shellFencesOf(editor.document.getText());
  const line = editor.selection.active.line + 1;
  const fence = fences.find((candidate) => candidate.line <= line && line <= candidate.endLine);
  if (!fence) throw new Refusal('usage', vscode.l10n.t('No shell code is at the cursor: put it into a fence of sh, bash, zsh or console.'));
  if (!isRunnable(fence)) throw new Refusal('usage', vscode.l10n.t('The shell code in line {0} cannot be run. {1}', fence.line, 'problem' in fence.code ? fence.code.problem : ''));
  return { item: { root: place.root.workspace.root, workItem: place.path }, fence, ref: refOf(fences, fence, sha256) };
}
