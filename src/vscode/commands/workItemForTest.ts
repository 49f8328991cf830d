/** Open Work Item for This Failure: the one that has it, one that names the test, or a new one with the failure in it. */
import * as vscode from 'vscode';
import type { PlacedFailure } from '../../core/run/failing/placed.js';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import { showFile } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, type RunRef, type WorkItemRef } from '../adapters/references.js';
import { requireTrust } from '../adapters/trust.js';
import { COMMANDS } from '../ids.js';
import type { FailingTests } from '../runs/failingTests.js';
import type { Services } from '../services.js';
import { askOne } from './ask.js';
import { itemChoice } from './askWorkItem.js';
import { itemFrom } from './newWorkItem.js';
import { failingTargets, relativeFile, type FailingTarget, type TestTarget } from './testTarget.js';

/** Work items whose text is searched for a test's name. */
const MAX_SEARCHED = 200;

/** Shorter names stand in texts that mean something else. */
const MIN_NAME = 6;

/** For each of the tests, until the user leaves a question. @returns the last one that was opened */
export async function workItemForTests(services: Services, failing: FailingTests, args: readonly unknown[]): Promise<WorkItemRef | undefined> {
  const { Refusal } = await loadEngine();
  const targets = oneOfEachRun(await failingTargets(services, args));
  if (targets.length === 0) throw new Refusal('usage', vscode.l10n.t('This test names no file of the workspace: make a work item with Casebook: New Work Item.'), { offer: { title: vscode.l10n.t('New Work Item'), command: COMMANDS.newWorkItem } });
  let opened: WorkItemRef | undefined;
  for (const target of targets) {
    const item = await workItemOf(services, failing, target, args);
    if (!item) return opened;
    await showFile(fileOf(item));
    opened = item;
  }
  return opened;
}

/** Tests that failed in one run have one work item. */
function oneOfEachRun(targets: readonly FailingTarget[]): FailingTarget[] {
  return targets.filter(({ run }, index) => run === undefined || targets.findIndex((other) => other.run?.run === run.run) === index);
}

async function workItemOf(services: Services, failing: FailingTests, target: FailingTarget, args: readonly unknown[]): Promise<WorkItemRef | undefined> {
  if (target.run) return workItemOfRun(target, target.run);
  if (target.file === undefined) return undefined;
  return workItemOfTest(services, failing, { ...target, file: target.file }, args);
}

/** Of a run's own test there is nothing to look for: its run has measured it. */
async function workItemOfRun(target: FailingTarget, run: RunRef): Promise<WorkItemRef | undefined> {
  const { root, workItem } = target;
  if (workItem !== undefined) return { root, workItem };
  const existing = await chooseNaming(target);
  if (existing !== 'new') return existing;
  await requireTrust(vscode.l10n.t('New Work Item'));
  return vscode.commands.executeCommand<WorkItemRef | undefined>(COMMANDS.newWorkItem, run);
}

async function workItemOfTest(services: Services, failing: FailingTests, target: TestTarget, args: readonly unknown[]): Promise<WorkItemRef | undefined> {
  const known = (await failuresIn(failing, target)).map(({ seen }) => seen);
  const run = known.find((seen) => seen.source === 'run');
  if (run?.workItem !== undefined) return { root: run.root, workItem: run.workItem };
  const existing = await chooseNaming(target);
  if (existing === undefined || existing !== 'new') return existing;
  await requireTrust(vscode.l10n.t('New Work Item'));
  const given = args.at(-1);
  // What was clicked says more than what was seen before; a run has measured more than either.
  if (run && target.message === undefined) return vscode.commands.executeCommand<WorkItemRef | undefined>(COMMANDS.newWorkItem, { root: run.root, run: run.run });
  const file = known.find((seen) => seen.source === 'file');
  if (file && target.message === undefined) return vscode.commands.executeCommand<WorkItemRef | undefined>(COMMANDS.newWorkItem, { root: file.root, results: file.results, test: file.name, file: file.file });
  return itemFrom(target.root, await originOf(target), given, services);
}

/** What is known to have failed in the test. */
async function failuresIn(failing: FailingTests, { file, lines, label }: TestTarget): Promise<PlacedFailure[]> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file)).then((opened) => opened, () => undefined);
  if (!document) return []; // some extensions have tests for folders
  const placed = await failing.in(document);
  const { findTestLine } = await loadEngine();
  const at = lines?.first ?? findTestLine(document.getText().split(/\r\n|\r|\n/), label);
  return at === undefined ? [] : placed.filter(({ line }) => line >= at && line <= Math.max(at, lines?.last ?? at));
}

/** What the failure's message says, with the command that repeats the test where the configuration has it. */
async function originOf(target: TestTarget) {
  const { clean, commandOfFile, fillTemplate, fromTest, namesOfNode, openWorkspace, frameworkOfCommand } = await loadEngine();
  const { root, file, label, labels = [label], id, message, suite } = target;
  const shown = relativeFile(root, file);
  const known = commandOfFile((await openWorkspace(root)).config.tests, shown);
  const filled = known && fillTemplate(known.command, { file: shown, names: namesOfNode(frameworkOfCommand(known.command)?.id, shown, { id, labels }), suite }, process.platform === 'win32');
  const said = message === undefined ? undefined : clean(message);
  return fromTest(
    root,
    { name: label, outcome: 'failed', file, ...(said !== undefined && { message: said.split('\n')[0] ?? said, details: said }), ...(target.lines && { line: target.lines.first + 1 }) },
    { seen: vscode.l10n.t('the Test Explorer'), ...(filled && 'words' in filled && known.cwd === undefined && { repeat: filled.words }) },
  );
}

interface Choice extends vscode.QuickPickItem {
  readonly workItem?: string;
}

/** An open work item that names the test, if the user chooses one; `new` for none of them; undefined if the question was left. */
async function chooseNaming({ root, label }: FailingTarget): Promise<WorkItemRef | 'new' | undefined> {
  const naming = await openItemsNaming(root, label);
  if (naming.length === 0) return 'new';
  const choices: Choice[] = [...naming.map((entry) => itemChoice(entry)), { label: vscode.l10n.t('New work item…'), iconPath: new vscode.ThemeIcon('add'), alwaysShow: true }];
  const chosen = await askOne({ title: vscode.l10n.t('Open Work Item for This Failure'), step: 1, of: 1 }, vscode.l10n.t('These work items name the test. Which one?'), choices);
  if (!chosen) return undefined;
  return chosen.workItem === undefined ? 'new' : { root, workItem: chosen.workItem };
}

async function openItemsNaming(root: string, name: string): Promise<WorkItemEntry[]> {
  if (name.length < MIN_NAME) return [];
  const { byUrgency, listWorkItems, openWorkspace, readText, Refusal } = await loadEngine();
  const open = (await listWorkItems(await openWorkspace(root))).filter(({ summary }) => summary !== undefined && summary.phase !== 'Closed').sort(byUrgency);
  return open.slice(0, MAX_SEARCHED).filter(({ path }) => {
    try {
      return readText(fileOf({ root, workItem: path })).includes(name);
    } catch (error) {
      if (error instanceof Refusal) return false; // it went meanwhile
      throw error;
    }
  });
}
