/** Kinds of evidence in words. They are made when they are shown: the language of the window is known then. */
import * as vscode from 'vscode';
import type { EvidenceKind } from '../../core/evidence/kinds.js';

export interface EvidenceWords {
  readonly kind: string;
  /** What is read out of a block. A sentence for each kind: what stands before the name differs by it in many languages. */
  readonly spoken: string;
}

/** @param title of the block */
export function evidenceWords(kind: EvidenceKind, title: string): EvidenceWords {
  const words: Readonly<Record<EvidenceKind, EvidenceWords>> = {
    run: { kind: vscode.l10n.t('run'), spoken: vscode.l10n.t('Evidence of a run: {0}', title) },
    compare: { kind: vscode.l10n.t('comparison'), spoken: vscode.l10n.t('Evidence of a comparison: {0}', title) },
    probe: { kind: vscode.l10n.t('probe'), spoken: vscode.l10n.t('Evidence of a probe: {0}', title) },
    matrix: { kind: vscode.l10n.t('matrix'), spoken: vscode.l10n.t('Evidence of a matrix: {0}', title) },
    fault: { kind: vscode.l10n.t('fault'), spoken: vscode.l10n.t('Evidence of a fault: {0}', title) },
    snapshot: { kind: vscode.l10n.t('snapshot'), spoken: vscode.l10n.t('Evidence of a snapshot: {0}', title) },
    log: { kind: vscode.l10n.t('log'), spoken: vscode.l10n.t('Evidence of a log: {0}', title) },
    command: { kind: vscode.l10n.t('command'), spoken: vscode.l10n.t('Evidence of a command: {0}', title) },
  };
  return words[kind];
}
