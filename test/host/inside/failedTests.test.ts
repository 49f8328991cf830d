/** What is done with one failing test of a run, by the commands of its row. The rows, and dragging them, are in test/host/window/failedTests.test.ts. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { RunFile } from '../../../src/node/run/records.js';
import { test } from './runner.js';
import { accepting, closeAllEditors, ended, eventually, folder, inFolder, ledgerOf, newWorkItem, onDisk, startRun, type Run, type WorkItem } from './support.js';

/** Every second attempt of `comes and goes` fails. */
const SPEC = `import assert from 'node:assert/strict';
import { test } from 'node:test';

test('always fails', () => {
  assert.equal(1 + 1, 3);
});

test('comes and goes', () => {
  assert.equal(Number(process.env.CASEBOOK_ATTEMPT) % 2, 0);
});

test('never fails', () => {});
`;

/** Tells of a failing test without a word about its file. */
const NOWHERE = `console.log('TAP version 13\\nnot ok 1 - has no file\\n1..1'); process.exitCode = 1;`;

const command = <T = unknown>(name: string, ...args: readonly unknown[]) => vscode.commands.executeCommand<T>(`casebook.${name}`, ...args);
/** Where the cursor stands, 1-based. */
const shown = () => `${vscode.workspace.asRelativePath(vscode.window.activeTextEditor?.document.uri ?? '')}:${(vscode.window.activeTextEditor?.selection.active.line ?? -1) + 1}`;

let item: WorkItem;
let failing: Run;
let nowhere: Run;

test('a failing test opens where it failed, and where it begins once its file has changed', async (signal) => {
  item = await newWorkItem('Prices');
  await writeFile(inFolder('prices.test.mjs'), SPEC);
  failing = await startRun('node --test --test-reporter=tap prices.test.mjs', 4, item);
  await ended(signal, failing, 'written');
  await command('openTest', { ...failing, test: 'always fails' });
  assert.equal(shown(), 'prices.test.mjs:5');
  await command('openTest', { ...failing, test: 'comes and goes' });
  assert.equal(shown(), 'prices.test.mjs:8'); // the other one failed beside it, and its line is no place of this one
  const document = await vscode.workspace.openTextDocument(inFolder('prices.test.mjs'));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), '// a line more\n\n');
  assert.ok(await vscode.workspace.applyEdit(edit));
  await command('openTest', { ...failing, test: 'always fails' });
  assert.equal(shown(), 'prices.test.mjs:6');
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await closeAllEditors();
}, { timeoutMs: 120_000 });

test('one whose file is not known opens the log of its failure, and without a log the report', async (signal) => {
  await writeFile(inFolder('nowhere.cjs'), NOWHERE);
  nowhere = await startRun('node nowhere.cjs', 2, null);
  await ended(signal, nowhere, undefined);
  await command('openTest', { ...nowhere, test: 'has no file' });
  await eventually(signal, () => assert.match(shown(), /logs\/0001\.log:1$/));
  await closeAllEditors();
  await vscode.workspace.fs.delete(vscode.Uri.file(inFolder('.casebook/runs', nowhere.run, 'logs')), { recursive: true });
  await command('openTest', { ...nowhere, test: 'has no file' });
  await eventually(signal, () => assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview));
  await closeAllEditors();
}, { timeoutMs: 120_000 });

