/** Compare with…: holds a run against another one of the same command, side by side. */
import * as vscode from 'vscode';
import { refusalOf } from '../adapters/guard.js';
import { reply } from '../adapters/notify.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { runRefOf, type RunRef } from '../adapters/references.js';
import type { Services } from '../services.js';
import type { RunReports } from '../views/runReports.js';
import { askOne } from './ask.js';
import { pickReport, runChoice, type ReportChoice } from './pickReport.js';
import { offerRun } from './showRunReport.js';

/** Runs whose ledgers are read to find those that can be compared. */
const LOOKED_AT = 60;

export async function compareRuns(services: Services, reports: RunReports, argument?: unknown): Promise<void> {
  const ref = (await runRefOf(argument)) ?? (await pickReport(services.history, vscode.l10n.t('Compare Runs'), 'runs'));
  if (ref === 'none') await offerRun();
  else if (ref) await compareWithOther(services, reports, ref);
}

async function compareWithOther({ history }: Services, reports: RunReports, ref: RunRef): Promise<void> {
  const { compareRuns: compared, readRunFile, runFolder } = await loadEngine();
  await readRunFile(runFolder(ref.root, ref.run));
  const runs = await history.now(ref.root);
  const self = runs.find(({ file }) => file.id === ref.run);
  const own = self && (await history.evidence(self));
  const choices: ReportChoice[] = [];
  for (const run of runs.slice(0, LOOKED_AT)) {
    if (run.file.id === ref.run || run.state === 'running') continue;
    const evidence = await history.evidence(run).catch(async (error: unknown) => {
      if ((await refusalOf(error)) === undefined) throw error;
      return undefined; // its ledger cannot be read: nothing to hold against
    });
    if (evidence && (!own || compared(evidence, own).comparable)) choices.push(...(await runChoice(ref.root, run, history)));
  }
  if (choices.length === 0) {
    void reply(vscode.l10n.t('No other run can be held against this one: it takes the same command, folder, number of jobs and time limit, and a run that no failure ended.'));
    return;
  }
  const other = (await askOne({ title: vscode.l10n.t('Compare with'), step: 1, of: 1 }, vscode.l10n.t('Which run is it held against?'), choices))?.ref.run;
  if (other === undefined) return;
  await showBoth(reports, ref, other);
}

/** Compare Runs: the two that are selected in a tree. @throws Refusal `usage` if these are not two of one folder, or cannot be compared */
export async function compareSelected(reports: RunReports, selected: readonly RunRef[]): Promise<void> {
  const [one, other, ...more] = selected;
  const { compareRecorded, Refusal } = await loadEngine();
  if (!one || !other || more.length > 0 || one.root !== other.root) throw new Refusal('usage', vscode.l10n.t('Two runs of one folder are held against each other: select two.'));
  await compareRecorded(one.root, ...inOrder(one.run, other.run));
  await showBoth(reports, one, other.run);
}

/** Ids begin with the time: the earlier run is the one before. */
function inOrder(run: string, other: string): readonly [before: string, after: string] {
  return other < run ? [other, run] : [run, other];
}

async function showBoth(reports: RunReports, { root, run }: RunRef, other: string): Promise<void> {
  const [before, after] = inOrder(run, other);
  await reports.show({ root, run: after }, before);
}
