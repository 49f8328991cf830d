/** A folder that is not trusted: reading works, nothing runs, and the user is told why. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';

const test = windowTest({ trust: 'restricted' });
const TREE = 'Open Work Items';

test('the sidebar says what trust is needed for', async ({ window }) => {
  await window.showSidebar('Casebook');
  await window.page.locator('.sidebar').getByText('needs a trusted workspace').waitFor();
  await window.page.locator('.sidebar').getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
  await window.screenshot('restricted-dark', 'dark');
});

test('work items are listed, and the palette offers only what reads', async ({ window, example }) => {
  await mkdir(path.join(example.dir, 'WIs'));
  await writeFile(path.join(example.dir, 'WIs/WI7_from-somebody-else.md'), '# WI7: From somebody else\n\n**Status**: Design\n\n## Phase 1: Investigation\n\nText.\n');
  await window.treeTextWhen(TREE, (text) => text.includes('WI7 From somebody else 2/6 Design'));
  const commands = (await window.commandsMatching('Casebook: ')).filter((label) => !label.includes('Focus on'));
  expect(commands.sort()).toEqual(['Casebook: Open Work Item', 'Casebook: Show Run Report']);
});
