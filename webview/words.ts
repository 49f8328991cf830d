/** The panel's own words, in one place. */
import type { ReportAction } from '../src/protocol/report.js';

/** Labels of the buttons; `openSource` is a link beside the failure that it belongs to. */
export const ACTION_WORDS: Readonly<Record<Exclude<ReportAction, 'openSource'>, string>> = {
  cancel: 'Cancel Run',
  runAgain: 'Run Again',
  runUntilFailure: 'Run Until Failure',
  openWorkItem: 'Open Work Item',
  compareWith: 'Compare with…',
  exportReport: 'Export Report…',
};

export const LOADING = 'Loading the run…';
export const STRIP_KEYS = 'Arrow keys move along the attempts, Page Down and Page Up to the next and previous one that did not pass. Enter opens the log.';
export const STRIP_IDLE = 'Point at an attempt to see what it is; click it to open its log.';
export const PLOT_KEYS = 'Arrow keys move along the marks, Page Down and Page Up to the next and previous failure. Enter opens what the mark stands for.';
