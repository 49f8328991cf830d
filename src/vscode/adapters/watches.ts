/** Tells when work items, runs, the configuration or what says which work item is active change on disk, in every root of the window. */
import path from 'node:path';
import * as vscode from 'vscode';
import { refusalOf, type Guard } from './guard.js';
import { loadEngine } from './loadEngine.js';
import { workspaceRoots } from './roots.js';

/** A branch switch or a run changes many files at once: they are told once, this long after the last, ms. */
const QUIET_MS = 300;

export class Watches implements vscode.Disposable {
  readonly #workItems = new Quiet();
  readonly #runs = new Quiet();
  readonly #active = new Quiet();
  readonly #configuration = new Quiet();
  /** Work items, templates or the configuration. */
  readonly onDidChangeWorkItems = this.#workItems.event;
  /** A run began, ended or was written back; attempts are not told. */
  readonly onDidChangeRuns = this.#runs.event;
  /** Another branch is checked out, or another work item was chosen. */
  readonly onDidChangeActive = this.#active.event;
  /** The configuration or a template of a root, or which roots there are. */
  readonly onDidChangeConfiguration = this.#configuration.event;
  readonly #folders: vscode.Disposable;
  #watchers: vscode.Disposable | undefined;
  #started: Promise<void> | undefined;

  constructor(private readonly guard: Guard) {
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(() => this.#restart());
  }

  /** Begins to watch; does nothing the next time. */
  start(): Promise<void> {
    this.#started ??= this.#watchAll();
    return this.#started;
  }

  /** Begins to watch when `.casebook` appears in a folder of the window. Nothing is loaded until then. */
  startWhenNeeded(): void {
    const watcher = vscode.workspace.createFileSystemWatcher('**/.casebook/**', false, true, true);
    this.#watchers = watcher;
    watcher.onDidCreate(() => {
      if (this.#started) return;
      this.guard.background(this.start());
      this.#fireAll();
    });
  }

  dispose(): void {
    vscode.Disposable.from(this.#folders, this.#workItems, this.#runs, this.#active, this.#configuration, ...(this.#watchers ? [this.#watchers] : [])).dispose();
  }

  #fireAll(): void {
    for (const kind of [this.#workItems, this.#runs, this.#active, this.#configuration]) kind.fire();
  }

  #restart(): void {
    this.#fireAll();
    // What happened until the watchers stood is not told: whoever asks now reads it.
    if (this.#started) this.guard.background((this.#started = this.#started.then(() => this.#watchAll())).then(() => this.#active.fire()));
  }

  async #watchAll(): Promise<void> {
    const watchers: vscode.Disposable[] = [];
    const { headFile } = await loadEngine();
    for (const { path: root } of await workspaceRoots()) {
      const base = vscode.Uri.file(root);
      for (const folder of await workItemFolders(root)) {
        const inside = literally(folder);
        watchers.push(...this.#watcher(base, `{${inside},${inside}/**}`, () => this.#workItems.fire()));
      }
      watchers.push(...this.#watcher(base, '.casebook/{config.json,templates/**}', () => this.#restart()));
      watchers.push(...this.#watcher(base, '{.casebook,.casebook/runs,.casebook/runs/*,.casebook/runs/*/run.json}', () => this.#runs.fire()));
      watchers.push(...this.#watcher(base, '.casebook/active', () => this.#active.fire()));
      const head = await headFile(root);
      if (head === undefined) watchers.push(...this.#watcher(base, '{.git,.git/HEAD}', () => this.#restart()));
      else watchers.push(...this.#watcher(vscode.Uri.file(path.dirname(head)), path.basename(head), () => this.#active.fire()));
    }
    this.#watchers?.dispose();
    this.#watchers = vscode.Disposable.from(...watchers);
  }

  #watcher(base: vscode.Uri, pattern: string, told: () => void): vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(base, pattern));
    return [watcher, watcher.onDidCreate(told), watcher.onDidChange(told), watcher.onDidDelete(told)];
  }
}

/** Fires once when nothing has happened for a while. */
export class Quiet implements vscode.Disposable {
  readonly #emitter = new vscode.EventEmitter<void>();
  readonly event = this.#emitter.event;
  #timer: NodeJS.Timeout | undefined;

  fire(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#emitter.fire(), QUIET_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#emitter.dispose();
  }
}

/** Those of the defaults where the configuration cannot be used: the tree says what is wrong with it. */
async function workItemFolders(root: string): Promise<readonly string[]> {
  const { DEFAULT_CONFIG, openWorkspace } = await loadEngine();
  try {
    return (await openWorkspace(root)).config.workItems.folders;
  } catch (error) {
    if ((await refusalOf(error)) === undefined) throw error;
    return DEFAULT_CONFIG.workItems.folders;
  }
}

/** A path in a glob pattern that stands for itself. */
function literally(path: string): string {
  return path.replace(/[*?[\]{}]/g, (character) => (character === ']' ? ']' : `[${character}]`)).replace(/\/+$/, '');
}
