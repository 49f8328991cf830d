import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { eventually, folder, inFolder, newWorkItem, onDisk } from './support.js';

const PHASES = ['Investigation', 'Design', 'TDD/BDD', 'Implementation', 'Testing & Validation', 'Owner Acceptance'];
const FIELDS = ['Error Messages', 'Log Locations', 'System State', 'Reproduction Steps', 'Evidence'];

test('New Work Item makes a file with the six phases and the five fields, and opens it', async () => {
  const item = await newWorkItem('Orders test fails one time in four');
  assert.equal(item.root, folder());
  assert.equal(item.workItem, 'WIs/WI1_orders-test-fails-one-time-in-four.md');
  const text = await onDisk(item);
  const headings = Array.from(text.matchAll(/^## Phase \d: (.+)$/gm), ([, title]) => title?.replace(/ \(.*/, ''));
  assert.deepEqual(headings, PHASES);
  for (const field of FIELDS) assert.match(text, new RegExp(`^#### ${field}`, 'm'));
  assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, inFolder(item.workItem));
});

test('the next one gets the next number', async () => {
  assert.match((await newWorkItem('Another one')).workItem, /^WIs\/WI2_another-one\.md$/);
});

test('an unknown template is refused, and nothing is made', async () => {
  const made: unknown = await vscode.commands.executeCommand('casebook.newWorkItem', { title: 'x', template: 'no-such-template' });
  assert.equal(made, undefined);
  assert.equal((await vscode.workspace.findFiles('WIs/*.md')).length, 2);
});

test('Open Work Item opens the one that it is called with, and a phase opens at its heading in the text as it is now', async () => {
  const item = await newWorkItem('Phases move');
  const document = await vscode.workspace.openTextDocument(inFolder(item.workItem));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, '\nunsaved');
  const above = document.getText().indexOf('## Phase 1');
  edit.insert(document.uri, document.positionAt(above), 'three\n\nlines\n');
  assert.ok(await vscode.workspace.applyEdit(edit));
  await vscode.window.showTextDocument(vscode.Uri.file(inFolder('package.json')));
  await vscode.commands.executeCommand('casebook.openPhase', { ...item, phase: 'Design' });
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor);
  assert.match(editor.document.lineAt(editor.selection.active.line).text, /^## Phase 2: Design/);
  await document.save();
  await vscode.commands.executeCommand('casebook.openWorkItem', { root: item.root, workItem: 'WIs/WI2_another-one.md' });
  assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, inFolder('WIs/WI2_another-one.md'));
});

test('a path out of the root is no work item', async () => {
  const before = vscode.window.activeTextEditor?.document.uri.toString();
  // Without a valid target the command asks; the question is left by closing it.
  const asked = vscode.commands.executeCommand('casebook.openWorkItem', { root: folder(), workItem: '../../etc/passwd' });
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  await eventually(AbortSignal.timeout(5_000), async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await Promise.race([asked, Promise.reject(new Error('still asking'))]);
  });
  assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), before);
});

test('.casebook/config.json is checked against its schema', async (signal) => {
  const file = vscode.Uri.file(inFolder('.casebook/config.json'));
  await writeFile(file.fsPath, '{ "workItems": { "folders": [] }, "enviroment": [] }\n');
  await vscode.window.showTextDocument(file);
  const messages = await eventually(signal, () => {
    const found = vscode.languages.getDiagnostics(file).map(({ message }) => message);
    assert.ok(found.length >= 2, JSON.stringify(found));
    return found;
  });
  assert.ok(messages.some((message) => message.includes('enviroment')), JSON.stringify(messages));
});
