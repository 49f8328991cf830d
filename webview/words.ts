/** The panel's own words, in one place. */
import type { ReportAction } from '../src/protocol/report.js';
import { t } from './texts.js';

/** Labels of the buttons; `openSource` is a link beside the failure that it belongs to. */
export const ACTION_WORDS: Readonly<Record<Exclude<ReportAction, 'openSource'>, string>> = {
  cancel: t('Cancel Run'),
  runAgain: t('Run Again'),
  runUntilFailure: t('Run Until Failure'),
  verifyFix: t('Verify Fix'),
  newWorkItem: t('New Work Item'),
  openWorkItem: t('Open Work Item'),
  compareWith: t('Compare with…'),
  exportReport: t('Export Report…'),
};

export const LOADING = t('Loading the run…');
export const STRIP_KEYS = t('Arrow keys move along the attempts, Page Down and Page Up to the next and previous one that did not pass. Enter opens the log.');
export const STRIP_IDLE = t('Point at an attempt to see what it is; click it to open its log.');
export const PLOT_KEYS = t('Arrow keys move along the marks, Page Down and Page Up to the next and previous failure. Enter opens what the mark stands for.');
