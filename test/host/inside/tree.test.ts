/** What the tree's commands do, by the interface that extensions have. What it looks like is in test/host/window/tree.test.ts. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { closeAllEditors, ended, eventually, folder, inFolder, ledgerOf, newWorkItem, onDisk, startRun, type Run, type WorkItem } from './support.js';

const run = (command: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(`casebook.${command}`, ...args);
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder(), stdio: 'pipe' });

/** Starts one without saying where its evidence goes. */
async function startUnnamed(): Promise<Run> {
  const started = await vscode.commands.executeCommand<Run | undefined>('casebook.runRepeatedly', { command: 'node -e "0"', attempts: 1 });
  assert.ok(started);
  return started;
}

let first: WorkItem;
let second: WorkItem;

test('what is recorded goes into the active work item, unless told otherwise', async (signal) => {
  first = await newWorkItem('First');
  second = await newWorkItem('Second');
  await run('setActiveWorkItem', { workItem: 'WI1' });
  assert.equal(await readFile(inFolder('.casebook/active'), 'utf8'), `${first.workItem}\n`);
  assert.equal((await ended(signal, await startUnnamed(), 'written')).workItem, first.workItem);
  assert.equal((await ended(signal, await startRun('node -e "0"', 1, second), 'written')).workItem, second.workItem);
  assert.equal((await ended(signal, await startRun('node -e "0"', 1, null), undefined)).workItem, undefined);
}, { timeoutMs: 90_000 });

test('a snapshot asks nothing then', async () => {
  const id = await vscode.commands.executeCommand<string | undefined>('casebook.snapshot');
  assert.ok(id);
  assert.match(await onDisk(first), new RegExp(`casebook:begin snapshot ${id}`));
}, { timeoutMs: 60_000 });

test('it follows the branch that names a work item, and the choice holds again behind it', async (signal) => {
  const before = git('symbolic-ref', '--short', 'HEAD').toString().trim();
  git('checkout', '-q', '-b', 'fix/wi2-race');
  assert.equal((await ended(signal, await startUnnamed(), 'written')).workItem, second.workItem);
  git('checkout', '-q', before);
  assert.equal((await ended(signal, await startUnnamed(), 'written')).workItem, first.workItem);
  await run('clearActiveWorkItem');
  await eventually(signal, () => assert.rejects(readFile(inFolder('.casebook/active'))));
}, { timeoutMs: 60_000 });

test('a phase is left with what it demands, and the file says so', async () => {
  const item = await newWorkItem('Advancing');
  const text = await onDisk(item);
  await writeFile(inFolder(item.workItem), text.replace(/^(?:- \*\*[^*]+\*\*: )?\*\[[^\]]*\]\*$/gm, 'It is so.'));
  assert.equal(await run('advancePhase', item), 'Design');
  assert.match(await onDisk(item), /^status: Design$/m);
  assert.equal(await run('advancePhase', { ...item, to: 'Implementation' }), 'Implementation');
  assert.equal(await run('advancePhase', { ...item, to: 'no such phase' }), undefined);
  assert.match(await onDisk(item), /^status: Implementation$/m);
});

test('advancing keeps unsaved edits, and writes the status among them', async () => {
  const item = await newWorkItem('Unsaved');
  const document = await vscode.workspace.openTextDocument(inFolder(item.workItem));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), document.getText().replace(/^(?:- \*\*[^*]+\*\*: )?\*\[[^\]]*\]\*$/gm, 'Typed just now.'));
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.equal(await run('advancePhase', item), 'Design');
  assert.match(document.getText(), /^status: Design$/m);
  assert.match(document.getText(), /Typed just now\./);
  assert.equal(document.isDirty, true);
  assert.match(await onDisk(item), /^status: Investigation$/m);
  await document.save();
});

test('a file is linked once, from the section for references; one outside is refused', async () => {
  const file = vscode.Uri.file(inFolder('package.json'));
  await run('linkFile', { ...first, uri: file });
  await run('linkFile', { ...first, uri: file });
  assert.equal((await onDisk(first)).split('[package.json](../package.json)').length, 2);
  const before = await onDisk(first);
  await run('linkFile', { ...first, uri: vscode.Uri.file('/etc/hostname') });
  assert.equal(await onDisk(first), before);
});

test('renaming changes the title in header and heading, and not the file', async () => {
  await run('renameWorkItem', { ...first, title: 'Another name' });
  const text = await onDisk(first);
  assert.match(text, /^title: Another name$/m);
  assert.match(text, /^# WI1: Another name$/m);
});

test('evidence blocks fold', async (signal) => {
  const document = await vscode.workspace.openTextDocument(inFolder(first.workItem));
  await vscode.window.showTextDocument(document);
  const lines = document.getText().split('\n');
  const expected = lines.flatMap((line, index) => (line.startsWith('<!-- casebook:begin') ? [index] : []));
  assert.ok(expected.length >= 2);
  await eventually(signal, async () => {
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    for (const start of expected) {
      const range = ranges.find((candidate) => candidate.start === start);
      assert.match(lines[range?.end ?? -1] ?? '', /^<!-- casebook:end/);
    }
  });
});

test('a run is paused, goes on, and one whose process was killed is taken up again from its ledger', async (signal) => {
  await closeAllEditors();
  // The third attempt waits for the file `go`; nothing of it is left when it is made again.
  await writeFile(inFolder('waits.cjs'), `if (Number(process.env.CASEBOOK_ATTEMPT) >= 3) { const t = setInterval(() => { if (require('node:fs').existsSync('go')) clearInterval(t); }, 20); }`);
  await rm(inFolder('go'), { force: true });
  const started = await startRun('node waits.cjs', 5, second);
  await eventually(signal, async () => assert.equal((await readFile(inFolder('.casebook/runs', started.run, 'attempts.ndjson'), 'utf8')).trim().split('\n').length, 2));
  await run('pauseRun', started);
  await eventually(signal, async () => assert.ok((await readFile(inFolder('.casebook/runs', started.run, 'pause'))).length === 0));
  await run('resumeRun', started);
  await eventually(signal, () => assert.rejects(readFile(inFolder('.casebook/runs', started.run, 'pause'))));
  const { runner } = await ledgerOf(started);
  process.kill(runner.pid, 'SIGKILL');
  await eventually(signal, () => assert.throws(() => process.kill(runner.pid, 0)));
  await run('resumeRun', started);
  const taken = await eventually(signal, async () => {
    const now = await ledgerOf(started);
    assert.notEqual(now.runner.pid, runner.pid);
    return now;
  });
  assert.equal(taken.history?.at(-1)?.type, 'resumed');
  await eventually(signal, async () => assert.ok(await readFile(inFolder('.casebook/runs', started.run, 'lease')).then(() => true)));
  await writeFile(inFolder('go'), '');
  const { result } = await ended(signal, started, 'written');
  assert.equal(result?.reason, 'completed');
  assert.equal(result.attempts, 5);
  assert.match(await onDisk(second), new RegExp(`casebook:begin run ${started.run}`));
}, { timeoutMs: 90_000 });
