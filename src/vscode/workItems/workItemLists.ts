/** The work items of each root, read once for all that ask at the same time. */
import type * as vscode from 'vscode';
import type { Belonging } from '../../core/workItem/belonging.js';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { Watches } from '../adapters/watches.js';

interface Reading {
  readonly entries: Promise<readonly WorkItemEntry[]>;
  /** It goes on. */
  pending: boolean;
  belonging?: Promise<Belonging>;
}

export class WorkItemLists implements vscode.Disposable {
  readonly #readings = new Map<string, Reading>();
  readonly #subscription: vscode.Disposable;

  constructor(watches: Pick<Watches, 'onDidChangeWorkItems'>) {
    this.#subscription = watches.onDidChangeWorkItems(() => this.#readings.clear());
  }

  /** As they are now. @throws Refusal as `openWorkspace` */
  read(root: string): Promise<readonly WorkItemEntry[]> {
    const known = this.#readings.get(root);
    return (known?.pending === true ? known : this.#begin(root)).entries;
  }

  /** Which runs are whose, as the work items said when they were read last, unless the editor has told of a change since. By paths alone where the configuration cannot be used: the tree says what is wrong with it. */
  belonging(root: string): Promise<Belonging> {
    const reading = this.#readings.get(root) ?? this.#begin(root);
    return (reading.belonging ??= belongingIn(reading.entries));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #begin(root: string): Reading {
    const reading: Reading = { entries: entriesOf(root), pending: true };
    this.#readings.set(root, reading);
    reading.entries.then(
      () => (reading.pending = false),
      () => {
        if (this.#readings.get(root) === reading) this.#readings.delete(root);
      },
    );
    return reading;
  }
}

async function entriesOf(root: string): Promise<readonly WorkItemEntry[]> {
  const { listWorkItems, openWorkspace } = await loadEngine();
  return listWorkItems(await openWorkspace(root));
}

async function belongingIn(entries: Promise<readonly WorkItemEntry[]>): Promise<Belonging> {
  const { belongingOf } = await loadEngine();
  try {
    return belongingOf(await entries);
  } catch (error) {
    if ((await refusalOf(error)) === undefined) throw error;
    return belongingOf([]);
  }
}
