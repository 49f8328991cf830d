/** Links from the id of a run or probe in the text to its block in the same work item: `(refuted: probe 20261121-140233-a3f9)`. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import type { KnownRoots } from './knownRoots.js';

const ID = /\b\d{8}-\d{6}-[0-9a-f]{4}\b/g;

export class EvidenceLinks implements vscode.DocumentLinkProvider {
  constructor(private readonly roots: KnownRoots) {}

  async provideDocumentLinks(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.DocumentLink[]> {
    if (!(await this.roots.placeOf(document)) || token.isCancellationRequested) return [];
    const { parse } = await loadEngine();
    const text = document.getText();
    const { evidence } = parse(text).item;
    if (evidence.length === 0) return [];
    return Array.from(text.matchAll(ID)).flatMap(({ 0: id, index }) => {
      const block = evidence.find((candidate) => candidate.id === id);
      if (!block || evidence.some(({ span }) => span.start <= index && index < span.end)) return [];
      const { line } = document.positionAt(block.span.start);
      const link = new vscode.DocumentLink(new vscode.Range(document.positionAt(index), document.positionAt(index + id.length)), document.uri.with({ fragment: `L${line + 1}` }));
      link.tooltip = vscode.l10n.t('Show the Evidence');
      return [link];
    });
  }
}
