import type { CodeWindow } from './driver.js';

/** Waits until a question is shown, by its title: questions follow each other in one widget, and an answer must not go into the one before. */
export async function asked(window: CodeWindow, title: string | RegExp): Promise<void> {
  await window.quickInput.locator('.quick-input-title').getByText(title, { exact: true }).waitFor();
}
