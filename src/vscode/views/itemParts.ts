/** Parts that the items of both trees have in common. */
import * as vscode from 'vscode';

export function opens(command: string, title: string, argument: unknown): vscode.Command {
  return { command, title, arguments: [argument] };
}

export function icon(name: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, COLOURS[name] === undefined ? undefined : new vscode.ThemeColor(COLOURS[name]));
}

/** Colour is never the only sign: the words beside it say the same. */
const COLOURS: Readonly<Record<string, string>> = {
  beaker: 'testing.iconFailed',
  error: 'testing.iconFailed',
  pass: 'testing.iconPassed',
  warning: 'list.warningForeground',
};
