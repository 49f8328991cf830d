import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { accepting, beginMarker, closeAllEditors, ended, eventually, inFolder, newWorkItem, onDisk, setAutoSave, startRun, type Run, type WorkItem } from './support.js';

const FAILS = `node -e "console.error('Error: no price'); process.exit(1)"`;

async function opened(item: WorkItem): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(path.join(item.root, item.workItem));
  await vscode.window.showTextDocument(document);
  return document;
}

async function appended(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function untilShown(signal: AbortSignal, document: vscode.TextDocument, run: Run): Promise<string> {
  return eventually(signal, () => {
    const text = document.getText();
    assert.ok(text.includes(beginMarker(run)), 'the block is not in the document');
    return text;
  });
}

test('a closed work item gets the evidence of a run on disk', async (signal) => {
  const item = await newWorkItem('Closed');
  await closeAllEditors();
  const before = await onDisk(item);
  const run = await startRun(FAILS, 3, item);
  const { result } = await ended(signal, run, 'written');
  assert.equal(result?.reason, 'completed');
  const text = await onDisk(item);
  assert.ok(text.includes(beginMarker(run)));
  assert.match(text, /3 of 3 attempts failed/);
  // Everything but the two placeholders that the blocks took the place of is as it was.
  const kept = text.replace(/<!-- casebook:begin[^]*?casebook:end .* -->\n?/g, '');
  const lines = new Set(kept.split('\n'));
  assert.deepEqual(before.split('\n').filter((line) => !lines.has(line) && !/^\*\[.*\]\*$/.test(line.trim())), []);
});

test('an open work item without unsaved edits shows it, and stays without', async (signal) => {
  const item = await newWorkItem('Open and clean');
  const document = await opened(item);
  const run = await startRun(FAILS, 2, item);
  await ended(signal, run, 'written');
  await untilShown(signal, document, run);
  assert.equal(document.isDirty, false);
  assert.equal(document.getText(), await onDisk(item));
});

test('one with unsaved edits gets it among them; it is written when the user saves', async (signal) => {
  const item = await newWorkItem('Open with unsaved edits');
  const document = await opened(item);
  await appended(document, '\nwhat I was typing');
  const before = await onDisk(item);
  const run = await startRun(FAILS, 2, item);
  const text = await untilShown(signal, document, run);
  await ended(signal, run, 'pending');
  assert.ok(text.endsWith('\nwhat I was typing'));
  assert.equal(document.isDirty, true);
  assert.equal(await onDisk(item), before, 'the file was written under the unsaved edits');
  assert.ok(await document.save());
  await ended(signal, run, 'written');
  assert.equal(await onDisk(item), document.getText());
  assert.ok((await onDisk(item)).includes('what I was typing'));
});

test('nothing that is typed while a run is written is lost', async (signal) => {
  const item = await newWorkItem('Typing');
  const document = await opened(item);
  await vscode.commands.executeCommand('cursorBottom');
  let typed = '';
  const rest = new AbortController();
  const hands = (async () => {
    for (let count = 0; !rest.signal.aborted; count++) {
      await vscode.commands.executeCommand('type', { text: `${count};` });
      typed += `${count};`;
    }
  })();
  const run = await startRun(FAILS, 2, item);
  try {
    await untilShown(signal, document, run);
  } finally {
    rest.abort();
    await hands;
  }
  assert.equal(document.getText().slice(-typed.length), typed);
  assert.equal(document.getText().match(/casebook:begin/g)?.length, 2);
  assert.equal(document.getText().match(/casebook:end/g)?.length, 2);
  assert.ok(await document.save());
  await ended(signal, run, 'written');
});

test('line endings stay as the editor has them', async (signal) => {
  const item = await newWorkItem('Line endings');
  await closeAllEditors();
  const file = path.join(item.root, item.workItem);
  await writeFile(file, (await onDisk(item)).replaceAll('\n', '\r\n'));
  const document = await opened(item);
  // The editor may still have had the text from before.
  await eventually(signal, () => assert.equal(document.eol, vscode.EndOfLine.CRLF));
  await appended(document, '\r\nunsaved');
  const run = await startRun(FAILS, 2, item);
  await untilShown(signal, document, run);
  assert.ok(await document.save());
  await ended(signal, run, 'written');
  assert.equal((await readFile(file, 'utf8')).replaceAll('\r\n', '').includes('\n'), false, 'a line ends otherwise than the others');
});

test('edits that are discarded take the evidence with them; it is still pending and can be written again', async (signal) => {
  const item = await newWorkItem('Discarded');
  const document = await opened(item);
  await appended(document, '\nto be discarded');
  const run = await startRun(FAILS, 2, item);
  await untilShown(signal, document, run);
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await eventually(signal, () => assert.equal(document.getText().includes(beginMarker(run)), false));
  await ended(signal, run, 'pending');
  await vscode.commands.executeCommand('casebook.writeEvidence', run);
  await ended(signal, run, 'written');
  await untilShown(signal, document, run);
  assert.equal(document.isDirty, false);
  assert.equal(document.getText().includes('to be discarded'), false);
});

test('a block that was edited by hand is left as it is, and the run is pending', async (signal) => {
  const item = await newWorkItem('Edited by hand');
  await closeAllEditors();
  const run = await startRun(FAILS, 2, item);
  await ended(signal, run, 'written');
  const edited = (await onDisk(item)).replace('2 of 2 attempts failed', '0 of 2 attempts failed');
  await writeFile(path.join(item.root, item.workItem), edited);
  await vscode.commands.executeCommand('casebook.writeEvidence', run);
  await ended(signal, run, 'pending');
  assert.equal(await onDisk(item), edited);
});

test('a run whose work item is gone, and one that has none, go into the work item that is chosen: first of all the one in front', async (signal) => {
  const item = await newWorkItem('Deleted meanwhile');
  await closeAllEditors();
  const gone = await startRun(`node -e "setTimeout(() => process.exit(1), 1000)"`, 2, item);
  await rm(path.join(item.root, item.workItem));
  await ended(signal, gone, 'pending');
  const takes = await newWorkItem('Takes the evidence'); // in front, and so the first that is offered
  const loose = await startRun(FAILS, 2, null);
  await ended(signal, loose, undefined);
  for (const run of [gone, loose]) {
    await accepting(signal, vscode.commands.executeCommand('casebook.writeEvidence', run));
    const { writeBack } = await ended(signal, run, 'written');
    assert.equal(writeBack?.workItem, takes.workItem);
    assert.ok((await onDisk(takes)).includes(beginMarker(run)));
  }
  await closeAllEditors();
});

test('a run that failed gives a new work item: its words, its command, its evidence', async (signal) => {
  const run = await startRun(FAILS, 3, null);
  await ended(signal, run, undefined);
  const item = await vscode.commands.executeCommand<WorkItem>('casebook.newWorkItem', { ...run, title: 'No price' });
  await ended(signal, run, 'written');
  const text = await onDisk(item);
  assert.ok(text.includes(beginMarker(run)));
  assert.match(text, /Error: no price/);
  assert.match(text, /node -e/);
  assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, inFolder(item.workItem));
});

