/** A run in a few words, for trees and lists. */
import * as vscode from 'vscode';
import type { RunEvidence } from '../../core/run/evidence.js';
import type { VerdictKind } from '../../core/run/verdict.js';
import type { RunState, RunSummary } from '../../node/run/readLedger.js';
import type { RunFile } from '../../node/run/records.js';
import { loadEngine } from '../adapters/loadEngine.js';

/** Characters of a command. */
const MAX_COMMAND = 80;

export interface RunWords {
  /** `3 of 100 failed` */
  readonly counts: string;
  /** `flaky`, `cancelled` … */
  readonly state: string;
  readonly command: string;
  /** In the user's own time. */
  readonly startedAt: string;
  /** A codicon's name. */
  readonly icon: string;
}

export async function describeRun(file: RunFile, state: RunState, { counted, failures, verdict }: RunEvidence): Promise<RunWords> {
  const { bounded, clean, commandLine } = await loadEngine();
  return {
    counts: counted === 0 ? vscode.l10n.t('no attempt counts') : vscode.l10n.t('{0} of {1} failed', failures, counted),
    state: state === 'running' ? vscode.l10n.t('running') : (endedEarly()[file.result?.reason ?? 'interrupted'] ?? verdictWords()[verdict.kind]),
    command: bounded(clean(commandLine(file)).replace(/\s+/g, ' '), MAX_COMMAND),
    startedAt: new Date(file.startedAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' }),
    icon: state === 'running' ? 'sync~spin' : failures > 0 ? 'error' : verdict.kind === 'passing' ? 'pass' : 'circle-outline',
  };
}

function endedEarly(): Partial<Record<NonNullable<RunFile['result']>['reason'], string>> {
  return { cancelled: vscode.l10n.t('cancelled'), interrupted: vscode.l10n.t('interrupted'), error: vscode.l10n.t('ended by an error') };
}

function verdictWords(): Readonly<Record<VerdictKind, string>> {
  return {
    passing: vscode.l10n.t('passing'),
    flaky: vscode.l10n.t('flaky'),
    'consistently-failing': vscode.l10n.t('consistently failing'),
    'not-reproduced': vscode.l10n.t('not reproduced'),
    inconclusive: vscode.l10n.t('inconclusive'),
    'no-data': vscode.l10n.t('no data'),
  };
}

/** Nobody ended it: its process died, or its editor was gone. */
export function wasInterrupted({ file, state }: RunSummary): boolean {
  return state === 'interrupted' || file.result?.reason === 'interrupted';
}

/** Whether something of its plan is left to do, and `casebook resume` would do it. What else stands against it, that says. */
export function isResumable(run: RunSummary): boolean {
  const { series, result } = run.file;
  if (series) return false;
  return wasInterrupted(run) || result?.reason === 'cancelled' || result?.reason === 'error';
}

/** Starts no further attempt for now. */
export function isPaused({ history, result }: RunFile): boolean {
  return !result && history?.at(-1)?.type === 'paused';
}
