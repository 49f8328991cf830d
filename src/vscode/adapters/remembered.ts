/** What was typed before in this workspace, the last first. */
import type * as vscode from 'vscode';

/** Texts that are offered again. */
const OFFERED = 10;

export function remembered(memento: vscode.Memento, key: string, most = OFFERED): readonly string[] {
  const value: unknown = memento.get(key);
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string').slice(0, most) : [];
}

export async function remember(memento: vscode.Memento, key: string, text: string, most = OFFERED): Promise<void> {
  await memento.update(key, [text, ...remembered(memento, key, most).filter((known) => known !== text)].slice(0, most));
}