test('it is linked by its name and its line; one whose file is not known, or that did not fail, links nothing', async () => {
  await command('linkFile', { ...item, ...failing, test: 'comes and goes' });
  assert.match(await onDisk(item), /^- \[comes and goes\]\(\.\.\/prices\.test\.mjs#L8\)$/m);
  const before = await onDisk(item);
  await command('linkFile', { ...item, ...failing, test: 'comes and goes' });
  await command('linkFile', { ...item, ...failing, test: 'never fails' });
  await command('linkFile', { ...item, ...nowhere, test: 'has no file' });
  await command('linkFile', { ...item, ...failing, run: '../../../etc', test: 'always fails' });
  assert.equal(await onDisk(item), before);
});

test('it is repeated by the command that runs one test', async (signal) => {
  await mkdir(inFolder('.casebook'), { recursive: true });
  const config = inFolder('.casebook/config.json');
  await writeFile(config, JSON.stringify({ ...(JSON.parse(await readFile(config, 'utf8').catch(() => '{}')) as object), tests: [] }));
  const run = await accepting(signal, command<Run | undefined>('repeatTest', { ...failing, test: 'always fails', attempts: 2, workItem: null }));
  assert.ok(run);
  assert.deepEqual((await ended(signal, run, undefined)).command, ['node', '--test', '--test-name-pattern=always fails$', 'prices.test.mjs']);
  // Several, as a tree hands them over: one after the other, and by now nothing is asked.
  const rows = ['comes and goes', 'always fails'].map((name) => ({ ref: { ...failing, test: name } }));
  const first = await command<Run | undefined>('repeatTestUntilFailure', rows[0], rows, { attempts: 2, workItem: null });
  assert.ok(first);
  assert.deepEqual((await ended(signal, first, undefined)).command.slice(2), ['--test-name-pattern=comes and goes$', 'prices.test.mjs']);
  await eventually(signal, async () => {
    const ledgers = await vscode.workspace.findFiles(new vscode.RelativePattern(inFolder('.casebook/runs'), '*/run.json'));
    const runs = await Promise.all(ledgers.map(async ({ fsPath }) => JSON.parse(await readFile(fsPath, 'utf8')) as RunFile));
    assert.ok(runs.some((other) => other.plan.untilFailures === 1 && other.command.includes('--test-name-pattern=always fails$') && other.result), 'the second has not run');
  });
  assert.equal(await command('repeatTest', { ...nowhere, test: 'has no file', attempts: 1, workItem: null }), undefined);
}, { timeoutMs: 120_000 });

test('beside one whose file is not known none is repeated, and beside what has no file none is linked, nor the file in the editor', async () => {
  const runs = async () => (await vscode.workspace.fs.readDirectory(vscode.Uri.file(inFolder('.casebook/runs')))).length;
  const before = await runs();
  const rows = [{ ref: { ...failing, test: 'comes and goes' } }, { ref: { ...nowhere, test: 'has no file' } }];
  assert.equal(await command('repeatTest', rows[0], rows, { attempts: 1, workItem: null }), undefined);
  assert.equal(await runs(), before);
  await vscode.window.showTextDocument(vscode.Uri.file(inFolder('prices.test.mjs')));
  const text = await onDisk(item);
  await command('linkFile', item, [{ label: 'a test without a file' }]);
  await command('linkFile', item, [vscode.Uri.file(inFolder('package.json')), { label: 'a test without a file' }]);
  assert.equal(await onDisk(item), text);
  await closeAllEditors();
}, { timeoutMs: 60_000 });

test('what is done to a run is not done to another one whose failing test is selected with it', async (signal) => {
  const cancelled = async (): Promise<Run> => {
    const run = await startRun('sleep 600', 1, null);
    await command('cancelRun', run);
    await ended(signal, run, undefined);
    return run;
  };
  const [one, other] = [await cancelled(), await cancelled()];
  const rows = [{ kind: 'run', ref: one }, { kind: 'failedTest', ref: { ...other, test: 'always fails' } }];
  await command('resumeRun', rows[0], rows);
  await eventually(signal, async () => assert.equal((await ledgerOf(one)).history?.at(-1)?.type, 'resumed'));
  assert.equal((await ledgerOf(other)).result?.reason, 'cancelled');
  assert.ok(!(await ledgerOf(other)).history?.some(({ type }) => type === 'resumed'));
  await command('cancelRun', one);
  await ended(signal, one, undefined);
}, { timeoutMs: 90_000 });

test('its work item is that of its run, and without one it is made from the run, once for all of its tests', async (signal) => {
  assert.deepEqual(await command('workItemForTest', { ref: { ...failing, test: 'always fails' } }), item);
  // Names so short are looked for in no other work item, so that only the title is asked for.
  await writeFile(inFolder('sums.test.mjs'), SPEC.replace('always fails', 'adds').replace('comes and goes', 'takes'));
  const alone = await startRun('node --test --test-reporter=tap sums.test.mjs', 1, null);
  await ended(signal, alone, undefined);
  const rows = ['adds', 'takes'].map((name) => ({ ref: { ...alone, test: name } }));
  const made = await accepting(signal, command<WorkItem | undefined>('workItemForTest', rows[0], rows));
  assert.ok(made);
  assert.notDeepEqual(made, item);
  assert.equal((await ended(signal, alone, 'written')).writeBack?.workItem, made.workItem);
  assert.equal((await vscode.workspace.findFiles('WIs/*.md')).length, 2);
}, { timeoutMs: 120_000 });

test('what a run that was killed had told is told anew when it has gone on', async (signal) => {
  // Up to the second attempt one test fails, from the third on another, and the third waits for the file `on`.
  await writeFile(inFolder('later.cjs'), `const late = Number(process.env.CASEBOOK_ATTEMPT) > 2;
const tell = () => { console.log('TAP version 13\\nnot ok 1 - ' + (late ? 'late' : 'early') + '\\n1..1'); process.exitCode = 1; };
if (!late) tell();
else { const t = setInterval(() => { if (require('node:fs').existsSync('on')) { clearInterval(t); tell(); } }, 20); }
`);
  const started = await startRun('node later.cjs', 4, null);
  const attempts = () => readFile(inFolder('.casebook/runs', started.run, 'attempts.ndjson'), 'utf8');
  await eventually(signal, async () => assert.equal((await attempts()).trim().split('\n').length, 2));
  const { runner } = await ledgerOf(started);
  process.kill(runner.pid, 'SIGKILL');
  await eventually(signal, () => assert.throws(() => process.kill(runner.pid, 0)));
  await closeAllEditors();
  await command('openTest', { ...started, test: 'early' });
  assert.match(shown(), /logs\/0001\.log:1$/);
  await command('resumeRun', started);
  await writeFile(inFolder('on'), ''); // not before: it changes the sources
  assert.equal((await ended(signal, started, undefined)).result?.reason, 'completed');
  await command('openTest', { ...started, test: 'late' });
  assert.match(shown(), /logs\/0003\.log:1$/);
}, { timeoutMs: 120_000 });

test('a run whose ledger is damaged is refused, and nothing is thrown', async () => {
  const ledger = vscode.Uri.file(inFolder('.casebook/runs', nowhere.run, 'run.json'));
  await vscode.workspace.fs.writeFile(ledger, Buffer.from('{'));
  await closeAllEditors();
  const before = await onDisk(item);
  await command('openTest', { ...nowhere, test: 'has no file' });
  await command('openTest', { root: folder(), run: '20261121-140233-a3f9', test: 'has no file' });
  await command('linkFile', { ...item, ...nowhere, test: 'has no file' });
  assert.equal(await command('repeatTest', { ...nowhere, test: 'has no file', attempts: 1, workItem: null }), undefined);
  assert.deepEqual(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)), []);
  assert.equal(await onDisk(item), before);
});
