/** Every command, by its id. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { runRefOf } from '../adapters/references.js';
import type { KnownRoots } from '../editing/knownRoots.js';
import { COMMANDS, INTERNAL_COMMANDS } from '../ids.js';
import { cancelRun } from '../runs/announce.js';
import type { Services } from '../services.js';
import type { RunReports } from '../views/runReports.js';
import { isTrue } from './arguments.js';
import { compareRuns } from './compareRuns.js';
import { exportReport } from './exportReport.js';
import { newWorkItem } from './newWorkItem.js';
import { openLog, openResults } from './openSources.js';
import { openPhase, openWorkItem } from './openWorkItem.js';
import { PROBE_ENDPOINT, PROBE_MATRIX, probeEndpoint } from './probeEndpoint.js';
import { probeHypothesis } from './probeHypothesis.js';
import { probeSelection } from './probeSelection.js';
import { repeatLastCommand } from './repeatLastCommand.js';
import { repeatTests } from './repeatTest.js';
import { runAgain } from './runAgain.js';
import { runTest } from './runTest.js';
import { showRule } from './showRule.js';
import { showRunReport } from './showRunReport.js';
import { takeSnapshot } from './takeSnapshot.js';
import { verifyFix } from './verifyFix.js';
import { waitFor } from './waitFor.js';
import { workItemForTests } from './workItemForTest.js';

/** With several tests selected, the Test Explorer hands each of them over. */
type Action = (argument?: unknown, ...more: readonly unknown[]) => Promise<unknown>;

export function registerCommands(services: Services, reports: RunReports, roots: KnownRoots, refresh: () => void): vscode.Disposable {
  const actions: Readonly<Record<string, Action>> = {
    [COMMANDS.newWorkItem]: (argument) => newWorkItem(services, argument),
    [COMMANDS.openWorkItem]: (argument) => openWorkItem(argument),
    [COMMANDS.runRepeatedly]: (argument) => runTest(services, false, argument),
    [COMMANDS.runUntilFailure]: (argument) => runTest(services, true, argument),
    [COMMANDS.probeEndpoint]: (argument) => probeEndpoint(services, PROBE_ENDPOINT, argument),
    [COMMANDS.probeMatrix]: (argument) => probeEndpoint(services, PROBE_MATRIX, argument),
    [COMMANDS.probeSelection]: () => probeSelection(services, roots),
    [COMMANDS.wait]: (argument) => waitFor(services, argument),
    [COMMANDS.snapshot]: (argument) => takeSnapshot(services, argument),
    [COMMANDS.compareRuns]: (argument) => compareRuns(services, reports, argument),
    [COMMANDS.exportReport]: (argument) => exportReport(services, argument),
    [COMMANDS.showRunReport]: (argument) => showRunReport(services, reports, argument),
    [INTERNAL_COMMANDS.openPhase]: (argument) => openPhase(argument),
    [INTERNAL_COMMANDS.runAgain]: (argument) => runAgain(services, argument, isTrue(argument, 'untilFailure') ? { untilFailure: true } : {}),
    [INTERNAL_COMMANDS.cancelRun]: (argument) => cancel(services, argument),
    [INTERNAL_COMMANDS.writeEvidence]: (argument) => writeEvidence(services, argument),
    [INTERNAL_COMMANDS.refresh]: () => {
      services.history.changed();
      refresh();
      return Promise.resolve();
    },
    [INTERNAL_COMMANDS.showRule]: (rule) => showRule(services, rule),
    [INTERNAL_COMMANDS.probeHypothesis]: (argument) => probeHypothesis(services, argument),
    [COMMANDS.verifyFix]: (argument) => verifyFix(services, argument),
    [COMMANDS.repeatLastCommand]: (argument) => repeatLastCommand(services, services.terminals, argument),
    [INTERNAL_COMMANDS.repeatTest]: (...tests) => repeatTests(services, false, tests),
    [INTERNAL_COMMANDS.repeatTestUntilFailure]: (...tests) => repeatTests(services, true, tests),
    [INTERNAL_COMMANDS.workItemForTest]: (...tests) => workItemForTests(services, services.failing, tests),
    [INTERNAL_COMMANDS.openLog]: (argument) => openLog(argument),
    [INTERNAL_COMMANDS.openResults]: (argument) => openResults(argument),
  };
  return vscode.Disposable.from(
    ...Object.entries(actions).map(([id, action]) => vscode.commands.registerCommand(id, services.guard.command(action))),
  );
}

async function cancel({ liveRuns }: Services, argument: unknown): Promise<void> {
  const ref = await runRefOf(argument);
  const live = ref && liveRuns.get(ref.run);
  if (live) await cancelRun(live.followed);
}

/** For a run whose evidence does not stand in its work item yet. */
async function writeEvidence({ writeBack }: Services, argument: unknown): Promise<void> {
  const ref = await runRefOf(argument);
  if (!ref) return;
  const { workItemOf } = await loadEngine();
  const workItem = await workItemOf(ref.root, ref.run);
  if (workItem !== undefined) await writeBack.writeOrOffer(ref, workItem);
}
