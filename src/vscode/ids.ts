/** Every id that the manifest and the code share. test/contract/manifest.test.ts holds both together. */

/** Offered in the palette. */
export const COMMANDS = {
  newWorkItem: 'casebook.newWorkItem',
  openWorkItem: 'casebook.openWorkItem',
  openExample: 'casebook.openExample',
  runRepeatedly: 'casebook.runRepeatedly',
  runUntilFailure: 'casebook.runUntilFailure',
  probeEndpoint: 'casebook.probeEndpoint',
  probeMatrix: 'casebook.probeMatrix',
  probeSelection: 'casebook.probeSelection',
  wait: 'casebook.wait',
  snapshot: 'casebook.snapshot',
  addLogEvidence: 'casebook.addLogEvidence',
  runAndRecord: 'casebook.runAndRecord',
  showRunReport: 'casebook.showRunReport',
  verifyFix: 'casebook.verifyFix',
  repeatLastCommand: 'casebook.repeatLastCommand',
  compareRuns: 'casebook.compareRuns',
  exportReport: 'casebook.exportReport',
  advancePhase: 'casebook.advancePhase',
  setActiveWorkItem: 'casebook.setActiveWorkItem',
  clearActiveWorkItem: 'casebook.clearActiveWorkItem',
  revealActiveWorkItem: 'casebook.revealActiveWorkItem',
  openToSide: 'casebook.openToSide',
  peekSection: 'casebook.peekSection',
  linkFile: 'casebook.linkFile',
  foldEvidence: 'casebook.foldEvidence',
  unfoldEvidence: 'casebook.unfoldEvidence',
  filterWorkItems: 'casebook.filterWorkItems',
  groupWorkItems: 'casebook.groupWorkItems',
  sortWorkItems: 'casebook.sortWorkItems',
  renameWorkItem: 'casebook.renameWorkItem',
} as const;

/** For the tree, the lenses, diagnostics and notifications; they make sense only with what they are called for. */
export const INTERNAL_COMMANDS = {
  openPhase: 'casebook.openPhase',
  openPlace: 'casebook.openPlace',
  clearFilter: 'casebook.clearFilter',
  compareSelected: 'casebook.compareSelected',
  pauseRun: 'casebook.pauseRun',
  resumeRun: 'casebook.resumeRun',
  runAgain: 'casebook.runAgain',
  cancelRun: 'casebook.cancelRun',
  writeEvidence: 'casebook.writeEvidence',
  refresh: 'casebook.refresh',
  showRule: 'casebook.showRule',
  probeHypothesis: 'casebook.probeHypothesis',
  repeatTest: 'casebook.repeatTest',
  repeatTestUntilFailure: 'casebook.repeatTestUntilFailure',
  workItemForTest: 'casebook.workItemForTest',
  openTest: 'casebook.openTest',
  openLog: 'casebook.openLog',
  openResults: 'casebook.openResults',
  showLog: 'casebook.showLog',
} as const;

/** Commands that start a process: disabled in an untrusted workspace. */
export const RUNNING_COMMANDS: readonly string[] = [
  COMMANDS.newWorkItem, // reads the numbers of other branches from git
  COMMANDS.runRepeatedly,
  COMMANDS.runUntilFailure,
  COMMANDS.probeEndpoint,
  COMMANDS.probeMatrix,
  COMMANDS.probeSelection,
  COMMANDS.wait,
  COMMANDS.snapshot,
  COMMANDS.runAndRecord,
  COMMANDS.advancePhase, // asks git whether the sources are those that were measured
  INTERNAL_COMMANDS.runAgain,
  INTERNAL_COMMANDS.resumeRun,
  INTERNAL_COMMANDS.probeHypothesis,
  COMMANDS.verifyFix,
  COMMANDS.repeatLastCommand,
  INTERNAL_COMMANDS.repeatTest,
  INTERNAL_COMMANDS.repeatTestUntilFailure,
];

/** Commands in the menus of rows: called with the row, or from elsewhere without any argument. */
export const ROW_COMMANDS: readonly string[] = [
  COMMANDS.openWorkItem,
  COMMANDS.openToSide,
  COMMANDS.peekSection,
  COMMANDS.setActiveWorkItem,
  COMMANDS.advancePhase,
  COMMANDS.renameWorkItem,
  COMMANDS.runRepeatedly,
  COMMANDS.runUntilFailure,
  COMMANDS.probeEndpoint,
  COMMANDS.probeMatrix,
  COMMANDS.wait,
  COMMANDS.snapshot,
  COMMANDS.addLogEvidence,
  COMMANDS.showRunReport,
  COMMANDS.compareRuns,
  INTERNAL_COMMANDS.compareSelected,
  COMMANDS.exportReport,
  COMMANDS.verifyFix,
  INTERNAL_COMMANDS.runAgain,
  INTERNAL_COMMANDS.pauseRun,
  INTERNAL_COMMANDS.resumeRun,
  INTERNAL_COMMANDS.cancelRun,
  INTERNAL_COMMANDS.writeEvidence,
  INTERNAL_COMMANDS.openTest,
  INTERNAL_COMMANDS.openLog,
  INTERNAL_COMMANDS.repeatTest,
  INTERNAL_COMMANDS.repeatTestUntilFailure,
  INTERNAL_COMMANDS.workItemForTest,
  COMMANDS.linkFile,
];

export const VIEW_CONTAINER = 'casebook';
export const WORK_ITEMS_VIEW = 'casebook.workItems';
/** Publishes our runs; its tests are never repeated by themselves. */
export const TEST_CONTROLLER = 'casebook';
export const RUNS_VIEW = 'casebook.runs';
export const REPORT_PANEL = 'casebook.runReport';

/** `viewItem` in `when` clauses. Of a run, and of a test, each part says something that a command asks for. */
export const TREE_ITEMS = {
  group: 'casebook.group',
  workItem: 'casebook.workItem',
  gate: 'casebook.gate',
  demand: 'casebook.demand',
  phase: 'casebook.phase',
  evidence: 'casebook.evidence',
  checkbox: 'casebook.checkbox',
  run: 'casebook.run',
  liveRun: 'casebook.run.live',
  pausedRun: 'casebook.run.paused',
  resumableRun: 'casebook.run.resumable',
  pendingRun: 'casebook.run.pending',
  resumablePendingRun: 'casebook.run.resumable.pending',
  /** No work item has it. */
  looseRun: 'casebook.run.loose',
  resumableLooseRun: 'casebook.run.resumable.loose',
  failedTest: 'casebook.failedTest',
  failedTestInFile: 'casebook.failedTest.inFile',
  moreTests: 'casebook.moreTests',
  problem: 'casebook.problem',
} as const;

/** Set for `when` clauses. */
export const CONTEXT_KEYS = {
  /** A filter hides work items. */
  filtered: 'casebook.workItemsFiltered',
} as const;

/** Settings, below {@link SETTINGS_SECTION}. */
export const SETTINGS_SECTION = 'casebook';
export const SETTINGS = {
  codeLens: 'codeLens',
  notifications: 'notifications',
  attempts: 'run.attempts',
  timeout: 'run.timeout',
} as const;

/** What is kept per workspace. */
export const MEMENTO = {
  commands: 'casebook.commands',
  approved: 'casebook.approved',
  attempts: 'casebook.attempts',
  targets: 'casebook.targets',
  board: 'casebook.board',
} as const;
