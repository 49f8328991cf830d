/** Workspace Trust. The manifest disables what runs something; this refuses it too, since a command can be called by its id. */
import * as vscode from 'vscode';
import { loadEngine } from './loadEngine.js';

/** @throws Refusal `unable` in an untrusted workspace */
export async function requireTrust(what: string): Promise<void> {
  if (vscode.workspace.isTrusted) return;
  const { Refusal } = await loadEngine();
  throw new Refusal('unable', vscode.l10n.t('{0} starts processes, which this workspace is not trusted with: read what is in it, then trust it with Workspaces: Manage Workspace Trust.', what));
}
