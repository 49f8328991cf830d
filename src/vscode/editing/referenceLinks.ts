/** Links of what a work item names: places in files, and other work items. Markdown links are the editor's own. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Surroundings } from '../../core/check/surroundings.js';
import type { FileReference, WorkItemReference } from '../../core/workItem/references.js';
import type { Span } from '../../core/workItem/text.js';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { fileOf } from '../adapters/references.js';
import { COMMANDS } from '../ids.js';
import type { KnownRoots, Place } from './knownRoots.js';

/** Files that end so and are compared. */
const MAX_FOUND = 100;

/** A link whose file is looked for when it is followed. */
class LookedFor extends vscode.DocumentLink {
  constructor(
    range: vscode.Range,
    readonly root: string,
    /** Paths from the root where it may lie; where none does, a file whose path ends with the first. */
    readonly candidates: readonly string[],
    readonly fragment: string,
  ) {
    super(range);
  }
}

export class ReferenceLinks implements vscode.DocumentLinkProvider {
  constructor(private readonly roots: KnownRoots) {}

  async provideDocumentLinks(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.DocumentLink[]> {
    const place = await this.roots.placeOf(document);
    if (!place || token.isCancellationRequested) return [];
    const { root } = place;
    const engine = await loadEngine();
    const surroundings = await root.surroundings();
    const entries = await root.entries();
    const text = document.getText();
    const { files, links, workItems } = engine.referencesOf(text, engine.outlineOf(text));
    const range = ({ start, end }: Span): vscode.Range => new vscode.Range(document.positionAt(start), document.positionAt(end));
    const outsideLinks = outside(links);
    const places = files.filter(outsideLinks).map((file) => fileLink(file, range(file), place, surroundings, engine));
    const outsideBoth = outside([...links, ...files].sort((a, b) => a.start - b.start));
    const meant = new Map<string, readonly WorkItemEntry[]>();
    const candidatesFor = (reference: WorkItemReference): readonly WorkItemEntry[] => {
      const name = reference.file ?? reference.alias;
      const candidates = meant.get(name) ?? engine.candidatesFor(reference, place.path, entries);
      meant.set(name, candidates);
      return candidates;
    };
    const named = workItems.filter(outsideBoth).map((reference) => workItemLink(range(reference), place, candidatesFor(reference)));
    return [...places, ...named].filter((link) => link !== undefined);
  }

  async resolveDocumentLink(link: vscode.DocumentLink, token: vscode.CancellationToken): Promise<vscode.DocumentLink> {
    if (!(link instanceof LookedFor)) return link;
    const { root, candidates, fragment } = link;
    const [there] = (await Promise.all(candidates.map((candidate) => ifThere(path.join(root, candidate))))).filter((file) => file !== undefined);
    const file = there ?? (await endingSo(root, candidates[0] ?? '', token));
    if (file) link.target = file.with({ fragment });
    return link;
  }
}

/** Undefined where nothing here can be meant: the file of another repository. */
function fileLink({ path: written, line, endLine, column }: FileReference, range: vscode.Range, { root, path: from }: Place, surroundings: Surroundings | undefined, { folderOf, fromRoot }: Engine): vscode.DocumentLink | undefined {
  const top = root.workspace.root;
  const candidates = [fromRoot('', written), fromRoot(folderOf(from), written)].filter((candidate): candidate is string => candidate !== undefined && candidate !== '');
  const [first] = candidates;
  if (first === undefined) return undefined;
  const fragment = endLine !== undefined ? `L${line}-L${endLine}` : column !== undefined ? `L${line},${column}` : `L${line}`;
  const there = surroundings && candidates.find((candidate) => surroundings.exists(candidate) === true);
  if (surroundings && there === undefined && surroundings.endsSo(first) === false) return undefined;
  const link = there === undefined ? new LookedFor(range, top, candidates, fragment) : new vscode.DocumentLink(range, vscode.Uri.file(path.join(top, there)).with({ fragment }));
  link.tooltip = vscode.l10n.t('Open {0} at line {1}', written, line);
  return link;
}

/** One work item is opened; of several the user picks. Where a text names itself, there is no way to go. */
function workItemLink(range: vscode.Range, { root, path: from }: Place, candidates: readonly WorkItemEntry[]): vscode.DocumentLink | undefined {
  const [only, another] = candidates;
  if (!only || candidates.some((candidate) => candidate.path === from)) return undefined;
  const top = root.workspace.root;
  if (!another) {
    const link = new vscode.DocumentLink(range, vscode.Uri.file(fileOf({ root: top, workItem: only.path })));
    link.tooltip = vscode.l10n.t('Open Work Item'); // the hover says which
    return link;
  }
  const choice = [{ root: top, candidates: candidates.map((candidate) => candidate.path) }];
  const link = new vscode.DocumentLink(range, vscode.Uri.from({ scheme: 'command', path: COMMANDS.openWorkItem, query: JSON.stringify(choice) }));
  link.tooltip = vscode.l10n.t('Choose the Work Item');
  return link;
}

/** Whether a span lies outside of all others. @param spans in order, not overlapping */
function outside(spans: readonly Span[]): (span: Span) => boolean {
  return ({ start }) => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.start ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    return (spans[low - 1]?.end ?? 0) <= start;
  };
}

async function ifThere(file: string): Promise<vscode.Uri | undefined> {
  const info = await stat(file).catch(() => undefined);
  return info?.isFile() === true ? vscode.Uri.file(file) : undefined;
}

/** The file with the shortest path of those that end so. */
async function endingSo(root: string, ending: string, token: vscode.CancellationToken): Promise<vscode.Uri | undefined> {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(root), `**/${ending.replace(/[*?[\]{}]/g, '?')}`);
  const files = await vscode.workspace.findFiles(pattern, undefined, MAX_FOUND, token);
  return files.sort((a, b) => a.path.length - b.path.length)[0];
}
