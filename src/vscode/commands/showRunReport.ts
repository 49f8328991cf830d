/** Show Run Report: of what it was called with, else of recent evidence that the user picks. */
import * as vscode from 'vscode';
import { reply } from '../adapters/notify.js';
import { runRefOf } from '../adapters/references.js';
import { COMMANDS } from '../ids.js';
import type { Services } from '../services.js';
import type { RunReports } from '../views/runReports.js';
import { textOf } from './arguments.js';
import { pickReport } from './pickReport.js';

export async function showRunReport(services: Services, reports: RunReports, argument?: unknown): Promise<void> {
  const ref = (await runRefOf(argument)) ?? (await runRefOf(ofEvidence(argument))) ?? (await pickReport(services.history, vscode.l10n.t('Show Run Report'), 'all'));
  if (ref === 'none') await offerRun();
  else if (ref) await reports.show(ref);
}

/** A row of the tree that stands for a block of evidence: the block's id begins with that of what was measured. */
function ofEvidence(node: unknown): unknown {
  if (typeof node !== 'object' || node === null || !('ref' in node) || !('block' in node)) return undefined;
  return { root: textOf(node.ref, 'root'), run: textOf(node.block, 'id')?.split('/')[0] };
}

/** For a workspace in which nothing is recorded. */
export async function offerRun(): Promise<void> {
  const run = vscode.l10n.t('Run Test Repeatedly…');
  const chosen = await reply(vscode.l10n.t('There are no runs in this workspace yet.'), run);
  if (chosen !== undefined) await vscode.commands.executeCommand(COMMANDS.runRepeatedly);
}
