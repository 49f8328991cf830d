/** Notifications. Every message passes through here, since the editor reads links in it: text from outside must not bring any. */
import * as vscode from 'vscode';

/** Characters of a message; a notification shows a few lines. */
const MAX_MESSAGE = 1_000;

/** The text without what a notification takes for a link: `[text](command:…)` would run that command on a click. */
export function inert(text: string): string {
  const short = text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE - 1)}…` : text;
  return short.replaceAll('](', ']\u200b(');
}

/** @returns the action that was chosen; undefined if the notification was closed */
export function info<T extends string>(message: string, ...actions: readonly T[]): Thenable<T | undefined> {
  return vscode.window.showInformationMessage(inert(message), ...actions);
}

export function warning<T extends string>(message: string, ...actions: readonly T[]): Thenable<T | undefined> {
  return vscode.window.showWarningMessage(inert(message), ...actions);
}

export function error<T extends string>(message: string, ...actions: readonly T[]): Thenable<T | undefined> {
  return vscode.window.showErrorMessage(inert(message), ...actions);
}

/** A link for the message of a progress notification, which has no buttons. */
export function commandLink(label: string, command: string, ...args: readonly unknown[]): string {
  return `[${label}](command:${command}?${encodeURIComponent(JSON.stringify(args)).replace(/[()]/g, (one) => (one === '(' ? '%28' : '%29'))})`;
}
