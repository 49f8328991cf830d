import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { eventually, folder, inFolder } from './support.js';

test('the folder is not trusted', () => {
  assert.equal(vscode.workspace.isTrusted, false);
});

test('nothing that starts a process does so, even when it is called by its id', async () => {
  await mkdir(inFolder('WIs'));
  await writeFile(inFolder('WIs/WI1_read-me.md'), '# WI1: Read me\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n\nText.\n\n## Phase 2: Design\n');
  const calls: [string, unknown][] = [
    ['casebook.newWorkItem', { title: 'x', template: 'bug-fix' }],
    ['casebook.runRepeatedly', { command: 'node -e "process.exit(1)"', attempts: 1, workItem: null }],
    ['casebook.runUntilFailure', { command: 'node -e "process.exit(1)"', attempts: 1, workItem: null }],
    ['casebook.probeEndpoint', { target: '127.0.0.1:1', workItem: null }],
    ['casebook.runAgain', { root: folder(), run: '20260101-000000-abcd' }],
  ];
  for (const [command, argument] of calls) assert.equal(await vscode.commands.executeCommand(command, argument), undefined, command);
  assert.equal((await readdir(folder())).includes('.casebook'), false);
  assert.deepEqual(await readdir(inFolder('WIs')), ['WI1_read-me.md']);
});

test('reading works', async (signal) => {
  await vscode.commands.executeCommand('casebook.openPhase', { root: folder(), workItem: 'WIs/WI1_read-me.md', phase: 'Design' });
  await eventually(signal, () => {
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.lineAt(editor.selection.active.line).text, '## Phase 2: Design');
  });
});
