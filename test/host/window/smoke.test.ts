import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
import { until } from './until.js';

const test = windowTest();

test('the palette offers the commands of Casebook', async ({ window }) => {
  // The window learns only after a while that its folder is trusted, and an open palette does not change.
  await until('the commands of a trusted workspace', 30_000, async () => {
    expect(await window.commandsMatching('Casebook: ')).toEqual(
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
});

test('the sidebar of Casebook opens', async ({ window }) => {
  await window.showSidebar('Casebook');
  await window.screenshot('sidebar-dark', 'dark');
  await window.screenshot('sidebar-light', 'light');
});
