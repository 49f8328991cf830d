import assert from 'node:assert/strict';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
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

const ACTIONS = 'Run Again | Run Until Failure | Verify Fix | First Failing Log';

test('a test that failed has lenses above its line; they are stale after an edit and move with it, and gone when it passes', async (signal) => {
  const uri = vscode.Uri.file(inFolder('adds.mjs'));
  await writeFile(uri.fsPath, SPEC);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  await shows(signal, uri, []);

  const run = await startRun('node adds.mjs', 2, null);
  await ended(signal, run, undefined);
  await shows(signal, uri, [`8: ✗ 2 of 2 · consistently failing (15.8–100 %) | New Work Item | ${ACTIONS}`]);

  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), '// a line more\n// and another\n');
  assert.ok(await vscode.workspace.applyEdit(edit));
  await shows(signal, uri, [`10: ✗ 2 of 2 · consistently failing (15.8–100 %) · stale | New Work Item | ${ACTIONS}`]);

  await vscode.commands.executeCommand('workbench.action.files.revert');
  await shows(signal, uri, [`8: ✗ 2 of 2 · consistently failing (15.8–100 %) | New Work Item | ${ACTIONS}`]);
  await writeFile(uri.fsPath, SPEC.replace('1 + 1, 3', '1 + 1, 2'));
  const fixed = await startRun('node adds.mjs', 2, null);
  await ended(signal, fixed, undefined);
  await shows(signal, uri, []);
}, { timeoutMs: 120_000 });

test('a run for a work item leads to it, each command has its own lenses, and one attempt claims no rate', async (signal) => {
  const uri = vscode.Uri.file(inFolder('alone.mjs'));
  await writeFile(uri.fsPath, SPEC);
  const item = await newWorkItem('Lenses');
  await vscode.window.showTextDocument(uri);
  await ended(signal, await startRun('node alone.mjs', 3, item), 'written');
  await ended(signal, await startRun('node alone.mjs again', 1, null), undefined);
  await shows(signal, uri, [`8: ✗ 1 of 1 | New Work Item | ${ACTIONS} | ✗ 3 of 3 · consistently failing (29.2–100 %) · WI1 | Open WI1 | ${ACTIONS}`]);
}, { timeoutMs: 120_000 });

test('the first failing log opens', async (signal) => {
  const uri = vscode.Uri.file(inFolder('alone.mjs'));
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  const log = lenses.find(({ command }) => command?.title === 'First Failing Log')?.command;
  assert.ok(log);
  const [argument] = log.arguments as readonly object[];
  await vscode.commands.executeCommand(log.command, argument);
  await eventually(signal, () => assert.match(vscode.window.activeTextEditor?.document.uri.fsPath ?? '', /logs\/0001\.log$/));
  // Only a log of a run: nothing else that an argument names.
  await vscode.commands.executeCommand(log.command, { ...argument, log: '../../../WIs/x.md' });
  assert.match(vscode.window.activeTextEditor?.document.uri.fsPath ?? '', /logs\/0001\.log$/);
});

test('the setting casebook.codeLens switches them off', async (signal) => {
  const uri = vscode.Uri.file(inFolder('alone.mjs'));
  await vscode.window.showTextDocument(uri);
  const settings = vscode.workspace.getConfiguration('casebook');
  await settings.update('codeLens', false, vscode.ConfigurationTarget.Workspace);
  await shows(signal, uri, []);
  await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Workspace);
  await eventually(signal, async () => assert.equal((await lensesOf(uri)).length, 1));
});

const VITEST = `import { expect, test } from 'vitest';

test('prices an order', () => {
  expect(1).toBe(2);
});
`;

function report(status: 'passed' | 'failed', file: string): string {
  return JSON.stringify({ numTotalTests: 1, testResults: [{ name: file, status, assertionResults: [{ title: 'prices an order', ancestorTitles: [], status, failureMessages: status === 'failed' ? ['AssertionError: expected 1 to be 2'] : [] }] }] });
}

test('a file of results that something else wrote is one observation; it is stale when its source is newer, and gone when it passes', async (signal) => {
  const uri = vscode.Uri.file(inFolder('tests/prices.test.ts'));
  await mkdir(path.dirname(uri.fsPath), { recursive: true });
  await writeFile(uri.fsPath, VITEST);
  const earlier = new Date(Date.now() - 3_600_000);
  await utimes(uri.fsPath, earlier, earlier);
  await vscode.window.showTextDocument(uri);
  await shows(signal, uri, []);

  const results = inFolder('out/vitest-results.json');
  await mkdir(path.dirname(results), { recursive: true });
  await writeFile(results, report('failed', uri.fsPath));
  const actions = 'New Work Item | Repeat This Test… | Run Until Failure';
  await shows(signal, uri, [`3: ✗ failed in vitest-results.json, just now | ${actions}`]);

  await writeFile(uri.fsPath, `// newer\n${VITEST}`);
  const later = new Date(Date.now() + 60_000);
  await utimes(uri.fsPath, later, later);
  await shows(signal, uri, [`4: ✗ failed in vitest-results.json, just now · stale | ${actions}`]);

  await writeFile(results, report('passed', uri.fsPath));
  await shows(signal, uri, []);
  await writeFile(results, report('failed', uri.fsPath));
  await eventually(signal, async () => assert.equal((await lensesOf(uri)).length, 1));
}, { timeoutMs: 120_000 });

test('a work item made from it has the failure', async () => {
  const uri = vscode.Uri.file(inFolder('tests/prices.test.ts'));
  const made = await vscode.commands.executeCommand<{ root: string; workItem: string } | undefined>('casebook.newWorkItem', { results: inFolder('out/vitest-results.json'), test: 'prices an order', file: uri.fsPath, title: 'Prices are wrong' });
  assert.ok(made);
  const text = await readFile(path.join(made.root, made.workItem), 'utf8');
  assert.match(text, /AssertionError: expected 1 to be 2/);
  assert.match(text, /casebook run -n 20 -- npx vitest run/);
});

test('a file of results that is gone tells nothing', async (signal) => {
  await rm(inFolder('out/vitest-results.json'));
  await vscode.window.showTextDocument(vscode.Uri.file(inFolder('tests/prices.test.ts')));
  await shows(signal, vscode.Uri.file(inFolder('tests/prices.test.ts')), []);
});
