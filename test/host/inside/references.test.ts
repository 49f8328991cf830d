import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { eventually, inFolder, newWorkItem, onDisk } from './support.js';

const FILES: Readonly<Record<string, string>> = {
  'WIs/WI1_orders-are-lost.md': '# WI1: Orders are lost\n\n**Status**: Design\n**Priority**: High\n**Type**: Race\n\n## Phase 1: Investigation\n\nText.\n',
  'WIs/WI2_first.md': '# WI2: The first one\n\n**Status**: Closed\n**Priority**: Whenever\n',
  'WIs/old/WI2_second.md': '# WI2: The second one\n\n**Status**: Testing\n',
  'WIs/WI7_current.md': '# WI7: Current\n',
  'src/store.mjs': '\n'.repeat(30),
};

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(inFolder(file)), { recursive: true });
    await writeFile(inFolder(file), text);
  }
}

/** WI7 with a text, unsaved. */
async function current(text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(inFolder('WIs/WI7_current.md'));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Where a text ends. */
function behind(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.notEqual(at, -1, `no ${text} in the text`);
  return document.positionAt(at + text.length);
}

/** Our links: `what stands there -> path#fragment`. */
async function links(document: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri, 100);
  return found.map(({ range, target }) => {
    const shown = target?.scheme === 'file' ? `${path.relative(inFolder(), target.fsPath)}${target.fragment === '' ? '' : `#${target.fragment}`}` : target?.toString(true);
    return `${document.getText(range)} -> ${shown ?? 'nowhere'}`;
  });
}

async function completions(document: vscode.TextDocument, position: vscode.Position): Promise<{ labels: string[]; items: vscode.CompletionItem[] }> {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
  const ours = items.filter(({ kind }) => kind === vscode.CompletionItemKind.Reference || kind === vscode.CompletionItemKind.EnumMember || kind === vscode.CompletionItemKind.Value || (kind === vscode.CompletionItemKind.File && items.length > 0));
  const sorted = ours.filter(({ sortText }) => /^\d{6}$/.test(sortText ?? '')).sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
  return { items: sorted, labels: sorted.map(({ label, detail }) => `${typeof label === 'string' ? label : label.label}${detail === undefined ? '' : ` | ${detail}`}`) };
}

async function hover(document: vscode.TextDocument, text: string): Promise<string> {
  const found = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, behind(document, text).translate(0, -1));
  return found.flatMap(({ contents }) => contents).map((content) => (content instanceof vscode.MarkdownString ? content.value : '')).join('\n').replaceAll('&nbsp;', ' ').replace(/\\(.)/g, '$1');
}

test('the user saves', async () => {
  await vscode.extensions.getExtension('casebook.casebook')?.activate();
});

test('places in files and work items are links; markdown links stay the editor’s', async () => {
  await write(FILES);
  const document = await current('# WI7: Current\n\nSee src/store.mjs:12, `store.mjs:7-9`, ../src/store.mjs:3:5, other/repository.go:4, WI1, WI2, WI99, WI7 and old/WI2_second.md; [here](WI1_orders-are-lost.md).\n');
  const found = await links(document);
  assert.deepEqual(
    found.filter((link) => !link.startsWith('WI1_orders')),
    [
      'src/store.mjs:12 -> src/store.mjs#L12',
      'store.mjs:7-9 -> src/store.mjs#L7-L9',
      '../src/store.mjs:3:5 -> src/store.mjs#L3,5',
      'WI1 -> WIs/WI1_orders-are-lost.md',
      `WI2 -> command:casebook.openWorkItem?${JSON.stringify([{ root: inFolder(), candidates: ['WIs/old/WI2_second.md', 'WIs/WI2_first.md'] }])}`,
      'old/WI2_second.md -> WIs/old/WI2_second.md',
    ],
  );
  const ours = (await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri)).filter(({ tooltip }) => tooltip === 'Open Work Item');
  assert.deepEqual(ours.map(({ range }) => document.getText(range)), ['WI1', 'old/WI2_second.md']);
});

test('a reference says what it means; an ambiguous one lists what it may mean', async () => {
  const document = await current('# WI7: Current\n\nLike WI1, not like WI2 or WI99.\n');
  const one = await hover(document, 'WI1');
  assert.match(one, /WI1 Orders are lost/);
  assert.match(one, /Open · Phase 2 of 6, Design · Status: Design/);
  assert.ok(one.includes(`[WIs/WI1_orders-are-lost.md](${vscode.Uri.file(inFolder('WIs/WI1_orders-are-lost.md')).toString()})`), one);
  const two = await hover(document, 'WI2');
  assert.match(two, /WI2 means 2 work items/);
  assert.match(two, /The second one[^]*Open · Phase 5 of 6[^]*The first one[^]*Closed/);
  assert.equal(await hover(document, 'WI99'), '');
});

