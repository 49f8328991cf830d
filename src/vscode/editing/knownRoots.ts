/** Which open documents are work items, and of which root; told anew when anything changes that checks, links and completions depend on. */
import path from 'node:path';
import * as vscode from 'vscode';
import { isInside } from '../adapters/references.js';
import { anyCasebookFolder, workspaceRoots } from '../adapters/roots.js';
import { Quiet, type Watches } from '../adapters/watches.js';
import { RootKnowledge } from './rootKnowledge.js';

/** The documents that may be work items; which of them are, the configuration of their root decides. */
export const MAY_BE_WORK_ITEM: vscode.DocumentFilter = { scheme: 'file', pattern: '**/*.{md,MD}' };

/** Where work items lie without a configuration. */
const DEFAULT_FOLDER = 'WIs';

export interface Place {
  readonly root: RootKnowledge;
  /** Relative to the root, with `/`. */
  readonly path: string;
}

export class KnownRoots implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Work items, templates, the configuration, ledgers, files that work items name, or trust. */
  readonly onDidChange = this.#changed.event;
  readonly #files = new Quiet();
  readonly #disposed = new AbortController();
  readonly #subscriptions: vscode.Disposable[];
  #roots: Promise<readonly RootKnowledge[]> | undefined;
  #current: readonly RootKnowledge[] = [];
  #watching = false;

  constructor(
    private readonly watches: Watches,
    private readonly templates: string,
  ) {
    this.#subscriptions = [
      watches.onDidChangeWorkItems(() => {
        this.#roots = undefined;
        this.#changed.fire();
      }),
      watches.onDidChangeRuns(() => this.#lookAgain()),
      this.#files.event(() => this.#lookAgain()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#lookAgain()),
    ];
  }

  /** Undefined if the document is no work item: the folders of its root's configuration decide, and that it is a file there. */
  async placeOf({ uri }: vscode.TextDocument): Promise<Place | undefined> {
    if (uri.scheme !== 'file' || !/\.md$/i.test(uri.path)) return undefined;
    // Any markdown file starts the extension; nothing is loaded for one in a folder that has nothing to do with Casebook.
    if (!this.#roots && !uri.path.includes(`/${DEFAULT_FOLDER}/`) && !(await anyCasebookFolder())) return undefined;
    this.#roots ??= this.#open();
    for (const root of await this.#roots) {
      const top = root.workspace.root;
      if (!isInside(top, uri.fsPath)) continue;
      const relative = path.relative(top, uri.fsPath).split(path.sep).join('/');
      if (!(await root.has(relative))) continue;
      await this.#watch();
      return { root, path: relative };
    }
    return undefined;
  }

  dispose(): void {
    this.#disposed.abort(new vscode.CancellationError());
    vscode.Disposable.from(...this.#subscriptions, this.#files, this.#changed).dispose();
  }

  async #open(): Promise<readonly RootKnowledge[]> {
    const roots = await workspaceRoots();
    // A root inside another one goes before it.
    const paths = roots.map(({ path: root }) => root).sort((a, b) => b.length - a.length);
    this.#current = await Promise.all(paths.map((root) => RootKnowledge.open(root, this.templates, this.#disposed.signal)));
    return this.#current;
  }

  #lookAgain(): void {
    for (const root of this.#current) root.forgetSurroundings();
    this.#changed.fire();
  }

  /** From the first work item that is opened on. The editor watches the folders of the window anyway; this asks to be told. */
  async #watch(): Promise<void> {
    if (this.#watching || this.#disposed.signal.aborted) return;
    this.#watching = true;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    this.#subscriptions.push(
      watcher,
      watcher.onDidCreate((uri) => this.#cameOrWent(uri)),
      watcher.onDidDelete((uri) => this.#cameOrWent(uri)),
      watcher.onDidChange((uri) => this.#changedFile(uri)),
    );
    await this.watches.start();
  }

  /** Any file may be the one that a text names by the end of its path. What git and runs write all the time is told elsewhere or does not matter. */
  #cameOrWent({ path: file }: vscode.Uri): void {
    if (!/\/(?:\.git|\.casebook|node_modules)(?:\/|$)/.test(file)) this.#files.fire();
  }

  #changedFile({ fsPath }: vscode.Uri): void {
    if (this.#current.some((root) => root.wasAsked(path.relative(root.workspace.root, fsPath).split(path.sep).join('/')))) this.#files.fire();
  }
}
