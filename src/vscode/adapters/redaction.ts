/** How the extension's process redacts: by the editor's environment, and the configuration of the window's roots. */
import * as vscode from 'vscode';
import type * as engine from '../engine.js';

type Engine = typeof engine;

let applied: string | undefined;

/**
 * Takes over the lists of the window's roots. What one root forbids is replaced everywhere; what it allows counts only where it is the only one, and
 * so does the key of the first for all. If a configuration cannot be read, all text from outside is withheld, until it is mended.
 */
export async function applyRedaction({ findRoot, openWorkspace, Refusal, setUpRedaction }: Engine): Promise<void> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const roots = [...new Set(await Promise.all(folders.map(({ uri }) => findRoot(uri.fsPath))))];
  const [first, second] = roots;
  const allow: string[] = [];
  const deny: string[] = [];
  let invalid = false;
  for (const root of roots) {
    try {
      const { config } = await openWorkspace(root);
      if (second === undefined) allow.push(...config.redaction.allow);
      deny.push(...config.redaction.deny);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      invalid = true;
    }
  }
  const lists = invalid ? 'invalid' : { allow, deny };
  const key = JSON.stringify([first, lists]);
  if (key === applied) return;
  applied = key;
  setUpRedaction({ ...(first !== undefined && { root: first }), environment: process.env, lists });
}