test('a probe is written like a run', async (signal) => {
  const item = await newWorkItem('Probe');
  const document = await opened(item);
  await appended(document, '\nunsaved');
  // Port 1 of loopback: nothing listens there.
  const conclusion: unknown = await vscode.commands.executeCommand('casebook.probeEndpoint', { target: '127.0.0.1:1', workItem: item.workItem });
  assert.match(String(conclusion), /refused/);
  const text = await eventually(signal, () => {
    assert.match(document.getText(), /casebook:begin probe \d{8}-\d{6}-[0-9a-f]{4} /);
    return document.getText();
  });
  assert.ok(text.endsWith('\nunsaved'));
  const run = { root: item.root, run: /begin probe (\S+)/.exec(text)?.[1] ?? '' };
  const state = async (): Promise<string | undefined> => {
    const { writeBack } = JSON.parse(await readFile(path.join(item.root, '.casebook/runs', run.run, 'run.json'), 'utf8')) as { writeBack?: { state: string } };
    return writeBack?.state;
  };
  assert.equal(await state(), 'pending');
  await document.save();
  await eventually(signal, async () => assert.equal(await state(), 'written'));
});

test('where the editor saves by itself, the evidence is written with the edits', async (signal) => {
  const item = await newWorkItem('Saved by itself');
  await setAutoSave('afterDelay');
  const document = await opened(item);
  await appended(document, '\ntyped a moment ago');
  const run = await startRun(FAILS, 2, item);
  await ended(signal, run, 'written');
  await eventually(signal, async () => assert.equal(await onDisk(item), document.getText()));
  assert.ok(document.getText().includes(beginMarker(run)));
  assert.ok(document.getText().endsWith('typed a moment ago'));
  await setAutoSave('off');
});
