/** The editor's settings, as they are now. Values that the manifest would not allow fall back to the defaults. */
import * as vscode from 'vscode';
import { DEFAULT_SETTINGS, TOLD, type Settings } from '../defaultSettings.js';
import { SETTINGS, SETTINGS_SECTION } from '../ids.js';

export function settings(): Settings {
  const section = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  const notifications = section.get(SETTINGS.notifications);
  const attempts = section.get(SETTINGS.attempts);
  const timeout = section.get(SETTINGS.timeout);
  return {
    codeLens: section.get(SETTINGS.codeLens) !== false,
    notifications: TOLD.find((one) => one === notifications) ?? DEFAULT_SETTINGS.notifications,
    attempts: Number.isSafeInteger(attempts) && (attempts as number) >= 1 ? (attempts as number) : DEFAULT_SETTINGS.attempts,
    timeout: typeof timeout === 'string' && /^\d+(?:\.\d+)?(?:ms|s|m|h)$/.test(timeout) ? timeout : DEFAULT_SETTINGS.timeout,
  };
}
