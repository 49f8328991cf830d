import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { eventually, folder, inFolder } from './support.js';

test('the folder is not trusted', () => {
  assert.equal(vscode.workspace.isTrusted, false);
});

test('nothing that starts a process does so, even when it is called by its id', async () => {
  await mkdir(inFolder('WIs'));
  await writeFile(inFolder('WIs/WI1_read-me.md'), '# WI1: Read me\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n\n**Hypothesis 1:** It is refused\n\nProbe: 127.0.0.1:1 expect refused\n\n## Phase 2: Design\n\n```sh\ntouch ran\n```\n');
  const calls: [string, unknown][] = [
    ['casebook.newWorkItem', { title: 'x', template: 'bug-fix' }],
    ['casebook.runRepeatedly', { command: 'node -e "process.exit(1)"', attempts: 1, workItem: null }],
    ['casebook.runUntilFailure', { command: 'node -e "process.exit(1)"', attempts: 1, workItem: null }],
    ['casebook.probeEndpoint', { target: '127.0.0.1:1', workItem: null }],
    ['casebook.probeMatrix', { target: '127.0.0.1:1', workItem: null }],
    ['casebook.probeSelection', undefined],
    ['casebook.wait', { target: '127.0.0.1:1', for: 'tcp', timeout: '100ms', workItem: null }],
    ['casebook.snapshot', { workItem: null }],
    ['casebook.runAndRecord', { root: folder(), workItem: 'WIs/WI1_read-me.md', line: 15, nth: 0, sha256: createHash('sha256').update('sh\ntouch ran').digest('hex') }],
    ['casebook.probeHypothesis', { root: folder(), workItem: 'WIs/WI1_read-me.md', number: 1, statement: 'It is refused' }],
    ['casebook.runAgain', { root: folder(), run: '20260101-000000-abcd' }],
    ['casebook.verifyFix', { root: folder(), run: '20260101-000000-abcd' }],
    ['casebook.repeatLastCommand', undefined],
    ['casebook.repeatTest', { id: 'a', label: 'a', children: [], uri: vscode.Uri.file(inFolder('test/race.test.mjs')) }],
    ['casebook.repeatTestUntilFailure', { results: inFolder('junit.xml'), test: 'a', file: inFolder('test/race.test.mjs') }],
  ];
  for (const [command, argument] of calls) assert.equal(await vscode.commands.executeCommand(command, argument), undefined, command);
  assert.equal((await readdir(folder())).includes('.casebook'), false);
  assert.deepEqual(await readdir(inFolder('WIs')), ['WI1_read-me.md']);
  assert.equal((await readdir(folder())).includes('ran'), false);
});

test('reading works', async (signal) => {
  await vscode.commands.executeCommand('casebook.openPhase', { root: folder(), workItem: 'WIs/WI1_read-me.md', phase: 'Design' });
  await eventually(signal, () => {
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.lineAt(editor.selection.active.line).text, '## Phase 2: Design');
  });
});

test('no lens offers a probe, or to run shell code; what an error means is told, without a way to start one', async (signal) => {
  const uri = vscode.Uri.file(inFolder('WIs/WI3_refused.md'));
  await writeFile(uri.fsPath, '# WI3: Refused\n\n**Hypothesis 1:** It is refused\n\nProbe: 127.0.0.1:1 expect refused\n\nconnect ECONNREFUSED 127.0.0.1:1\n\n```sh\ntouch ran\n```\n');
  await vscode.window.showTextDocument(uri);
  await eventually(signal, async () => {
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, new vscode.Position(6, 12));
    const [content] = hover?.contents ?? [];
    assert.ok(content instanceof vscode.MarkdownString);
    assert.match(content.value, /refused/);
    assert.doesNotMatch(content.value, /command:/);
  });
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  assert.deepEqual(lenses.filter(({ command }) => /probe|record/i.test(command?.title ?? '')), []);
});

test('a work item is checked by what stands in it; nothing around it is looked at', async (signal) => {
  const uri = vscode.Uri.file(inFolder('WIs/WI1_read-me.md'));
  await vscode.window.showTextDocument(uri);
  await eventually(signal, () => {
    const rules = vscode.languages.getDiagnostics(uri).map(({ code }) => (typeof code === 'object' ? code.value : code));
    assert.ok(rules.includes('phase-missing'), rules.join());
  });
  await writeFile(inFolder('WIs/WI2_other.md'), '# WI2: Other\n\nLike WI1, but see src/missing.mjs:1.\n');
  const other = await vscode.workspace.openTextDocument(inFolder('WIs/WI2_other.md'));
  await vscode.window.showTextDocument(other);
  await eventually(signal, async () => {
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', other.uri, new vscode.Position(2, 6));
    assert.ok(hover);
  });
  await eventually(signal, () => assert.notEqual(vscode.languages.getDiagnostics(other.uri).length, 0));
  assert.equal(vscode.languages.getDiagnostics(other.uri).filter(({ code }) => typeof code === 'object' && code.value === 'file-not-found').length, 0);
});

test('what failed is shown, without a way to run it', async (signal) => {
  await mkdir(inFolder('.casebook'));
  const uri = vscode.Uri.file(inFolder('prices.test.mjs'));
  await writeFile(uri.fsPath, "import { test } from 'node:test';\n\ntest('prices an order', () => {});\n");
  await writeFile(inFolder('junit.xml'), '<testsuite><testcase name="prices an order" file="prices.test.mjs"><failure message="no"/></testcase></testsuite>');
  await vscode.window.showTextDocument(uri);
  await eventually(signal, async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    assert.deepEqual(lenses.map(({ command }) => command?.title).filter((title) => title?.startsWith('✗') === true || /Run|Repeat|Work Item/.test(title ?? '')), ['✗ failed in junit.xml, just now']);
  });
});
