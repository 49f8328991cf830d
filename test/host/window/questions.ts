import type { CodeWindow } from './driver.js';

/** Waits until a question is shown, by its title: questions follow each other in one widget, and an answer must not go into the one before. */
export async function asked(window: CodeWindow, title: string | RegExp): Promise<void> {
  await window.quickInput.locator('.quick-input-title').getByText(title, { exact: true }).waitFor();
}

/** Answers what Run Test Repeatedly asks. @param into the row that says where the evidence goes */
export async function runRepeatedly(window: CodeWindow, command: string, attempts: number, into: string): Promise<void> {
  await window.runCommand('Casebook: Run Test Repeatedly…');
  await asked(window, 'Run Test Repeatedly (1/3)');
  await window.answer(command);
  await asked(window, 'Run Test Repeatedly (2/3)');
  await window.answer(String(attempts));
  await asked(window, 'Run Test Repeatedly (3/3)');
  await window.pick(into);
}
