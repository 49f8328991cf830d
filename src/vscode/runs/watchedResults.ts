/** Files of test results that something else writes into the workspace: found once, then watched. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FileResult } from '../../core/run/failing/seen.js';
import { refusalOf, type Guard } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { workspaceRoots } from '../adapters/roots.js';
import { Quiet, type Watches } from '../adapters/watches.js';

/** Files per root; the newest are read. */
const MAX_FILES = 100;

/** Where no results of tests lie, and much else. */
const EXCLUDED = '**/{node_modules,.git,.casebook,.venv,venv}/**';
const EXCLUDED_PATH = /[/\\](?:node_modules|\.git|\.casebook|\.?venv)(?:[/\\]|$)/;

interface WatchedRoot {
  readonly root: string;
  readonly pattern: vscode.RelativePattern;
}

export class WatchedResults implements vscode.Disposable {
  readonly #changed = new Quiet();
  /** What the files say has changed. */
  readonly onDidChange = this.#changed.event;
  /** By path; forgotten when the file changes. */
  readonly #read = new Map<string, Promise<readonly FileResult[]>>();
  readonly #reconfigured: vscode.Disposable;
  #files: Promise<readonly { readonly root: string; readonly file: string }[]> | undefined;
  #watchers: vscode.Disposable | undefined;

  constructor(
    private readonly guard: Guard,
    watches: Watches,
  ) {
    // The configuration may name other files now.
    this.#reconfigured = watches.onDidChangeWorkItems(() => {
      if (this.#files) this.#forget();
    });
  }

  /** All tests in the files. The first call looks for them and begins to watch. */
  async all(): Promise<readonly FileResult[]> {
    const files = (this.#files ??= this.#start());
    files.catch(() => (this.#files = undefined));
    return (await Promise.all((await files).map(({ root, file }) => this.#results(root, file)))).flat();
  }

  dispose(): void {
    this.#watchers?.dispose();
    vscode.Disposable.from(this.#reconfigured, this.#changed).dispose();
  }

  #results(root: string, file: string): Promise<readonly FileResult[]> {
    const known = this.#read.get(file);
    if (known) return known;
    const read = loadEngine().then(async ({ seenResults }) => (await seenResults(root, file)) ?? []);
    this.#read.set(file, read);
    read.catch(() => this.#read.delete(file));
    return read;
  }

  async #start(): Promise<readonly { readonly root: string; readonly file: string }[]> {
    this.#watchers?.dispose();
    const watched = await this.#patterns();
    this.#watchers = vscode.Disposable.from(...watched.flatMap(({ root, pattern }) => [...this.#watch(pattern), ...this.#watchFolders(root)]));
    const found = await Promise.all(watched.map(async ({ root, pattern }) => (await newest(await vscode.workspace.findFiles(pattern, EXCLUDED, 10 * MAX_FILES))).map((file) => ({ root, file }))));
    return found.flat();
  }

  #watch(pattern: vscode.RelativePattern): vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const told = ({ fsPath }: vscode.Uri): void => {
      if (EXCLUDED_PATH.test(fsPath)) return;
      this.#read.delete(fsPath);
      this.#files = undefined;
      this.#changed.fire();
    };
    return [watcher, watcher.onDidCreate(told), watcher.onDidChange(told), watcher.onDidDelete(told)];
  }

  /** Of a file that a runner writes into a folder which it has just made, the editor hears only sometimes: where a folder comes, is looked again. */
  #watchFolders(root: string): vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(root), '**'), false, true, true);
    const looked = async (fsPath: string): Promise<void> => {
      if (!(await stat(fsPath).then((info) => info.isDirectory(), () => false))) return;
      this.#files = undefined;
      this.#changed.fire();
    };
    return [watcher, watcher.onDidCreate(({ fsPath }) => {
      if (path.extname(fsPath) === '' && !EXCLUDED_PATH.test(fsPath)) this.guard.background(looked(fsPath));
    })];
  }

  #forget(): void {
    this.#files = undefined;
    this.#read.clear();
    this.#changed.fire();
  }

  async #patterns(): Promise<WatchedRoot[]> {
    const { DEFAULT_CONFIG, openWorkspace, withoutBraces } = await loadEngine();
    const patterns: WatchedRoot[] = [];
    for (const { path: root } of await workspaceRoots()) {
      let config = DEFAULT_CONFIG;
      try {
        ({ config } = await openWorkspace(root));
      } catch (error) {
        if ((await refusalOf(error)) === undefined) throw error;
        this.guard.note(error); // the tree says what is wrong with it
      }
      const globs = [...config.resultFiles, ...config.run.results.map((glob) => glob.replaceAll('{attempt}', '*'))].flatMap(withoutBraces);
      if (globs.length > 0) patterns.push({ root, pattern: new vscode.RelativePattern(vscode.Uri.file(root), globs.length === 1 ? (globs[0] ?? '') : `{${globs.join(',')}}`) });
    }
    return patterns;
  }
}

/** The newest of the files, by the time of their last change. */
async function newest(uris: readonly vscode.Uri[]): Promise<string[]> {
  const times = await Promise.all(uris.map(async ({ fsPath }) => ({ file: fsPath, at: await stat(fsPath).then(({ mtimeMs }) => mtimeMs, () => 0) })));
  return times.sort((a, b) => b.at - a.at).slice(0, MAX_FILES).map(({ file }) => file);
}
