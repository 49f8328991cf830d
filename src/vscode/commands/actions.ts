/** What every command does, by its id: a bundle of its own, that is loaded when the first one is called. */
import type { KnownRoots } from '../editing/knownRoots.js';
import { COMMANDS, INTERNAL_COMMANDS } from '../ids.js';
import type { Services } from '../services.js';
import type { RunReports } from '../views/runReports.js';
import type { Views } from '../views/views.js';
import { clearActiveWorkItem, revealActiveWorkItem, setActiveWorkItem } from './activeWorkItem.js';
import { addLogEvidence } from './addLogEvidence.js';
import { advancePhase } from './advancePhase.js';
import { isTrue } from './arguments.js';
import { filterWorkItems, groupWorkItems, sortWorkItems } from './board.js';
import { compareRuns, compareSelected } from './compareRuns.js';
import { exportReport } from './exportReport.js';
import { foldEvidence } from './foldEvidence.js';
import { linkFile } from './linkFile.js';
import { newWorkItem } from './newWorkItem.js';
import { openExample } from './openExample.js';
import { openLog, openResults } from './openSources.js';
import { openTest } from './openTest.js';
import { openPhase, openWorkItems } from './openWorkItem.js';
import { PROBE_ENDPOINT, PROBE_MATRIX, probeEndpoint } from './probeEndpoint.js';
import { probeHypothesis } from './probeHypothesis.js';
import { probeSelection } from './probeSelection.js';
import { renameWorkItem } from './renameWorkItem.js';
import { repeatLastCommand } from './repeatLastCommand.js';
import { repeatTests } from './repeatTest.js';
import { runAgain } from './runAgain.js';
import { runAndRecord } from './runAndRecord.js';
import { cancelRuns, pauseRuns, resumeRuns, writeEvidenceOf } from './runControl.js';
import { runTest } from './runTest.js';
import { showRule } from './showRule.js';
import { showRunReport } from './showRunReport.js';
import { takeSnapshot } from './takeSnapshot.js';
import { runsIn, workItemsIn } from './treeTargets.js';
import { verifyFix } from './verifyFix.js';
import { waitFor } from './waitFor.js';
import { workItemForTests } from './workItemForTest.js';
import { openPlace, openToSide, peekSection } from './workItemPlaces.js';

/** A menu of a tree gives all that is selected as second argument; with several tests selected, the Test Explorer hands each of them over. */
export type Action = (argument?: unknown, ...more: readonly unknown[]) => Promise<unknown>;

export function actionsOf(services: Services, reports: RunReports, roots: KnownRoots, views: Views): Readonly<Record<string, Action>> {
  const { board } = services;
  return {
    [COMMANDS.newWorkItem]: (argument) => newWorkItem(services, argument),
    [COMMANDS.openWorkItem]: async (argument, selection) => openWorkItems(argument, await workItemsIn(views, argument, selection)),
    [COMMANDS.openExample]: () => openExample(services),
    [COMMANDS.runRepeatedly]: (argument) => runTest(services, false, argument),
    [COMMANDS.runUntilFailure]: (argument) => runTest(services, true, argument),
    [COMMANDS.probeEndpoint]: (argument) => probeEndpoint(services, PROBE_ENDPOINT, argument),
    [COMMANDS.probeMatrix]: (argument) => probeEndpoint(services, PROBE_MATRIX, argument),
    [COMMANDS.probeSelection]: () => probeSelection(services, roots),
    [COMMANDS.wait]: (argument) => waitFor(services, argument),
    [COMMANDS.snapshot]: (argument) => takeSnapshot(services, argument),
    [COMMANDS.addLogEvidence]: (argument) => addLogEvidence(services, argument),
    [COMMANDS.runAndRecord]: (argument) => runAndRecord(services, roots, argument),
    [COMMANDS.compareRuns]: (argument) => compareRuns(services, reports, argument),
    [COMMANDS.exportReport]: (argument) => exportReport(services, argument),
    [COMMANDS.showRunReport]: (argument) => showRunReport(services, reports, argument),
    [COMMANDS.advancePhase]: (argument) => advancePhase(services, views, argument),
    [COMMANDS.setActiveWorkItem]: (argument) => setActiveWorkItem(services, views, argument),
    [COMMANDS.clearActiveWorkItem]: () => clearActiveWorkItem(services),
    [COMMANDS.revealActiveWorkItem]: () => revealActiveWorkItem(services, views),
    [COMMANDS.openToSide]: (argument, selection) => openToSide(services, views, argument, selection),
    [COMMANDS.peekSection]: (argument) => peekSection(services, views, argument),
    [COMMANDS.linkFile]: (...chosen) => linkFile(services, chosen),
    [COMMANDS.foldEvidence]: () => foldEvidence('editor.fold'),
    [COMMANDS.unfoldEvidence]: () => foldEvidence('editor.unfold'),
    [COMMANDS.filterWorkItems]: (argument) => filterWorkItems(board, argument),
    [COMMANDS.groupWorkItems]: (argument) => groupWorkItems(board, argument),
    [COMMANDS.sortWorkItems]: (argument) => sortWorkItems(board, argument),
    [COMMANDS.renameWorkItem]: (argument) => renameWorkItem(services, views, argument),
    [INTERNAL_COMMANDS.openPlace]: (argument) => openPlace(argument),
    [INTERNAL_COMMANDS.clearFilter]: () => board.set({ filter: '' }),
    [INTERNAL_COMMANDS.openPhase]: (argument) => openPhase(argument),
    [INTERNAL_COMMANDS.runAgain]: (argument) => runAgain(services, argument, isTrue(argument, 'untilFailure') ? { untilFailure: true } : {}),
    [INTERNAL_COMMANDS.cancelRun]: async (argument, selection) => cancelRuns(services, await runsIn(views, argument, selection)),
    [INTERNAL_COMMANDS.compareSelected]: async (argument, selection) => compareSelected(reports, await runsIn(views, argument, selection)),
    [INTERNAL_COMMANDS.pauseRun]: async (argument, selection) => pauseRuns(services, await runsIn(views, argument, selection)),
    [INTERNAL_COMMANDS.resumeRun]: async (argument, selection) => resumeRuns(services, await runsIn(views, argument, selection)),
    [INTERNAL_COMMANDS.writeEvidence]: async (argument, selection) => writeEvidenceOf(services, await runsIn(views, argument, selection)),
    [INTERNAL_COMMANDS.refresh]: () => {
      services.history.changed();
      views.refresh();
      return Promise.resolve();
    },
    [INTERNAL_COMMANDS.showRule]: (rule) => showRule(services, rule),
    [INTERNAL_COMMANDS.probeHypothesis]: (argument) => probeHypothesis(services, argument),
    [COMMANDS.verifyFix]: (argument) => verifyFix(services, argument),
    [COMMANDS.repeatLastCommand]: (argument) => repeatLastCommand(services, services.terminals, argument),
    [INTERNAL_COMMANDS.repeatTest]: (...tests) => repeatTests(services, false, tests),
    [INTERNAL_COMMANDS.repeatTestUntilFailure]: (...tests) => repeatTests(services, true, tests),
    [INTERNAL_COMMANDS.workItemForTest]: (...tests) => workItemForTests(services, services.failing, tests),
    [INTERNAL_COMMANDS.openTest]: (argument) => openTest(services, reports, argument),
    [INTERNAL_COMMANDS.openLog]: (argument) => openLog(argument),
    [INTERNAL_COMMANDS.openResults]: (argument) => openResults(services, argument),
    [INTERNAL_COMMANDS.showLog]: () => {
      services.log.show();
      return Promise.resolve();
    },
  };
}
