import type { Locator } from 'playwright-core';
import type { CodeWindow } from './driver.js';
import { until } from './until.js';

/** Opens the menu of a row by the right button: what is selected stays so. */
export async function openMenu(window: CodeWindow, row: Locator): Promise<void> {
  await until(`the menu of a row`, 60_000, async () => {
    await row.click({ button: 'right', timeout: 5_000 });
    await menuIn(window).waitFor({ timeout: 3_000 });
  });
}

/** Chooses from the menu that is open. It takes no clicks in its first moment, and closes once one counts. */
export async function chooseInMenu(window: CodeWindow, label: string): Promise<void> {
  const menu = menuIn(window);
  await until(`the entry "${label}" in the menu`, 20_000, async () => {
    if (!(await menu.isVisible())) return;
    await menu.locator('.action-menu-item', { has: window.page.getByText(label, { exact: true }) }).click({ timeout: 2_000 });
    await menu.waitFor({ state: 'hidden', timeout: 500 });
  });
}

export function menuIn(window: CodeWindow): Locator {
  return window.page.locator('.monaco-menu').first();
}
