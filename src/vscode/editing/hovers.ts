/** What a reference to a work item means: its title, where it stands, and the way there. */
import * as vscode from 'vscode';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import type { Surroundings } from '../../core/check/surroundings.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { fileOf } from '../adapters/references.js';
import type { KnownRoots } from './knownRoots.js';

/** Candidates that are listed. */
const MAX_LISTED = 10;

export class ReferenceHovers implements vscode.HoverProvider {
  constructor(private readonly roots: KnownRoots) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<vscode.Hover | undefined> {
    if (!document.lineAt(position).text.includes('WI')) return undefined;
    const place = await this.roots.placeOf(document);
    if (!place || token.isCancellationRequested) return undefined;
    const engine = await loadEngine();
    const text = document.getText();
    const offset = document.offsetAt(position);
    const reference = engine.referencesOf(text, engine.outlineOf(text)).workItems.find(({ start, end }) => offset >= start && offset <= end);
    if (!reference) return undefined;
    const { root } = place;
    const candidates = engine.candidatesFor(reference, place.path, await root.entries());
    const named = reference.file ?? reference.alias;
    const content = candidates.length > 0 ? described(candidates, named, root.workspace.root, engine) : elsewhere(named, reference.alias, await root.surroundings());
    if (!content) return undefined;
    return new vscode.Hover(content, new vscode.Range(document.positionAt(reference.start), document.positionAt(reference.end)));
  }
}

function described(candidates: readonly WorkItemEntry[], named: string, root: string, engine: Engine): vscode.MarkdownString {
  const content = new vscode.MarkdownString();
  if (candidates.length > 1) {
    content.appendText(vscode.l10n.t('{0} means {1} work items. Name the file of the one that is meant.', named, candidates.length));
  }
  for (const entry of candidates.slice(0, MAX_LISTED)) {
    if (content.value !== '') content.appendMarkdown('\n\n---\n\n');
    content.appendMarkdown('**').appendText(titleOf(entry)).appendMarkdown('**\n\n').appendText(stateOf(entry, engine));
    content.appendMarkdown('\n\n[').appendText(entry.path).appendMarkdown(`](${vscode.Uri.file(fileOf({ root, workItem: entry.path })).toString()})`);
  }
  if (candidates.length > MAX_LISTED) content.appendMarkdown('\n\n').appendText(vscode.l10n.t('… and {0} more', candidates.length - MAX_LISTED));
  return content;
}

/** `WI4 Orders are lost`; the path of one that cannot be read. */
export function titleOf({ path, summary }: WorkItemEntry): string {
  if (!summary) return path;
  return summary.alias === undefined ? summary.title : `${summary.alias} ${summary.title}`;
}

/** Open or closed, the phase, and the status in its own words. */
export function stateOf({ summary, problem }: WorkItemEntry, { bounded, clean, phaseNumber, PHASES }: Engine): string {
  if (!summary) return problem ?? vscode.l10n.t('It cannot be read.');
  const phase = summary.phase === 'Closed' ? vscode.l10n.t('Closed') : vscode.l10n.t('Open · Phase {0} of {1}, {2}', phaseNumber(summary.phase), PHASES.length, summary.phase);
  const status = summary.status.text === undefined ? vscode.l10n.t('no status') : vscode.l10n.t('Status: {0}', bounded(clean(summary.status.text).replace(/\s+/g, ' '), 120));
  return `${phase} · ${status}`;
}

/** Of a work item that only another branch has, no more than its path is known. */
function elsewhere(named: string, alias: string, surroundings: Surroundings | undefined): vscode.MarkdownString | undefined {
  const name = named.split('/').at(-1) ?? named;
  const found = [...(surroundings?.workItems.withName(name) ?? []), ...(named === alias ? (surroundings?.workItems.withAlias(alias) ?? []) : [])].filter((item) => item.elsewhere);
  const [first] = found;
  return first && new vscode.MarkdownString().appendText(vscode.l10n.t('{0} is on another branch only: {1}', named, first.path));
}
