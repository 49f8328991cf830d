/** A folder that is not trusted: reading works, nothing runs, and the user is told why. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';

const test = windowTest({ trust: 'restricted' });
const TREE = 'Open Work Items';

test('the sidebar says what trust is needed for', async ({ window }) => {
  await window.showSidebar('Casebook');
  const sidebar = window.page.locator('.sidebar');
  await sidebar.getByText('Making one and running tests needs a trusted workspace').waitFor();
  await sidebar.getByText('Running tests needs a trusted workspace').last().waitFor();
  await sidebar.getByRole('button', { name: 'Manage Workspace Trust' }).first().waitFor();
  await window.screenshot('restricted-dark', 'dark');
});

test('work items are listed, and the palette offers only what starts no process', async ({ window, example }) => {
  await mkdir(path.join(example.dir, 'WIs'));
  await writeFile(path.join(example.dir, 'WIs/WI7_from-somebody-else.md'), '# WI7: From somebody else\n\n**Status**: Design\n\n## Phase 1: Investigation\n\nText.\n');
  await window.treeTextWhen(TREE, (text) => text.includes('WI7 From somebody else 2/6 Design'));
  const commands = (await window.commandsMatching('Casebook: ')).filter((label) => !label.includes('Focus on'));
  expect(commands.sort()).toEqual([
    'Casebook: Add Log Evidence…',
    'Casebook: Clear Active Work Item',
    'Casebook: Compare with…',
    'Casebook: Export Report…',
    'Casebook: Filter Work Items…',
    'Casebook: Group Work Items…',
    'Casebook: Link to Work Item…',
    'Casebook: Open Work Item',
    'Casebook: Open Work Item to the Side',
    'Casebook: Open the Example…',
    'Casebook: Peek at Work Item Section…',
    'Casebook: Rename Work Item…',
    'Casebook: Reveal Active Work Item',
    'Casebook: Set Active Work Item…',
    'Casebook: Show Run Report',
    'Casebook: Sort Work Items…',
  ]);
});
