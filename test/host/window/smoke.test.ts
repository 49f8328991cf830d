import { expect } from 'vitest';
import { windowTest } from './fixtures.js';

const test = windowTest();

test('the palette offers the commands of Casebook', async ({ window }) => {
  const commands = await window.commandsMatching('Casebook: ');
  expect(commands).toEqual(
    expect.arrayContaining([
      'Casebook: New Work Item',
      'Casebook: Open Work Item',
      'Casebook: Probe Endpoint…',
      'Casebook: Run Test Repeatedly…',
      'Casebook: Run Until Failure…',
      'Casebook: Show Run Report',
    ]),
  );
});

test('the sidebar of Casebook opens', async ({ window }) => {
  await window.showSidebar('Casebook');
  await window.screenshot('sidebar-dark', 'dark');
  await window.screenshot('sidebar-light', 'light');
});
