import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { closeAllEditors, eventually, inFolder } from './support.js';

const HEADER = '**Status**: Investigation\n**Priority**: High\n**Created**: 2026-11-01\n';
const PHASES = ['Investigation', 'Design', 'TDD/BDD', 'Implementation', 'Testing & Validation', 'Owner Acceptance'];

/** A work item that breaks no rule but those that `body` breaks. */
function workItem(body: string, header = HEADER): string {
  const fields = ['Error Messages', 'Log Locations', 'System State', 'Reproduction Steps', 'Evidence'].map((name) => `- **${name}**: TBD`).join('\n');
  const inside = new Map([
    ['Investigation', `\n### Debug Information\n\n${fields}\n\n${body}\n`],
    ['Testing & Validation', '\n### Test Results\n\nTBD\n'],
  ]);
  const phases = PHASES.map((name, index) => `## Phase ${index + 1}: ${name}\n${inside.get(name) ?? ''}`);
  return `# WI1: Orders\n\n${header}\n${phases.join('\n')}`;
}

async function opened(relative: string, text: string): Promise<vscode.TextDocument> {
  const file = inFolder(relative);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  // It may still be open with the text from before, and with edits.
  if (document.isDirty) await vscode.commands.executeCommand('workbench.action.files.revert');
  await eventually(AbortSignal.timeout(10_000), () => assert.equal(document.getText(), text));
  return document;
}

/** Our problems of a document as a person reads them: `severity rule line:column what stands there`. */
function problems(document: vscode.TextDocument): string[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === 'casebook')
    .map(({ severity, code, range }) => {
      assert.ok(typeof code === 'object');
      return `${vscode.DiagnosticSeverity[severity]} ${code.value} ${range.start.line + 1}:${range.start.character + 1} ${document.getText(range)}`;
    });
}

function shows(signal: AbortSignal, document: vscode.TextDocument, expected: readonly string[]): Promise<void> {
  return eventually(signal, () => assert.deepEqual(problems(document), expected));
}