test('what a title says stays text', async (signal) => {
  await write({ 'WIs/WI3_markup.md': '# WI3: [click](command:workbench.action.quit) <b>\n\n**Status**: Design\n' });
  const document = await current('# WI7: Current\n\nLike WI3.\n');
  const [found] = await eventually(signal, async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, behind(document, 'WI3'));
    assert.equal(hovers.length, 1);
    return hovers;
  });
  const [content] = found?.contents ?? [];
  assert.ok(content instanceof vscode.MarkdownString);
  assert.match(content.value, /\\\[click\\\]/);
  assert.notEqual(content.isTrusted, true);
});

test('work items are completed by their alias, with their title; an ambiguous alias by the file', async (signal) => {
  const document = await current('# WI7: Current\n\nLike WI\n');
  await eventually(signal, async () => {
    const { labels } = await completions(document, behind(document, 'Like WI'));
    assert.deepEqual(labels, ['WI1 | Orders are lost', 'WI3 | [click](command:workbench.action.quit) <b>', 'WI2_second.md | The second one', 'WI2_first.md | The first one']);
  });
});

test('in the target of a link a work item is a path from this file', async () => {
  const document = await current('# WI7: Current\n\n[like](\n');
  const { items } = await completions(document, behind(document, '[like]('));
  assert.deepEqual(items.map(({ insertText, detail }) => `${insertText as string} | ${detail ?? ''}`).filter((item) => /WI[12]/.test(item)), ['WI1_orders-are-lost.md | WI1 Orders are lost', 'old/WI2_second.md | WI2 The second one', 'WI2_first.md | WI2 The first one']);
});

test('values of the header are those of the template and of other work items', async () => {
  const document = await current('# WI7: Current\n\n**Status**: \n**Priority**: Me\n**Type**: \n**Title**: \n\nText with a colon: \n');
  const status = await completions(document, behind(document, '**Status**: '));
  assert.deepEqual(status.labels.slice(0, 7), ['Investigation | Phase 1', 'Design | Phase 2', 'TDD/BDD | Phase 3', 'Implementation | Phase 4', 'Testing & Validation | Phase 5', 'Owner Acceptance | Phase 6', 'Closed']);
  assert.ok(status.labels.includes('Testing'));
  const priority = await completions(document, behind(document, '**Priority**: Me'));
  assert.deepEqual([priority.labels[0], ...priority.labels.slice(1).sort()], ['Medium', 'High', 'Whenever']);
  assert.equal(document.getText(priority.items[0]?.range as vscode.Range), 'Me');
  const type = await completions(document, behind(document, '**Type**: '));
  assert.ok(type.labels.includes('Race') && type.labels.includes('Bug Fix'), type.labels.join());
  assert.deepEqual((await completions(document, behind(document, '**Title**: '))).labels, []);
});

test('values in front matter, too', async () => {
  const document = await current('---\nid: WI7\nstatus: Des\n---\n\n# WI7: Current\n');
  const { labels, items } = await completions(document, behind(document, 'status: Des'));
  assert.equal(labels[1], 'Design | Phase 2');
  assert.equal(document.getText(items[1]?.range as vscode.Range), 'Des');
  await vscode.commands.executeCommand('workbench.action.files.revert');
});

test('documents that are no work items get nothing of this', async () => {
  await write({ 'notes.md': 'See src/store.mjs:12 and WI1. WI\n\n**Status**: \n' });
  const document = await vscode.workspace.openTextDocument(inFolder('notes.md'));
  await vscode.window.showTextDocument(document);
  assert.deepEqual(await links(document), []);
  assert.equal(await hover(document, 'WI1'), '');
  assert.deepEqual((await completions(document, behind(document, 'WI1. WI'))).labels, []);
});

test('a new work item starts with what past ones teach', async () => {
  await write({ 'WIs/WI4_cache.md': '# WI4: Cache serves stale prices\n\n**Status**: Closed\n\n## Lessons Learned\n\n### Key Insights\n\n- Stale prices in the cache come from a missing invalidation.\n' });
  const item = await newWorkItem('Stale prices again in the cache');
  assert.match(await onDisk(item), /^- Stale prices in the cache come from a missing invalidation\. \(\[WI4\]\(<WI4_cache\.md>\), line 9\)$/m);
});
