/** Completion in work items: references to others, in the text and as targets of links, and values of the header. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import type { Guard } from '../adapters/guard.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { stateOf, titleOf } from './hovers.js';
import type { KnownRoots, Place } from './knownRoots.js';

/** What asks for completion while it is typed: the end of `](`, and of a header field's name. */
export const TRIGGERS: readonly string[] = ['(', ' '];

/** Where the cursor stands, told from its line alone: most of what is typed is none of these, and then nothing is loaded. */
type Spot =
  | { readonly kind: 'reference' | 'target'; readonly typed: string }
  | { readonly kind: 'field' };

export class WorkItemCompletions implements vscode.CompletionItemProvider {
  constructor(private readonly roots: KnownRoots) {}

  async provideCompletionItems(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken, { triggerKind }: vscode.CompletionContext): Promise<vscode.CompletionItem[]> {
    const spots = spotsAt(document.lineAt(position).text.slice(0, position.character), triggerKind === vscode.CompletionTriggerKind.Invoke);
    if (spots.length === 0) return [];
    const place = await this.roots.placeOf(document);
    if (!place || token.isCancellationRequested) return [];
    const engine = await loadEngine();
    for (const spot of spots) {
      const found = spot.kind === 'field' ? await valuesAt(document, position, place, engine) : await workItemsAt(spot.kind, spot.typed, position, place, engine);
      if (found.length > 0) return found;
    }
    return [];
  }
}

/**
 * Asks for completion when `WI` has been typed in a work item. VS Code does that neither in markdown by itself nor for letters that a
 * provider registers as its triggers.
 */
export function suggestWhenTyped(roots: KnownRoots, guard: Guard): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges: [change, another], reason }) => {
    if (change?.text !== 'I' || another || reason !== undefined || vscode.window.activeTextEditor?.document !== document) return;
    const { line, character } = change.range.start;
    if (!/(?<![\p{L}\p{N}_-])WI$/u.test(document.lineAt(line).text.slice(0, character + 1))) return;
    guard.background(suggest(document, roots));
  });
}

async function suggest(document: vscode.TextDocument, roots: KnownRoots): Promise<void> {
  if (await roots.placeOf(document)) await vscode.commands.executeCommand('editor.action.triggerSuggest');
}

/** In the order in which they are tried. */
function spotsAt(before: string, invoked: boolean): Spot[] {
  const target = /\]\(<?([^()<>]{0,200})$/.exec(before);
  if (target) return [{ kind: 'target', typed: target[1] ?? '' }];
  // A value is offered right behind the colon, or when it is asked for.
  const field = invoked ? /^[^\n]{0,100}:/.test(before) : /^[^\n]{1,100}:(?:\*\*)?[ \t]$/.test(before);
  const reference = /(?<![\p{L}\p{N}_-])(WI(?:[-_ ]?[\w-]{0,60})?)$/u.exec(before)?.[1] ?? (invoked && !field ? /(?<![\p{L}\p{N}_-])(w?i?)$/iu.exec(before)?.[1] : undefined);
  return [...(field ? [{ kind: 'field' } as const] : []), ...(reference === undefined ? [] : [{ kind: 'reference', typed: reference } as const])];
}

async function workItemsAt(kind: 'reference' | 'target', typed: string, position: vscode.Position, place: Place, engine: Engine): Promise<vscode.CompletionItem[]> {
  const entries = (await place.root.entries()).filter((entry) => entry.path !== place.path);
  const range = new vscode.Range(position.translate(0, -typed.length), position);
  const unique = uniqueAliases(await place.root.entries(), engine);
  const item = kind === 'target' ? (entry: WorkItemEntry) => targetItem(entry, place, engine) : (entry: WorkItemEntry) => referenceItem(entry, unique, engine);
  return entries.flatMap((entry, index) => {
    const made = item(entry);
    return made ? [Object.assign(made, { range, sortText: String(index).padStart(6, '0'), documentation: `${stateOf(entry, engine)}\n${entry.path}` })] : [];
  });
}