async function replaced(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  assert.notEqual(start, -1, `no ${from} in the text`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Titles of our actions where a text stands, and a way to do one of them as the editor does. */
async function actionsAt(document: vscode.TextDocument, text: string): Promise<{ titles: string[]; run: (title: string) => Promise<void> }> {
  const at = document.positionAt(document.getText().indexOf(text));
  const found = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, new vscode.Range(at, at), vscode.CodeActionKind.QuickFix.value);
  return {
    titles: found.map(({ title }) => title),
    run: async (title) => {
      const action = found.find((candidate) => candidate.title === title);
      assert.ok(action, `no action ${title}`);
      if (action.edit) assert.ok(await vscode.workspace.applyEdit(action.edit));
      if (action.command) await vscode.commands.executeCommand(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
    },
  };
}

const MISSING = 'src/missing.mjs:12';
const WARNING = `Warning file-not-found 17:5 ${MISSING}`;

test('problems come and go with what is typed, before it is saved', async (signal) => {
  await mkdir(inFolder('src'), { recursive: true });
  const document = await opened('WIs/WI1_orders.md', workItem('Nothing yet.'));
  await shows(signal, document, []);
  await replaced(document, 'Nothing yet.', `See ${MISSING}.`);
  await shows(signal, document, [WARNING]);
  assert.ok(document.isDirty);
  await replaced(document, '**Status**: Investigation\n', '');
  await eventually(signal, () => assert.match(problems(document).join('\n'), /^Warning header-field-missing 1:1 # WI1: Orders$/m));
  await vscode.commands.executeCommand('undo');
  await vscode.commands.executeCommand('undo');
  await shows(signal, document, []);
});

test('a file that the text names is looked for again when it comes or goes', async (signal) => {
  const document = await opened('WIs/WI1_orders.md', workItem(`See ${MISSING}.`));
  await shows(signal, document, [WARNING]);
  await writeFile(inFolder('src/missing.mjs'), '\n'.repeat(20));
  await shows(signal, document, []);
  await writeFile(inFolder('src/missing.mjs'), '\n'.repeat(3));
  await shows(signal, document, [WARNING]);
  await rm(inFolder('src/missing.mjs'));
  await eventually(signal, () => assert.match(vscode.languages.getDiagnostics(document.uri)[0]?.message ?? '', /^There is no file/));
});

test('the configuration says how severe a rule is, and where work items lie', async (signal) => {
  const document = await opened('WIs/WI1_orders.md', workItem(`See ${MISSING}.`));
  const other = await opened('cases/WI5_other.md', workItem(`See ${MISSING}.`).replace('WI1', 'WI5'));
  await shows(signal, document, [WARNING]);
  assert.deepEqual(problems(other), []);
  await mkdir(inFolder('.casebook'), { recursive: true });
  await writeFile(inFolder('.casebook/config.json'), JSON.stringify({ check: { rules: { 'file-not-found': 'error' } }, workItems: { folders: ['WIs', 'cases'] } }));
  await shows(signal, document, [WARNING.replace('Warning', 'Error')]);
  await shows(signal, other, [WARNING.replace('Warning', 'Error')]);
  await writeFile(inFolder('.casebook/config.json'), JSON.stringify({ check: { rules: { 'file-not-found': 'hint' } }, workItems: { folders: ['cases'] } }));
  await shows(signal, document, []);
  await shows(signal, other, [WARNING.replace('Warning', 'Information')]);
  await rm(inFolder('.casebook/config.json'));
  await shows(signal, document, [WARNING]);
  await shows(signal, other, []);
});

test('a template that is changed is the schema at once', async (signal) => {
  const text = workItem('Nothing yet.', `${HEADER}**Template**: bug-fix\n`);
  const document = await opened('WIs/WI1_orders.md', text);
  await eventually(signal, () => assert.match(problems(document).join('\n'), /mandatory-section-missing/));
  await mkdir(inFolder('.casebook/templates'), { recursive: true });
  await writeFile(inFolder('.casebook/templates/bug-fix.md'), workItem('', ''));
  await shows(signal, document, []);
  await rm(inFolder('.casebook/templates'), { recursive: true });
});

test('other documents are left alone, and a document whose tab is closed has no problems until it is opened again', async (signal) => {
  const readme = await opened('WIs/README.md', `See ${MISSING}.`);
  const elsewhere = await opened('notes/WI9_x.md', workItem(`See ${MISSING}.`));
  const document = await opened('WIs/WI1_orders.md', workItem(`See ${MISSING}.`));
  await shows(signal, document, [WARNING]);
  assert.deepEqual([...problems(readme), ...problems(elsewhere)], []);
  await closeAllEditors();
  await eventually(signal, () => assert.equal(vscode.languages.getDiagnostics(document.uri).length, 0));
  await shows(signal, await opened('WIs/WI1_orders.md', document.getText()), [WARNING]);
});

test('a quick fix is one edit', async (signal) => {
  const before = workItem('Nothing yet.', HEADER.replace('**Status**: Investigation\n', ''));
  const document = await opened('WIs/WI1_orders.md', before);
  await eventually(signal, () => assert.equal(problems(document).length, 1));
  const { titles, run } = await actionsAt(document, '# WI1');
  assert.deepEqual(titles, ['Add "Status: Investigation"', 'Turn off header-field-missing for this line', 'Turn off header-field-missing in this work item', 'Show the page of the rule header-field-missing']);
  await run('Add "Status: Investigation"');
  assert.equal(document.getText(), before.replace('2026-11-01\n', '2026-11-01\n**Status**: Investigation\n'));
  await shows(signal, document, []);
});

test('a fix belongs to the text as it is, also right after typing', async () => {
  const document = await opened('WIs/WI1_orders.md', workItem('Nothing yet.'));
  await replaced(document, '**Status**: Investigation\n', '');
  await replaced(document, '# WI1: Orders', '# WI1: Orders are lost');
  await (await actionsAt(document, '# WI1')).run('Add "Status: Investigation"');
  assert.equal(document.getText(), workItem('Nothing yet.', `${HEADER.replace('**Status**: Investigation\n', '')}**Status**: Investigation\n`).replace('Orders', 'Orders are lost'));
  await vscode.commands.executeCommand('workbench.action.files.revert');
});

test('a rule is turned off for a line, and for the work item', async (signal) => {
  const before = workItem(`See ${MISSING}.`);
  const document = await opened('WIs/WI1_orders.md', before);
  await shows(signal, document, [WARNING]);
  await (await actionsAt(document, MISSING)).run('Turn off file-not-found for this line');
  assert.equal(document.getText(), before.replace('See ', '<!-- casebook-disable-next-line file-not-found -->\nSee '));
  await shows(signal, document, []);
  await vscode.commands.executeCommand('undo');
  await shows(signal, document, [WARNING]);
  await (await actionsAt(document, MISSING)).run('Turn off file-not-found in this work item');
  assert.equal(document.getText(), before.replace('# WI1: Orders\n', '# WI1: Orders\n\n<!-- casebook-disable file-not-found -->\n'));
  await shows(signal, document, []);
  await vscode.commands.executeCommand('workbench.action.files.revert');
});

test('the page of a rule comes with the extension', async (signal) => {
  const document = await opened('WIs/WI1_orders.md', workItem(`See ${MISSING}.`));
  await shows(signal, document, [WARNING]);
  await (await actionsAt(document, MISSING)).run('Show the page of the rule file-not-found');
  await eventually(signal, () => {
    assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', /file-not-found\.md/);
  });
  const [diagnostic] = vscode.languages.getDiagnostics(document.uri);
  assert.ok(typeof diagnostic?.code === 'object');
  assert.equal(diagnostic.code.target.toString(true), 'command:casebook.showRule?"file-not-found"');
});
