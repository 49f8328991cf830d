/** The active work item of each root: what is recorded without naming one goes into it. The branch or `.casebook/active` say which (`casebook show --activate`). */
import * as vscode from 'vscode';
import type { ActiveWorkItem } from '../../node/workItem/active.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { refusalOf } from '../adapters/guard.js';
import type { WorkItemRef } from '../adapters/references.js';
import type { Watches } from '../adapters/watches.js';

export class ActiveWorkItems implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  /** By root; read when somebody asks, and kept until something changed. */
  readonly #known = new Map<string, Promise<ActiveWorkItem | undefined>>();
  readonly #disposed = new AbortController();
  readonly #subscriptions: vscode.Disposable;

  constructor(watches: Watches) {
    this.#subscriptions = vscode.Disposable.from(
      watches.onDidChangeActive(() => this.#forget()),
      watches.onDidChangeWorkItems(() => this.#forget()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#forget()),
    );
  }

  /** Undefined where none is, or the configuration cannot be used: the tree says what is wrong with it. */
  of(root: string): Promise<ActiveWorkItem | undefined> {
    const known = this.#known.get(root);
    if (known) return known;
    const read = this.#read(root);
    this.#known.set(root, read);
    read.catch(() => this.#known.delete(root));
    return read;
  }

  /** Makes it the active one of its root, or none. @throws Refusal `unable` if that cannot be written */
  async choose(root: string, workItem: WorkItemRef['workItem'] | undefined): Promise<ActiveWorkItem | undefined> {
    const { openWorkspace, setActive } = await loadEngine();
    await setActive(await openWorkspace(root), workItem);
    this.#forget();
    return this.of(root);
  }

  dispose(): void {
    this.#disposed.abort(new vscode.CancellationError());
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #forget(): void {
    this.#known.clear();
    this.#changed.fire();
  }

  async #read(root: string): Promise<ActiveWorkItem | undefined> {
    const { activeWorkItem, openWorkspace } = await loadEngine();
    try {
      // The name of the branch is git's to tell, which is not started where nothing is trusted.
      return await activeWorkItem(await openWorkspace(root), this.#disposed.signal, vscode.workspace.isTrusted ? 'branch' : 'choice');
    } catch (error) {
      if ((await refusalOf(error)) === undefined) throw error;
      return undefined;
    }
  }
}
