/** Folds evidence blocks, each from its begin marker to its end marker. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import type { KnownRoots } from './knownRoots.js';

export class EvidenceFolding implements vscode.FoldingRangeProvider {
  constructor(private readonly roots: KnownRoots) {}

  async provideFoldingRanges(document: vscode.TextDocument, _: vscode.FoldingContext, token: vscode.CancellationToken): Promise<vscode.FoldingRange[]> {
    if (!(await this.roots.placeOf(document)) || token.isCancellationRequested) return [];
    return (await evidenceLines(document)).map(({ first, last }) => new vscode.FoldingRange(first, last, vscode.FoldingRangeKind.Region));
  }
}

/** Lines of the markers of each block, 0-based. */
export async function evidenceLines(document: vscode.TextDocument): Promise<{ readonly first: number; readonly last: number }[]> {
  const { parse } = await loadEngine();
  return parse(document.getText()).item.evidence.map(({ span }) => ({ first: document.positionAt(span.start).line, last: document.positionAt(span.end).line }));
}
