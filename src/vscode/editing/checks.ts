/** The problems of the work items that are open, as the user types: of the text in the editor, a moment after the last change. */
import * as vscode from 'vscode';
import type { CheckedProblem } from '../../core/check/rule.js';
import type { Severity } from '../../core/workItem/model.js';
import type { Guard } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { INTERNAL_COMMANDS } from '../ids.js';
import type { KnownRoots, Place } from './knownRoots.js';

/** So long after the last change a document is checked, ms. */
const QUIET_MS = 250;

/** What a check found in one version of a document. */
export interface Found {
  readonly version: number;
  readonly problems: readonly CheckedProblem[];
}

/** A hint is an information to the editor: what it calls a hint is in no list, and no key leads to it. */
const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Information,
};

export class Checks implements vscode.Disposable {
  readonly #published = vscode.languages.createDiagnosticCollection('casebook');
  readonly #found = new Map<string, Found>();
  /** What is waited for or going on, by document; a newer one takes its place. */
  readonly #pending = new Map<string, AbortController>();
  readonly #running = new Map<string, { readonly version: number; readonly found: Promise<Found | undefined> }>();
  /** Documents whose last tab was closed: the editor keeps them for minutes where an extension has opened them. */
  readonly #putAway = new Set<string>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly roots: KnownRoots,
    private readonly guard: Guard,
  ) {
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#schedule(document, QUIET_MS);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#forget(uri);
        this.#putAway.delete(uri.toString());
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
        for (const uri of closed.flatMap(shownIn)) this.#closeTab(uri);
        for (const uri of opened.flatMap(shownIn)) this.#openTab(uri);
      }),
      roots.onDidChange(() => this.#scheduleAll()),
    ];
    this.#scheduleAll();
  }

  /** What stands in a document as it is now; undefined if it is no work item, or changed meanwhile. */
  async of(document: vscode.TextDocument): Promise<Found | undefined> {
    if (!mayBeWorkItem(document)) return undefined;
    const key = document.uri.toString();
    const known = this.#found.get(key);
    if (known?.version === document.version) return known;
    const running = this.#running.get(key);
    return running?.version === document.version ? running.found : this.#check(document, this.#begin(document));
  }

  dispose(): void {
    for (const controller of this.#pending.values()) controller.abort();
    vscode.Disposable.from(...this.#subscriptions, this.#published).dispose();
  }

  #scheduleAll(): void {
    this.#found.clear();
    for (const document of vscode.workspace.textDocuments) if (!this.#putAway.has(document.uri.toString())) this.#schedule(document, 0);
  }

  #closeTab(uri: vscode.Uri): void {
    if (vscode.window.tabGroups.all.some(({ tabs }) => tabs.flatMap(shownIn).some((shown) => shown.toString() === uri.toString()))) return;
    this.#forget(uri);
    this.#putAway.add(uri.toString());
  }

  #openTab(uri: vscode.Uri): void {
    if (!this.#putAway.delete(uri.toString())) return;
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    if (document) this.#schedule(document, 0);
  }

  #schedule(document: vscode.TextDocument, ms: number): void {
    if (document.isClosed || !mayBeWorkItem(document)) return;
    const controller = this.#begin(document);
    const timer = setTimeout(() => this.guard.background(this.#check(document, controller)), ms);
    controller.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  #begin(document: vscode.TextDocument): AbortController {
    const key = document.uri.toString();
    this.#pending.get(key)?.abort();
    const controller = new AbortController();
    this.#pending.set(key, controller);
    return controller;
  }

  async #check(document: vscode.TextDocument, controller: AbortController): Promise<Found | undefined> {
    const key = document.uri.toString();
    const running = { version: document.version, found: this.#publish(document, controller) };
    this.#running.set(key, running);
    try {
      return await running.found;
    } finally {
      if (this.#running.get(key) === running) this.#running.delete(key);
    }
  }

  /** Publishes what a check finds, unless the document changed or closed, or another check of it began meanwhile. */
  async #publish(document: vscode.TextDocument, controller: AbortController): Promise<Found | undefined> {
    const { version } = document;
    const outdated = (): boolean => controller.signal.aborted || document.isClosed || document.version !== version;
    const place = await this.roots.placeOf(document);
    if (outdated()) return undefined;
    const key = document.uri.toString();
    if (!place) {
      this.#unpublish(document.uri);
      return undefined;
    }
    const problems = await problemsOf(document.getText(), place);
    if (outdated()) return undefined;
    const found = { version, problems };
    this.#found.set(key, found);
    this.#pending.delete(key);
    this.#published.set(document.uri, problems.map((problem) => diagnosticOf(document, problem)));
    return found;
  }

  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#pending.get(key)?.abort();
    this.#pending.delete(key);
    this.#found.delete(key);
    this.#unpublish(uri);
  }

  /** The editor tells everybody of a deletion, even of nothing. */
  #unpublish(uri: vscode.Uri): void {
    if (this.#published.has(uri)) this.#published.delete(uri);
  }
}

/** The documents that a tab shows; of a comparison the one that can be edited. */
function shownIn({ input }: vscode.Tab): vscode.Uri[] {
  if (input instanceof vscode.TabInputText) return [input.uri];
  return input instanceof vscode.TabInputTextDiff ? [input.modified] : [];
}

/** Before anything is loaded. */
function mayBeWorkItem({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && /\.md$/i.test(uri.path);
}

async function problemsOf(text: string, { root, path }: Place): Promise<readonly CheckedProblem[]> {
  const { check, fieldValue, parse, sha256 } = await loadEngine();
  const { config } = root.workspace;
  // What has to be waited for comes first: the text is then read and checked in one go.
  const surroundings = await root.surroundings();
  const { item, problems } = parse(text, config.workItems);
  const schema = await root.schema(fieldValue(item.header, 'template'));
  return check({ text, item, schema, sha256, path, ...(surroundings && { surroundings }) }, problems, config.check.rules);
}

function diagnosticOf(document: vscode.TextDocument, { rule, severity, message, start, end }: CheckedProblem): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const target = vscode.Uri.from({ scheme: 'command', path: INTERNAL_COMMANDS.showRule, query: JSON.stringify(rule) });
  return Object.assign(new vscode.Diagnostic(range, message, SEVERITIES[severity]), { source: 'casebook', code: { value: rule, target } });
}