/** Aliases that mean one work item: one that file names have is theirs, whatever others say of themselves. */
function uniqueAliases(entries: readonly WorkItemEntry[], { aliasIn }: Engine): ReadonlySet<string> {
  const named = counted(entries.map(({ path: file }) => aliasIn(path.posix.basename(file))));
  const said = counted(entries.map(({ summary }) => summary?.alias));
  return new Set([...new Set([...named.keys(), ...said.keys()])].filter((alias) => (named.get(alias) ?? said.get(alias)) === 1));
}

function counted(texts: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** `WI4`; the name of the file where that is ambiguous. */
function referenceItem({ path: file, summary }: WorkItemEntry, unique: ReadonlySet<string>, { aliasIn }: Engine): vscode.CompletionItem | undefined {
  const name = path.posix.basename(file);
  const alias = aliasIn(name) ?? summary?.alias;
  if (alias === undefined) return undefined;
  const inserted = unique.has(alias) ? alias : name;
  const title = summary?.title ?? '';
  return Object.assign(new vscode.CompletionItem({ label: inserted, description: title }, vscode.CompletionItemKind.Reference), { detail: title, filterText: `${alias} ${name}`, insertText: inserted });
}

function targetItem(entry: WorkItemEntry, { path: from }: Place, { folderOf, relativePath }: Engine): vscode.CompletionItem {
  const target = relativePath(folderOf(from), entry.path);
  const item = new vscode.CompletionItem({ label: path.posix.basename(entry.path), description: entry.summary?.title ?? '' }, vscode.CompletionItemKind.File);
  // What would end the target, or part it, is encoded as in an address.
  return Object.assign(item, { detail: titleOf(entry), filterText: `${target} ${titleOf(entry)}`, insertText: target.replace(/[\s()<>%]/g, encodeURIComponent).replace(/[()]/g, (one) => (one === '(' ? '%28' : '%29')) });
}

/** None if the cursor is in no value of the header. */
async function valuesAt(document: vscode.TextDocument, position: vscode.Position, { root }: Place, engine: Engine): Promise<vscode.CompletionItem[]> {
  const { fieldValue, parse, PHASES } = engine;
  const { header } = parse(document.getText(), root.workspace.config.workItems).item;
  const offset = document.offsetAt(position);
  const field = header.fields.find(({ span, valueSpan }) => offset >= span.start && offset <= Math.max(span.end, valueSpan.end) && document.positionAt(span.start).line === position.line);
  if (!field) return [];
  const line = document.lineAt(position);
  const behindName = /^[^:]*:(?:\*\*)?\s*:?[ \t]*/.exec(line.text)?.[0].length ?? 0;
  const start = position.with({ character: Math.min(behindName, position.character) });
  if (position.character < behindName && line.text.slice(position.character, behindName).trim() !== '') return [];
  const end = document.positionAt(field.valueSpan.end);
  const range = new vscode.Range(start, end.line === position.line && end.isAfter(position) ? end : position);
  const name = field.name.toLowerCase();
  const seen = (await root.values()).get(name) ?? [];
  const phases = name === 'status' ? [...(await root.schema(fieldValue(header, 'template'))).phases, 'Closed'] : [];
  const known: readonly string[] = PHASES;
  return [...new Set([...phases, ...seen])].map((value, index) => {
    const item = new vscode.CompletionItem(value, known.includes(value) ? vscode.CompletionItemKind.EnumMember : vscode.CompletionItemKind.Value);
    return Object.assign(item, { range, filterText: value, sortText: String(index).padStart(6, '0'), ...(known.includes(value) && { detail: vscode.l10n.t('Phase {0}', engine.phaseNumber(PHASES[known.indexOf(value)] ?? 'Investigation')) }) });
  });
}
