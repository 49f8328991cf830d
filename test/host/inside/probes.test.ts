import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { eventually, folder, inFolder, onDisk, openedItem } from './support.js';

const item = (signal: AbortSignal, name: string, text: string) => openedItem(signal, name, text, lensesOf);

async function ours(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
}

/** Our lenses as a person sees them: `line: title | title`. */
async function lensesOf({ uri }: vscode.TextDocument): Promise<string[]> {
  const byLine = new Map<number, string[]>();
  for (const { range, command } of await ours(uri)) {
    if (command === undefined || !/probe/i.test(command.title)) continue;
    byLine.set(range.start.line + 1, [...(byLine.get(range.start.line + 1) ?? []), command.title]);
  }
  return [...byLine].map(([line, titles]) => `${line}: ${titles.join(' | ')}`).sort();
}

/** Runs what a lens offers. */
async function follow({ uri }: vscode.TextDocument, title: string): Promise<unknown> {
  const command = (await ours(uri)).map((lens) => lens.command).find((candidate) => candidate?.title === title);
  assert.ok(command, `no lens ${title}`);
  const [argument] = command.arguments as unknown[];
  return vscode.commands.executeCommand(command.command, argument);
}

async function hover(document: vscode.TextDocument, text: string): Promise<string> {
  const at = document.positionAt(document.getText().indexOf(text) + 1);
  const found = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
  return found.flatMap(({ contents }) => contents).map((content) => (content instanceof vscode.MarkdownString ? content.value : '')).join('\n').replace(/\\(?=[!-/:-@[-`{-~])/g, '');
}

// Nothing listens on port 11 of loopback.
const HYPOTHESES = `# WI1: Orders

**Status**: Investigation

## Phase 1: Investigation

### Debug Information

#### Evidence

The client says: connect ECONNREFUSED 127.0.0.1:11, and [::1]:2 or localhost:3.
See [the page](http://127.0.0.1:4/).

### Hypotheses

- **Hypothesis 1 (open):** nothing listens
  Probe: 127.0.0.1:11 expect refused
- **Hypothesis 2 (open, ask Anna):** the service is up
  Probe: http://127.0.0.1:11/ expect up
- **Hypothesis 3:** nobody said what to expect, \`casebook probe --timeout 2s 127.0.0.1:11\`
- **Hypothesis 4:** a command
  Probe: cmd -- rm -rf .
`;

test('the user saves', async () => {
  await vscode.extensions.getExtension('casebook.casebook')?.activate();
});

test('a work item offers to probe what it names, and the probes of its hypotheses', async (signal) => {
  const { document } = await item(signal, 'WI1_orders', HYPOTHESES);
  await eventually(signal, async () =>
    assert.deepEqual(await lensesOf(document), [
      '11: Probe 127.0.0.1:11 | Probe [::1]:2 | Probe localhost:3',
      '16: Run probe: 127.0.0.1:11',
      '18: Run probe: http://127.0.0.1:11/',
      '20: Run probe: 127.0.0.1:11',
      '21: No probe: `-rf` is not taken from a text: only --timeout and --insecure are.',
    ]),
  );
});

test('a hypothesis is supported, refuted or undecided by what its probe measured, with a link to the evidence', async (signal) => {
  const { item: ref, document } = await item(signal, 'WI1_orders', HYPOTHESES);
  const run = (number: number, statement: string) => vscode.commands.executeCommand('casebook.probeHypothesis', { ...ref, number, statement });
  assert.equal(await run(1, 'nothing listens'), 'supported');
  assert.equal(await run(2, 'the service is up'), 'refuted');
  assert.equal(await run(3, 'nobody said what to expect, casebook probe --timeout 2s 127.0.0.1:11'), 'undecided');
  const text = await onDisk(ref);
  const ids = Array.from(text.matchAll(/casebook:begin probe (\S+)/g), ([, id]) => id ?? '');
  assert.equal(ids.length, 3);
  assert.ok(text.includes(`**Hypothesis 1 (supported: probe ${ids[0] ?? ''}):** nothing listens`), text);
  assert.ok(text.includes(`**Hypothesis 2 (refuted: probe ${ids[1] ?? ''}; ask Anna):** the service is up`), text);
  assert.ok(text.includes(`(undecided: probe ${ids[2] ?? ''})`), text);
  assert.match(text, /timeout 2s/);

  await eventually(signal, async () => {
    assert.equal(document.getText(), text);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri, 100);
    const lines = links.filter(({ tooltip }) => tooltip === 'Show the Evidence').map(({ target }) => Number(/^L(\d+)$/.exec(target?.fragment ?? '')?.[1]));
    assert.deepEqual(lines.map((line) => document.lineAt(line - 1).text), ids.map((id) => `<!-- casebook:begin probe ${id} -->`));
  });
});

test('a hypothesis among unsaved edits is marked there; one that changed meanwhile is not', async (signal) => {
  const { item: ref, document } = await item(signal, 'WI2_unsaved', HYPOTHESES);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(document.lineCount, 0), '\nunsaved\n');
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.equal(await follow(document, 'Run probe: 127.0.0.1:11'), 'supported');
  await eventually(signal, () => assert.match(document.getText(), /Hypothesis 1 \(supported: probe \S+\):\*\* nothing[^]*unsaved\n$/));
  assert.equal(document.isDirty, true);
  assert.equal(await onDisk(ref), HYPOTHESES);
  assert.equal(await vscode.commands.executeCommand('casebook.probeHypothesis', { ...ref, number: 1, statement: 'another one' }), undefined);
  await vscode.commands.executeCommand('workbench.action.files.revert');
});

test('no text of a work item is a command', async (signal) => {
  const { item: ref } = await item(signal, 'WI3_hostile', HYPOTHESES);
  assert.equal(await vscode.commands.executeCommand('casebook.probeHypothesis', { ...ref, number: 4, statement: 'a command' }), undefined);
  assert.equal(await onDisk(ref), HYPOTHESES);
});

test('Probe This asks what is selected, and writes into the work item that it stands in', async (signal) => {
  const { item: ref, document } = await item(signal, 'WI4_selection', HYPOTHESES);
  const select = (text: string): void => {
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document, document);
    const start = document.getText().indexOf(text);
    editor.selection = new vscode.Selection(document.positionAt(start), document.positionAt(start + text.length));
  };
  select('connect ECONNREFUSED 127.0.0.1:11');
  assert.match(String(await vscode.commands.executeCommand('casebook.probeSelection')), /127\.0\.0\.1:11 refused/);
  await eventually(signal, async () => assert.match(await onDisk(ref), /#### Evidence[^]*casebook:begin probe/));
  select('Hypotheses');
  assert.equal(await vscode.commands.executeCommand('casebook.probeSelection'), undefined);
});

test('Probe Matrix writes a matrix', async (signal) => {
  const { item: ref } = await item(signal, 'WI5_matrix', HYPOTHESES);
  const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const conclusion: unknown = await vscode.commands.executeCommand('casebook.probeMatrix', { ...ref, target: `http://localhost:${port}/` });
    // Nothing listens on the other family.
    assert.match(String(conclusion), /What (?:fails|passes) is everything to \[::1\]|to 127\.0\.0\.1/);
    assert.match(await onDisk(ref), /casebook:begin matrix \d{8}/);
  } finally {
    server.close();
  }
});

test('Wait says when a target was ready, and that it was not', async (signal) => {
  const { item: ref } = await item(signal, 'WI6_wait', HYPOTHESES);
  const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    assert.equal(await vscode.commands.executeCommand('casebook.wait', { ...ref, target: `http://127.0.0.1:${port}/`, for: 'http:2xx' }), true);
    assert.match(await onDisk(ref), /#### Evidence[^]*casebook:begin \w+ \d{8}-[^]*http:2xx/);
  } finally {
    server.close();
  }
  assert.equal(await vscode.commands.executeCommand('casebook.wait', { target: '127.0.0.1:11', for: 'tcp', timeout: '300ms', workItem: null }), false);
});

test('Snapshot writes the state of the machine', async (signal) => {
  const { item: ref } = await item(signal, 'WI7_snapshot', HYPOTHESES);
  const id: unknown = await vscode.commands.executeCommand('casebook.snapshot', ref);
  assert.match(await onDisk(ref), new RegExp(`System State[^]*casebook:begin snapshot ${String(id)} `));
}, { timeoutMs: 60_000 });

test('a hover says what an error means, in work items and in logs, and offers its probe', async (signal) => {
  const { document } = await item(signal, 'WI1_orders', HYPOTHESES);
  await eventually(signal, async () => {
    const told = await hover(document, 'ECONNREFUSED');
    assert.match(told, /ECONNREFUSED: connection refused/);
    assert.match(told, /\*Does not mean:\* Not that the service is down/);
    assert.match(told, /casebook probe 127\.0\.0\.1:11/);
    assert.ok(told.includes(`command:casebook.probeEndpoint?${encodeURIComponent('[{"target":"127.0.0.1:11"}]')}`), told);
  });
  assert.doesNotMatch(await hover(document, 'The client says'), /Means/);

  await writeFile(inFolder('server.log'), '2026-11-21 dial tcp [::1]:9: connect: connection refused\n');
  const log = await vscode.workspace.openTextDocument(inFolder('server.log'));
  await vscode.window.showTextDocument(log);
  await eventually(signal, async () => assert.match(await hover(log, 'connection refused'), /Means/));

  await writeFile(inFolder('notes.md'), 'connect ECONNREFUSED 127.0.0.1:11\n');
  const notes = await vscode.workspace.openTextDocument(path.join(folder(), 'notes.md'));
  await vscode.window.showTextDocument(notes);
  assert.doesNotMatch(await hover(notes, 'ECONNREFUSED'), /Means/);
}, { timeoutMs: 60_000 });
