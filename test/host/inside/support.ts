/** What the tests of the extension have in common: the folder that is open, its ledgers, and waiting for what announces itself by no event. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { RunFile } from '../../../src/node/run/records.js';

/** Between two looks, ms. */
const POLL_MS = 50;

export interface Run {
  readonly root: string;
  readonly run: string;
}

export interface WorkItem {
  readonly root: string;
  readonly workItem: string;
}

/** Absolute path of the folder that is open. */
export function folder(): string {
  const [only] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(only, 'no folder is open');
  return only.uri.fsPath;
}

export function inFolder(...parts: readonly string[]): string {
  return path.join(folder(), ...parts);
}

/** Ends a wait before the test's own bound does, so that the last look's error is what is told, ms. */
const PATIENCE_MS = 60_000;

/** Looks again and again until `look` no longer throws, and gives what it gave; rejects with its last error when the time is over. */
export async function eventually<T>(signal: AbortSignal, look: () => T | Promise<T>): Promise<T> {
  // A deadline, and no signal made of others: nothing holds such a one, and then it may never fire.
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (signal.aborted || performance.now() > end) throw error;
    }
    // When it aborts in here, the last look's error still says more.
    await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** `run.json` as it is now. */
export async function ledgerOf({ root, run }: Run): Promise<RunFile> {
  return JSON.parse(await readFile(path.join(root, '.casebook/runs', run, 'run.json'), 'utf8')) as RunFile;
}

/** The ledger once the run has ended, and its write-back is in that state (`undefined`: it has none). */
export function ended(signal: AbortSignal, run: Run, writeBack: 'written' | 'pending' | undefined): Promise<RunFile> {
  return eventually(signal, async () => {
    const ledger = await ledgerOf(run);
    assert.ok(ledger.result, 'the run has not ended');
    assert.equal(ledger.writeBack?.state, writeBack);
    return ledger;
  });
}

export async function newWorkItem(title: string): Promise<WorkItem> {
  const made = await vscode.commands.executeCommand<WorkItem | undefined>('casebook.newWorkItem', { title, template: 'bug-fix' });
  assert.ok(made, 'no work item was made');
  return made;
}

/** Starts a run by its command; resolves when it has a ledger. */
export async function startRun(command: string, attempts: number, workItem: WorkItem | null): Promise<Run> {
  const run = await vscode.commands.executeCommand<Run | undefined>('casebook.runRepeatedly', { command, attempts, workItem: workItem?.workItem ?? null });
  assert.ok(run, `no run was started of ${command}`);
  return run;
}

/** The text on disk. */
export function onDisk({ root, workItem }: WorkItem): Promise<string> {
  return readFile(path.join(root, workItem), 'utf8');
}

export function beginMarker({ run }: Run): string {
  return `<!-- casebook:begin run ${run} -->`;
}

/** Answers each question with what it proposes, until the command has ended. */
export async function accepting<T>(signal: AbortSignal, command: Thenable<T>): Promise<T> {
  const over = new AbortController();
  const answer = Promise.resolve(command).finally(() => over.abort());
  while (!over.signal.aborted && !signal.aborted) {
    await delay(200);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
  return answer;
}

export async function closeAllEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Whether the workbench saves by itself, after a second. */
export async function setAutoSave(mode: 'off' | 'afterDelay'): Promise<void> {
  await vscode.workspace.getConfiguration('files').update('autoSave', mode, vscode.ConfigurationTarget.Workspace);
}

/** A work item of ours with a text, on disk and in an editor. @param offered what the extension offers in it once it knows it for one: resolves when there is some */
export async function openedItem(signal: AbortSignal, name: string, text: string, offered: (document: vscode.TextDocument) => Promise<readonly unknown[]>): Promise<{ item: WorkItem; document: vscode.TextDocument }> {
  await closeAllEditors();
  const workItem = `WIs/${name}.md`;
  await mkdir(inFolder('WIs'), { recursive: true });
  await writeFile(inFolder(workItem), text);
  const document = await vscode.workspace.openTextDocument(inFolder(workItem));
  await vscode.window.showTextDocument(document);
  await eventually(signal, async () => assert.notDeepEqual(await offered(document), []));
  return { item: { root: folder(), workItem }, document };
}
