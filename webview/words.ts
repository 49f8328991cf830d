/** The panel's own words, in one place. */
import type { ReportAction, ReportPurpose, ReportVerdictKind } from '../src/protocol/report.js';

export const KIND_WORDS: Readonly<Record<ReportVerdictKind, string>> = {
  passing: 'Passing',
  flaky: 'Flaky',
  'consistently-failing': 'Consistently failing',
  'not-reproduced': 'Not reproduced',
  inconclusive: 'Inconclusive',
  'no-data': 'No data',
};

export const PURPOSE_WORDS: Readonly<Record<ReportPurpose, string>> = {
  repeat: 'Repeat',
  reproduce: 'Reproduce a failure',
  baseline: 'Baseline before a fix',
  verify: 'Verify a fix',
};

/** Labels of the buttons; `openSource` is a link beside the failure that it belongs to. */
export const ACTION_WORDS: Readonly<Record<Exclude<ReportAction, 'openSource'>, string>> = {
  cancel: 'Cancel Run',
  runAgain: 'Run Again',
  runUntilFailure: 'Run Until Failure',
  openWorkItem: 'Open Work Item',
};

export const LOADING = 'Loading the run…';
export const STRIP_KEYS = 'Arrow keys move along the attempts, Page Down and Page Up to the next and previous one that did not pass. Enter opens the log.';
export const STRIP_IDLE = 'Point at an attempt to see what it is; click it to open its log.';
