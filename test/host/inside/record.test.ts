import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { ended, eventually, inFolder, ledgerOf, onDisk, openedItem, startRun } from './support.js';

const HEAD = '# WI1: Orders\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n\n### Debug Information\n\n#### Reproduction Steps\n\n';
const TEXT = `${HEAD}\`\`\`sh
echo one; exit 3
\`\`\`

\`\`\`text
echo no shell
\`\`\`

\`\`\`sh
npm test -- {{component}}
\`\`\`

1. Then

   \`\`\`bash
   echo two
   \`\`\`
`;

const item = (signal: AbortSignal, name: string, text: string) => openedItem(signal, name, text, lensesOf);

async function lensesOf({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses.filter(({ command }) => command?.title === 'Run and record').sort((a, b) => a.range.start.line - b.range.start.line);
}

/** What the first lens does. */
async function followLens(document: vscode.TextDocument): Promise<string> {
  const [lens] = await lensesOf(document);
  assert.ok(lens?.command, 'no lens');
  const [argument] = lens.command.arguments as unknown[];
  return ranWith(lens.command.command, argument);
}

async function ranWith(command: string, ...args: unknown[]): Promise<string> {
  const id: unknown = await vscode.commands.executeCommand(command, ...args);
  assert.ok(typeof id === 'string', 'nothing was recorded');
  return id;
}

/** A run with these very words is one that the user has asked for: they are not shown again. (The question itself is for the tests in a window.) */
async function approve(signal: AbortSignal, shell: string, script: string): Promise<void> {
  await ended(signal, await startRun(`${shell} -c '${script}'`, 1, null), undefined);
}

function withoutBlock(text: string): string {
  return text.replace(/\r?\n\r?\n<!-- casebook:begin[\s\S]*?casebook:end[^\n\r]*-->/, '');
}

test('the user saves', async () => {
  await vscode.extensions.getExtension('casebook.casebook')?.activate();
});

test('each piece of shell code that can be run has a lens, and none where lenses are off', async (signal) => {
  const { document } = await item(signal, 'WI1_orders', TEXT);
  await eventually(signal, async () => assert.deepEqual((await lensesOf(document)).map(({ range }) => document.lineAt(range.start.line).text), ['```sh', '   ```bash']));
  const lenses = vscode.workspace.getConfiguration('casebook');
  await lenses.update('codeLens', false, vscode.ConfigurationTarget.Workspace);
  await eventually(signal, async () => assert.deepEqual(await lensesOf(document), []));
  await lenses.update('codeLens', undefined, vscode.ConfigurationTarget.Workspace);
  await eventually(signal, async () => assert.equal((await lensesOf(document)).length, 2));
});

test('a lens runs its code once and puts the evidence under it; running it again puts new evidence in its place', async (signal) => {
  await approve(signal, 'sh', 'echo one; exit 3');
  const { item: ref, document } = await item(signal, 'WI1_orders', TEXT);
  const first = await followLens(document);
  const once = await onDisk(ref);
  assert.match(once, new RegExp(`exit 3\\n\`\`\`\\n\\n<!-- casebook:begin command ${first} -->\\n\\*\\*Exited with 3 after [^]*one`));
  assert.equal(withoutBlock(once), TEXT);
  const ledger = await ledgerOf({ root: ref.root, run: first });
  assert.deepEqual([ledger.kind, ledger.writeBack?.state, ledger.writeBack?.workItem], ['command', 'written', ref.workItem]);

  await eventually(signal, () => assert.equal(document.getText(), once));
  const second = await followLens(document);
  const twice = await onDisk(ref);
  assert.notEqual(second, first);
  assert.ok(twice.includes(`casebook:begin command ${second} `) && !twice.includes(first), twice);
  assert.equal(withoutBlock(twice), TEXT);
}, { timeoutMs: 60_000 });

test('at the cursor, by the command; CRLF stays CRLF', async (signal) => {
  await approve(signal, 'bash', 'echo two');
  const text = TEXT.replaceAll('\n', '\r\n');
  const { item: ref, document } = await item(signal, 'WI2_crlf', text);
  const editor = await vscode.window.showTextDocument(document);
  const line = document.lineCount - 3;
  editor.selection = new vscode.Selection(line, 0, line, 0);
  await ranWith('casebook.runAndRecord');
  const after = await onDisk(ref);
  assert.match(after, /echo two\r\n {3}```\r\n\r\n<!-- casebook:begin command /);
  assert.doesNotMatch(after, /[^\r]\n/);
  assert.equal(withoutBlock(after), text);
}, { timeoutMs: 60_000 });

test('code among unsaved edits is run as it stands there, and its evidence stands among them until they are saved', async (signal) => {
  await approve(signal, 'sh', 'echo unsaved');
  const { item: ref, document } = await item(signal, 'WI3_unsaved', TEXT);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(document.getText().indexOf('echo one')), document.positionAt(document.getText().indexOf('exit 3') + 6)), 'echo unsaved');
  edit.insert(document.uri, new vscode.Position(0, 0), 'Above.\n\n');
  assert.ok(await vscode.workspace.applyEdit(edit));
  const unsaved = document.getText();
  await eventually(signal, async () => assert.equal((await lensesOf(document))[0]?.range.start.line, 12));
  const first = await followLens(document);
  assert.equal(await onDisk(ref), TEXT);
  assert.match(document.getText(), new RegExp(`echo unsaved\\n\`\`\`\\n\\n<!-- casebook:begin command ${first}`));
  assert.equal(withoutBlock(document.getText()), unsaved);
  assert.equal((await ledgerOf({ root: ref.root, run: first })).writeBack?.state, 'pending');

  const second = await followLens(document);
  assert.equal(withoutBlock(document.getText()), unsaved);
  assert.ok(await document.save());
  await eventually(signal, async () => {
    // The first one's place was taken by the second: neither is left to be written.
    for (const run of [first, second]) assert.equal((await ledgerOf({ root: ref.root, run })).writeBack?.state, 'written');
  });
  assert.ok((await onDisk(ref)).includes(second));
}, { timeoutMs: 90_000 });

test('what has changed since its lens was made, and what cannot be run, is refused', async (signal) => {
  const { item: ref, document } = await item(signal, 'WI4_changed', TEXT);
  const [lens] = await lensesOf(document);
  const [argument] = (lens?.command?.arguments ?? []) as unknown[];
  await writeFile(path.join(ref.root, ref.workItem), TEXT.replace('echo one', 'touch ran'));
  await eventually(signal, () => assert.match(document.getText(), /touch ran/));
  assert.equal(await vscode.commands.executeCommand('casebook.runAndRecord', argument), undefined);
  const editor = await vscode.window.showTextDocument(document);
  for (const line of [0, document.positionAt(document.getText().indexOf('{{component}}')).line]) {
    editor.selection = new vscode.Selection(line, 0, line, 0);
    assert.equal(await vscode.commands.executeCommand('casebook.runAndRecord'), undefined);
  }
  assert.doesNotMatch(await onDisk(ref), /casebook:begin/);
  await assert.rejects(readFile(inFolder('ran')));
});
