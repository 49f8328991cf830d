/** Runs that an editor started and that ended while no window followed them: told once, together, by the window that comes first. */
import * as vscode from 'vscode';
import type { RunEvidence } from '../../core/run/evidence.js';
import type { RunSummary } from '../../node/run/readLedger.js';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { RunRef } from '../adapters/references.js';
import { workspaceRoots } from '../adapters/roots.js';
import { COMMANDS, INTERNAL_COMMANDS } from '../ids.js';
import type { Services } from '../services.js';
import { verdictWords } from './announce.js';
import { describeRun, isResumable, wasInterrupted } from './describe.js';
import { refOf } from './history.js';
import { sentenceOf } from './writeBack.js';

/** Runs that a message names; it says how many there are. */
const NAMED = 3;

interface Ended {
  readonly ref: RunRef;
  readonly summary: RunSummary;
  readonly evidence: RunEvidence;
}

/** To be called when a window begins, after what goes on is followed: what ends from then on is told by whoever follows it. Nothing in an untrusted workspace. */
export async function tellEndedMeanwhile(services: Services): Promise<void> {
  if (!vscode.workspace.isTrusted) return;
  const ended: Ended[] = [];
  for (const { path: root } of await workspaceRoots()) ended.push(...(await untold(services, root)));
  const [first] = ended;
  if (!first) return;
  if (ended.length === 1) await tellOne(services, first);
  else await tellSeveral(services, ended);
}

/** From now on they count as told. One that another window answers for is told by that one. */
async function untold({ guard, history, liveRuns, writeBack }: Services, root: string): Promise<Ended[]> {
  const { endLease, hasLease, hostInfo } = await loadEngine();
  const here = hostInfo().name;
  const found: Ended[] = [];
  for (const summary of await history.recent(root)) {
    const ref = refOf(root, summary);
    if (summary.state === 'running' || summary.file.host.name !== here || liveRuns.get(ref.run) || !(await hasLease(summary.folder)) || !(await writeBack.answersFor(ref))) continue;
    await endLease(summary.folder);
    try {
      found.push({ ref, summary, evidence: await history.evidence(summary) });
    } catch (error) {
      if ((await refusalOf(error)) === undefined) throw error;
      guard.note(error); // the tree says that it cannot be read
    }
  }
  return found;
}

async function tellOne({ notify }: Services, ended: Ended): Promise<void> {
  const { ref, summary, evidence } = ended;
  const { command } = await describeRun(summary.file, summary.state, evidence);
  const { writeBack } = summary.file;
  const written = writeBack?.state === 'written' ? [sentenceOf('written', writeBack.workItem)] : [];
  const message = [vscode.l10n.t('“{0}” ended while no window followed it.', command), ...(await verdictWords(ref, evidence)), ...written].join(' ');
  const report = vscode.l10n.t('Show Report');
  const goOn = vscode.l10n.t('Resume Run');
  const actions = [report, ...(wasInterrupted(summary) && isResumable(summary) ? [goOn] : [])];
  const chosen = await (isBad(ended) ? notify.warning(message, ...actions) : notify.info(message, ...actions));
  if (chosen === report) await vscode.commands.executeCommand(COMMANDS.showRunReport, ref);
  if (chosen === goOn) await vscode.commands.executeCommand(INTERNAL_COMMANDS.resumeRun, ref);
}

async function tellSeveral({ notify }: Services, ended: readonly Ended[]): Promise<void> {
  const said: string[] = [];
  for (const { summary, evidence } of ended.slice(0, NAMED)) {
    const { command, counts, state } = await describeRun(summary.file, summary.state, evidence);
    said.push(`“${command}”: ${counts}, ${state}`);
  }
  const more = ended.length - said.length;
  const message = [vscode.l10n.t('{0} runs ended while no window followed them.', ended.length), `${said.join('; ')}.`, ...(more > 0 ? [vscode.l10n.t('And {0} more.', more)] : [])].join(' ');
  const report = vscode.l10n.t('Show a Report…');
  const chosen = await (ended.some(isBad) ? notify.warning(message, report) : notify.info(message, report));
  if (chosen === report) await vscode.commands.executeCommand(COMMANDS.showRunReport);
}

/** As a run that ends while it is followed is told. */
function isBad({ summary, evidence: { failures, result } }: Ended): boolean {
  return failures > 0 || result?.reason === 'error' || wasInterrupted(summary);
}
