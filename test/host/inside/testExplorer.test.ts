/** Tests of another extension: this file's own controller stands for it. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { accepting, closeAllEditors, ended, eventually, inFolder, type Run, type WorkItem } from './support.js';

const SPEC = `import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

describe('prices', () => {
  test('costs $3.50 (net)', () => {
    assert.equal(1 + 1, 3);
  });

  test('costs nothing', () => {});
});
`;

const controller = vscode.tests.createTestController('somebody-else', 'Somebody else');

/** The tests of the file as an extension would list them. */
async function tests(): Promise<{ readonly file: vscode.TestItem; readonly failing: vscode.TestItem; readonly passing: vscode.TestItem }> {
  const uri = vscode.Uri.file(inFolder('prices.test.mjs'));
  await writeFile(uri.fsPath, SPEC);
  const item = (id: string, label: string, first: number, last: number): vscode.TestItem => {
    const made = controller.createTestItem(id, label, uri);
    made.range = new vscode.Range(first, 0, last, 3);
    return made;
  };
  const file = controller.createTestItem('file', 'prices.test.mjs', uri);
  const suite = item('suite', 'prices', 3, 9);
  const failing = item('net', 'costs $3.50 (net)', 4, 6);
  const passing = item('nothing', 'costs nothing', 8, 8);
  suite.children.replace([failing, passing]);
  file.children.replace([suite]);
  controller.items.replace([file]);
  return { file, failing, passing };
}

const NO_ITEM = { attempts: 3, workItem: null };

test('the command for a test is proposed, kept in the configuration, and then known', async (signal) => {
  const { failing, passing } = await tests();
  const run = await accepting(signal, vscode.commands.executeCommand<Run | undefined>('casebook.repeatTest', failing, NO_ITEM));
  assert.ok(run);
  const ledger = await ended(signal, run, undefined);
  assert.deepEqual(ledger.command, ['node', '--test', '--test-name-pattern=costs \\$3\\.50 \\(net\\)$', 'prices.test.mjs']);
  const config = JSON.parse(await readFile(inFolder('.casebook/config.json'), 'utf8')) as { tests: unknown };
  assert.deepEqual(config.tests, [{ files: '**/*.test.mjs', command: 'node --test --test-name-pattern={name} {file}' }]);

  // Nothing is asked any more: it would hang here.
  const again = await vscode.commands.executeCommand<Run | undefined>('casebook.repeatTestUntilFailure', passing, NO_ITEM);
  assert.ok(again);
  const second = await ended(signal, again, undefined);
  assert.deepEqual(second.command.slice(2), ['--test-name-pattern=costs nothing$', 'prices.test.mjs']);
  assert.equal(second.plan.untilFailures, 1);
}, { timeoutMs: 120_000 });

test('of a file, a suite and its test only the outermost is run; the gutter’s undefined disturbs nobody', async (signal) => {
  const { file, failing } = await tests();
  const run = await vscode.commands.executeCommand<Run | undefined>('casebook.repeatTest', failing, undefined, file, failing, NO_ITEM);
  assert.ok(run);
  assert.deepEqual((await ended(signal, run, undefined)).command, ['node', '--test', 'prices.test.mjs']);
}, { timeoutMs: 120_000 });

test('several tests are run one after the other', async (signal) => {
  const { failing, passing } = await tests();
  const run = await vscode.commands.executeCommand<Run | undefined>('casebook.repeatTest', failing, passing, { attempts: 2, workItem: null });
  assert.ok(run);
  const first = await ended(signal, run, undefined);
  await eventually(signal, async () => {
    const runs = await runsBy('--test-name-pattern=costs nothing$', 2);
    assert.ok(runs.some(({ startedAt }) => startedAt >= (first.result?.endedAt ?? '')), 'the second has not begun');
  });
}, { timeoutMs: 120_000 });

async function runsBy(word: string, attempts: number): Promise<{ readonly startedAt: string }[]> {
  const files = await vscode.workspace.findFiles(new vscode.RelativePattern(inFolder('.casebook/runs'), '*/run.json'));
  const runs = await Promise.all(files.map(async ({ fsPath }) => JSON.parse(await readFile(fsPath, 'utf8')) as { startedAt: string; command: string[]; plan: { attempts: number } }));
  return runs.filter(({ command, plan }) => command.includes(word) && plan.attempts === attempts);
}

test('a test without a file of the workspace is refused', async () => {
  const item = controller.createTestItem('x', 'nowhere');
  assert.equal(await vscode.commands.executeCommand('casebook.repeatTest', item, NO_ITEM), undefined);
});

test('a failure’s message becomes a work item, and the next time that one is offered', async (signal) => {
  const { failing } = await tests();
  await vscode.workspace.fs.delete(vscode.Uri.file(inFolder('.casebook/runs')), { recursive: true });
  await eventually(signal, async () => assert.equal((await lenses()).length, 0));
  const message = new vscode.TestMessage('expected 2 to be 3\npassword=hunter22');
  const made = await vscode.commands.executeCommand<WorkItem | undefined>('casebook.workItemForTest', { test: failing, message }, { title: 'Net price' });
  assert.ok(made);
  const text = await readFile(path.join(made.root, made.workItem), 'utf8');
  assert.match(text, /expected 2 to be 3/);
  assert.match(text, /costs \$3\.50 \(net\)/);
  assert.match(text, /casebook run -n 20 -- node --test/);
  assert.doesNotMatch(text, /hunter22/);
  await closeAllEditors();
  const again = await accepting(signal, vscode.commands.executeCommand<WorkItem | undefined>('casebook.workItemForTest', failing));
  assert.deepEqual(again, made);
}, { timeoutMs: 120_000 });

async function lenses(): Promise<vscode.CodeLens[]> {
  const uri = vscode.Uri.file(inFolder('prices.test.mjs'));
  await vscode.window.showTextDocument(uri);
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return all.filter(({ command }) => command?.command.startsWith('casebook.') === true);
}

test('Verify Fix replays the run before the change, and proves it gone', async (signal) => {
  const { failing } = await tests();
  const baseline = await vscode.commands.executeCommand<Run | undefined>('casebook.repeatTest', failing, { attempts: 5, workItem: null });
  assert.ok(baseline);
  await ended(signal, baseline, undefined);
  await writeFile(inFolder('prices.test.mjs'), SPEC.replace('1 + 1, 3', '1 + 1, 2'));
  const proof = await vscode.commands.executeCommand<Run | undefined>('casebook.verifyFix', { ...baseline, workItem: null });
  assert.ok(proof);
  const ledger = await ended(signal, proof, undefined);
  assert.equal(ledger.purpose, 'verify');
  assert.equal(ledger.baseline, baseline.run);
  assert.ok(['completed', 'decided'].includes(ledger.result?.reason ?? ''));
}, { timeoutMs: 120_000 });
