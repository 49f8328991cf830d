/**
 * Notifications. Every message passes through here: the editor reads links in it, and text from outside must not bring any; and nobody is told more
 * than the setting `casebook.notifications` lets through.
 */
import * as vscode from 'vscode';
import type { Told } from '../defaultSettings.js';
import { SETTINGS, SETTINGS_SECTION } from '../ids.js';
import { settings } from './settings.js';

/** Characters of a message; a notification shows a few lines. */
const MAX_MESSAGE = 1_000;

/** Characters in the status bar, and how long they stand there, ms. */
const MAX_STATUS = 150;
const STATUS_MS = 10_000;

/** The text without what a notification takes for a link: `[text](command:…)` would run that command on a click. */
export function inert(text: string): string {
  const short = text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE - 1)}…` : text;
  return short.replaceAll('](', ']\u200b(');
}

/** What came of something, or what went wrong by itself: told as far as the setting says. The rest stands in the log and, for a moment, in the status bar. */
export class Notifications {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** @returns the action that was chosen; undefined if the notification was closed, or not shown */
  info<T extends string>(message: string, ...actions: readonly T[]): Promise<T | undefined> {
    if (settings().notifications !== 'all') return this.#quietly(message, 'info');
    return this.#shown(vscode.window.showInformationMessage, message, actions, vscode.l10n.t('Show Only Problems'), 'problems');
  }

  warning<T extends string>(message: string, ...actions: readonly T[]): Promise<T | undefined> {
    if (settings().notifications === 'none') return this.#quietly(message, 'warning');
    return this.#shown(vscode.window.showWarningMessage, message, actions, vscode.l10n.t('Show No Notifications'), 'none');
  }

  /** Of work that nobody waits for. What a command fails with that was just chosen is {@link error}'s. */
  problem<T extends string>(message: string, ...actions: readonly T[]): Promise<T | undefined> {
    if (settings().notifications === 'none') return this.#quietly(message, 'error');
    return this.#shown(vscode.window.showErrorMessage, message, actions, vscode.l10n.t('Show No Notifications'), 'none');
  }

  /** Where the progress of what goes on by itself is shown: the status bar has no links and no Cancel. */
  get progress(): vscode.ProgressLocation.Notification | vscode.ProgressLocation.Window {
    return settings().notifications === 'none' ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification;
  }

  /** With a last action that silences its like. */
  async #shown<T extends string>(show: (message: string, ...actions: readonly string[]) => Thenable<string | undefined>, message: string, actions: readonly T[], fewer: string, then: Told): Promise<T | undefined> {
    const chosen = await show(inert(message), ...actions, fewer);
    if (chosen === fewer) {
      await tellOnly(then);
      return undefined;
    }
    return actions.find((action) => action === chosen);
  }

  #quietly(message: string, kind: 'info' | 'warning' | 'error'): Promise<undefined> {
    if (kind === 'info') this.log.info(message);
    else this.log.warn(message);
    inStatusBar(`$(${kind}) ${plainText(message)}`);
    return Promise.resolve(undefined);
  }
}

/** Where the user's own value stands: in the workspace's settings if these have one, since the others would be without effect. */
async function tellOnly(then: Told): Promise<void> {
  const section = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  const inWorkspace = section.inspect(SETTINGS.notifications)?.workspaceValue !== undefined;
  await section.update(SETTINGS.notifications, then, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
  inStatusBar(vscode.l10n.t('Casebook: the setting {0} is now "{1}".', `${SETTINGS_SECTION}.${SETTINGS.notifications}`, then));
}

function inStatusBar(text: string): void {
  vscode.window.setStatusBarMessage(text, STATUS_MS);
}

/** For the status bar, which reads `$(name)` as an icon, and has room for a line. */
function plainText(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('$(', '$\u200b(');
  return line.length > MAX_STATUS ? `${line.slice(0, MAX_STATUS - 1)}…` : line;
}

/** Says why what the user just chose leads nowhere, or asks how it goes on: always shown, as nothing else answers. @returns the action that was chosen */
export function reply<T extends string>(message: string, ...actions: readonly T[]): Thenable<T | undefined> {
  return vscode.window.showInformationMessage(inert(message), ...actions);
}

/** What a command failed with that the user just chose: always shown. @returns as {@link reply} */
export function error<T extends string>(message: string, ...actions: readonly T[]): Thenable<T | undefined> {
  return vscode.window.showErrorMessage(inert(message), ...actions);
}

/** A link for the message of a progress notification, which has no buttons. */
export function commandLink(label: string, command: string, ...args: readonly unknown[]): string {
  return `[${label}](command:${command}?${encodeURIComponent(JSON.stringify(args)).replace(/[()]/g, (one) => (one === '(' ? '%28' : '%29'))})`;
}
