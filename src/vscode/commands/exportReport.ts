/** Export Report…: a report as a file that needs nothing else. */
import path from 'node:path';
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { runRefOf, type RunRef } from '../adapters/references.js';
import type { Services } from '../services.js';
import { textOf } from './arguments.js';
import { askOne } from './ask.js';
import { pickReport } from './pickReport.js';
import { offerRun } from './showRunReport.js';

interface Format extends vscode.QuickPickItem {
  readonly extension: 'html' | 'svg';
}

/** @param argument a run, and with `against` the earlier one that it is held against */
export async function exportReport(services: Services, argument?: unknown): Promise<void> {
  const ref = (await runRefOf(argument)) ?? (await pickReport(services.history, vscode.l10n.t('Export Report'), 'all'));
  if (ref === 'none') await offerRun();
  else if (ref) await exportOf(services, ref, textOf(argument, 'against'));
}

async function exportOf({ notify }: Services, { root, run }: RunRef, against: string | undefined): Promise<void> {
  const { comparisonReport, exportedDocument, exportedReport, reportHtml, reportSvg, systemClock } = await loadEngine();
  const report = against === undefined ? await exportedReport(root, run, systemClock.now()) : exportedDocument((await comparisonReport(root, against, run)).report);
  const svg = reportSvg(report);
  const formats: Format[] = [
    { label: vscode.l10n.t('HTML'), description: vscode.l10n.t('plots, tables and origin in one file, without scripts'), extension: 'html' },
    ...(svg === undefined ? [] : [{ label: vscode.l10n.t('SVG'), description: vscode.l10n.t('the plots below each other'), extension: 'svg' as const }]),
  ];
  const format = formats.length === 1 ? formats[0] : await askOne({ title: vscode.l10n.t('Export Report'), step: 1, of: 1 }, vscode.l10n.t('As what?'), formats);
  if (!format) return;
  const name = `casebook-${run}.${format.extension}`;
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(path.join(root, name)), filters: { [format.label]: [format.extension] }, title: vscode.l10n.t('Export Report') });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(format.extension === 'svg' && svg !== undefined ? svg : reportHtml(report)));
  const open = vscode.l10n.t('Open');
  const chosen = await notify.info(vscode.l10n.t('The report is in {0}.', vscode.workspace.asRelativePath(target)), open);
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', target);
}
