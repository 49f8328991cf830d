/** How the view of open work items is filtered, grouped and ordered. */
import * as vscode from 'vscode';
import { groupings, orders, type BoardState } from '../workItems/boardState.js';
import { textOf } from './arguments.js';
import { askOne } from './ask.js';

/** Takes `{ filter }` from a keybinding. The view follows while it is typed; leaving the question takes that back. */
export async function filterWorkItems(board: BoardState, argument?: unknown): Promise<void> {
  const given = textOf(argument, 'filter');
  const before = board.view.filter;
  const filter = given ?? (await askFilter(before, (text) => board.set({ filter: text })));
  await board.set({ filter: filter ?? before });
}

export async function groupWorkItems(board: BoardState, argument?: unknown): Promise<void> {
  const chosen = await choose(groupings(), board.view.groupBy, vscode.l10n.t('Group Work Items By'), textOf(argument, 'by'));
  if (chosen !== undefined) await board.set({ groupBy: chosen });
}

export async function sortWorkItems(board: BoardState, argument?: unknown): Promise<void> {
  const chosen = await choose(orders(), board.view.orderBy, vscode.l10n.t('Sort Work Items By'), textOf(argument, 'by'));
  if (chosen !== undefined) await board.set({ orderBy: chosen });
}

async function choose<K extends string>(words: Readonly<Record<K, string>>, current: K, title: string, given: string | undefined): Promise<K | undefined> {
  if (given !== undefined && Object.hasOwn(words, given)) return given as K;
  const choices = (Object.keys(words) as K[]).map((key) => ({ key, label: words[key], ...(key === current && { description: vscode.l10n.t('now') }) }));
  return (await askOne({ title, step: 1, of: 1 }, vscode.l10n.t('Remembered for this workspace'), choices))?.key;
}

/** Undefined if the question is left. */
function askFilter(value: string, show: (text: string) => Promise<void>): Promise<string | undefined> {
  return new Promise((resolve) => {
    const box = vscode.window.createInputBox();
    box.title = vscode.l10n.t('Filter Work Items');
    box.prompt = vscode.l10n.t('Words that occur in number, title, path, phase, status, priority or component; empty for all');
    box.value = value;
    box.onDidChangeValue((text) => void show(text));
    box.onDidAccept(() => {
      resolve(box.value.trim());
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}
