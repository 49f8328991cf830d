/** Asks for one of what is recorded in the window's roots. */
import * as vscode from 'vscode';
import { translationsOf } from '../../protocol/texts.js';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { RunRef } from '../adapters/references.js';
import { workspaceRoots } from '../adapters/roots.js';
import { describeRun } from '../runs/describe.js';
import { refOf, type RunHistory } from '../runs/history.js';
import { askOne } from './ask.js';

/** Runs in the list, of each root; of each the attempts are read. */
const OFFERED = 30;

export interface ReportChoice extends vscode.QuickPickItem {
  readonly ref: RunRef;
}

/** Undefined if the user dismissed the list; `none` if there is nothing to choose from. @param kinds whether evidence of other kinds is offered beside runs */
export async function pickReport(history: RunHistory, title: string, kinds: 'runs' | 'all'): Promise<RunRef | 'none' | undefined> {
  const choices: ReportChoice[] = [];
  for (const { path } of await workspaceRoots()) {
    for (const run of (await history.now(path)).slice(0, OFFERED)) choices.push(...(await runChoice(path, run, history)));
    if (kinds === 'all') choices.push(...(await otherChoices(path)));
  }
  choices.sort((a, b) => (a.ref.run < b.ref.run ? 1 : -1));
  if (choices.length === 0) return 'none';
  return (await askOne({ title, step: 1, of: 1 }, kinds === 'all' ? vscode.l10n.t('Of which run, probe or test?') : vscode.l10n.t('Which run?'), choices))?.ref;
}

/** None for a run whose ledger cannot be read. */
export async function runChoice(root: string, run: Awaited<ReturnType<RunHistory['recent']>>[number], history: RunHistory): Promise<ReportChoice[]> {
  try {
    const words = await describeRun(run.file, run.state, await history.evidence(run));
    const workItem = await history.workItemOf(root, run.file);
    const detail = [words.startedAt, ...(workItem === undefined ? [] : [workItem])].join(' · ');
    return [{ label: words.counts, iconPath: new vscode.ThemeIcon(words.icon), description: `${words.state} · ${words.command}`, detail, ref: refOf(root, run) }];
  } catch (error) {
    if ((await refusalOf(error)) === undefined) throw error;
    return [];
  }
}

async function otherChoices(root: string): Promise<ReportChoice[]> {
  const { otherEvidence, translated } = await loadEngine();
  const icons = { good: 'pass', bad: 'error', unclear: 'circle-outline' } as const;
  const found = await otherEvidence(root, OFFERED, translated(translationsOf(vscode.l10n.bundle)));
  return found.map(({ id, report: { name, word, tone, headline } }) => ({ label: `${name}: ${word}`, iconPath: new vscode.ThemeIcon(icons[tone]), description: id, detail: headline, ref: { root, run: id } }));
}
