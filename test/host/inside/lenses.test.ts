import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { ended, eventually, inFolder, newWorkItem, startRun } from './support.js';

const SPEC = `import assert from 'node:assert/strict';
const test = (name, body) => body();

test('subtracts', () => {
  assert.equal(3 - 2, 1);
});

test('adds', () => {
  assert.equal(1 + 1, 3);
});
`;

/** Our lenses of a file as a person sees them: `line: title | title`. */
async function lensesOf(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  const byLine = new Map<number, string[]>();
  for (const { range, command } of lenses) {
    if (command?.command.startsWith('casebook.') !== true) continue;
    byLine.set(range.start.line + 1, [...(byLine.get(range.start.line + 1) ?? []), command.title]);
  }
  return [...byLine].map(([line, titles]) => `${line}: ${titles.join(' | ')}`);
}

function shows(signal: AbortSignal, uri: vscode.Uri, expected: readonly string[]): Promise<void> {
  return eventually(signal, async () => assert.deepEqual(await lensesOf(uri), expected));
}

test('a test that failed has lenses above its line; they are stale after an edit, and gone when it passes', async (signal) => {
  const uri = vscode.Uri.file(inFolder('adds.mjs'));
  await writeFile(uri.fsPath, SPEC);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  await shows(signal, uri, []);

  const run = await startRun('node adds.mjs', 2, null);
  await ended(signal, run, undefined);
  await shows(signal, uri, ['8: 2 of 2 failed | New WI | Run again']);

  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), '// a line more\n');
  assert.ok(await vscode.workspace.applyEdit(edit));
  const stale = await lensesOf(uri);
  assert.ok(stale.every((lens) => lens.includes('2 of 2 failed (stale)')), stale.join());
  assert.equal(stale.length, 1);

  await vscode.commands.executeCommand('workbench.action.files.revert');
  await writeFile(uri.fsPath, SPEC.replace('1 + 1, 3', '1 + 1, 2'));
  const fixed = await startRun('node adds.mjs', 2, null);
  await ended(signal, fixed, undefined);
  await shows(signal, uri, []);
});

test('a run for a work item leads to it, and each command has its own lenses', async (signal) => {
  const uri = vscode.Uri.file(inFolder('alone.mjs'));
  await writeFile(uri.fsPath, SPEC);
  const item = await newWorkItem('Lenses');
  await vscode.window.showTextDocument(uri);
  await ended(signal, await startRun('node alone.mjs', 3, item), 'written');
  await ended(signal, await startRun('node alone.mjs again', 1, null), undefined);
  await eventually(signal, async () =>
    assert.deepEqual((await lensesOf(uri)).sort(), ['8: 1 of 1 failed | New WI | Run again | 3 of 3 failed | Open WI | Run again']),
  );
});

test('the setting casebook.codeLens switches them off', async (signal) => {
  const uri = vscode.Uri.file(inFolder('alone.mjs'));
  const settings = vscode.workspace.getConfiguration('casebook');
  await settings.update('codeLens', false, vscode.ConfigurationTarget.Workspace);
  await shows(signal, uri, []);
  await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Workspace);
  await eventually(signal, async () => assert.equal((await lensesOf(uri)).length, 1));
});
