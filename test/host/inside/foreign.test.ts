/** Runs that this editor did not start, and runners that die. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { beginMarker, closeAllEditors, ended, eventually, folder, inFolder, ledgerOf, newWorkItem, onDisk, startRun, type Run } from './support.js';

/** The packaged command line, as in a terminal. */
async function casebook(...args: readonly string[]): Promise<number | null> {
  const extension = vscode.extensions.getExtension('casebook.casebook');
  assert.ok(extension);
  const child = spawn(process.execPath, [path.join(extension.extensionPath, 'dist/cli/casebook.cjs'), ...args], { cwd: folder(), stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function newestRun(): Promise<Run> {
  const [run] = (await readdir(inFolder('.casebook/runs'))).sort().reverse();
  assert.ok(run !== undefined);
  return { root: folder(), run };
}

test('a run whose write-back was left to an editor is written by this one', async (signal) => {
  const item = await newWorkItem('Left to the editor');
  await closeAllEditors();
  assert.equal(await casebook('run', '-n', '2', '--hand-over', '--wi', item.workItem, '--', 'false'), 1);
  const run = await newestRun();
  await ended(signal, run, 'written');
  assert.ok((await onDisk(item)).includes(beginMarker(run)));
});

test('it goes among the unsaved edits of a work item that is open', async (signal) => {
  const item = await newWorkItem('Left, and open');
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor);
  await vscode.commands.executeCommand('cursorBottom');
  await vscode.commands.executeCommand('type', { text: 'unsaved' });
  await casebook('run', '-n', '2', '--hand-over', '--wi', item.workItem, '--', 'false');
  const run = await newestRun();
  await eventually(signal, () => assert.ok(editor.document.getText().includes(beginMarker(run))));
  assert.equal((await ledgerOf(run)).writeBack?.state, 'pending');
  await editor.document.save();
  await ended(signal, run, 'written');
});

test('a run of a terminal writes its own evidence, and the editor writes nothing twice', async (signal) => {
  const item = await newWorkItem('Of a terminal');
  await closeAllEditors();
  assert.equal(await casebook('run', '-n', '3', '--wi', item.workItem, '--', 'false'), 1);
  const run = await newestRun();
  await ended(signal, run, 'written');
  const written = await onDisk(item);
  await vscode.commands.executeCommand('casebook.writeEvidence', run);
  assert.equal(await onDisk(item), written);
  assert.equal(written.split(beginMarker(run)).length, 2);
});

test('a runner that is killed leaves an interrupted run, whose evidence is written', async (signal) => {
  await writeFile(inFolder('second.cjs'), `const fs = require('node:fs'); fs.appendFileSync('second.count', '.'); if (fs.readFileSync('second.count', 'utf8').length > 1) setInterval(() => {}, 1000);`);
  const item = await newWorkItem('Killed');
  const run = await startRun('node second.cjs', 5, item);
  const { runner } = await ledgerOf(run);
  await eventually(signal, async () => assert.equal((await readFile(inFolder('second.count'), 'utf8')).length, 2));
  process.kill(runner.pid, 'SIGKILL');
  await eventually(signal, async () => assert.equal((await ledgerOf(run)).writeBack?.state, 'written'));
  assert.equal((await ledgerOf(run)).result, undefined);
  assert.match(await onDisk(item), /interrupted after 1 of 5 attempts/);
});
