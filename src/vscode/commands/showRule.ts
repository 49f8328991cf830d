/** The page of a rule, as it came with Casebook. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import type { Services } from '../services.js';

const LOCKED_PREVIEW = 'markdown.showLockedPreviewToSide';

/** Takes the id of a rule; anything else does nothing. */
export async function showRule({ rules }: Services, rule: unknown): Promise<void> {
  const { isRuleId } = await loadEngine();
  if (typeof rule !== 'string' || !isRuleId(rule)) return;
  const page = vscode.Uri.joinPath(rules, `${rule}.md`);
  const known = await vscode.commands.getCommands(true);
  // Locked: it stays this page when the work item beside it is edited. VS Code's own Markdown extension may be disabled.
  if (known.includes(LOCKED_PREVIEW)) await vscode.commands.executeCommand(LOCKED_PREVIEW, page);
  else await vscode.window.showTextDocument(page);
}
