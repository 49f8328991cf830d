import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.js';

const ID = 'casebook.casebook';

test('Casebook is installed from its package', () => {
  const extension = vscode.extensions.getExtension(ID);
  assert.ok(extension, `${ID} is not among ${vscode.extensions.all.map(({ id }) => id).filter((id) => !id.startsWith('vscode.')).join(', ')}`);
});

test('Casebook activates', async () => {
  const extension = vscode.extensions.getExtension(ID);
  await extension?.activate();
  assert.equal(extension?.isActive, true);
});

test('the texts of the manifest are there, and none is left as its %key%', () => {
  const { description, contributes } = vscode.extensions.getExtension(ID)?.packageJSON as { description: string; contributes: { commands: { command: string; title: string }[]; viewsWelcome: { contents: string }[] } };
  assert.equal(contributes.commands.find(({ command }) => command === 'casebook.newWorkItem')?.title, 'New Work Item');
  assert.deepEqual([description, ...contributes.commands.map(({ title }) => title), ...contributes.viewsWelcome.map(({ contents }) => contents)].filter((text) => /^%|%$/.test(text)), []);
});

test('the commands that the palette offers are registered once Casebook is active', async () => {
  const extension = vscode.extensions.getExtension(ID);
  assert.ok(extension);
  await extension.activate();
  const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
  const contributed = contributes.commands.map(({ command }) => command);
  assert.notDeepEqual(contributed, [], 'the manifest contributes no command');
  const registered = new Set(await vscode.commands.getCommands(true));
  assert.deepEqual(contributed.filter((command) => !registered.has(command)), []);
});
