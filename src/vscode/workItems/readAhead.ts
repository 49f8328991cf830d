/** Work items that are read before anybody opens their view: thousands that were never read take seconds, and from then on a fraction of one. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { refusalOf, type Guard } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';

export class ReadAhead {
  /** None of them rejects. */
  readonly #reading = new Map<string, Promise<void>>();

  constructor(private readonly guard: Pick<Guard, 'note'>) {}

  /** Reads those of the roots into their caches, one root after the other, in turns that let the editor work. */
  begin(roots: readonly string[]): void {
    let last = Promise.resolve();
    for (const root of roots) {
      last = last.then(() => this.#read(root)).finally(() => this.#reading.delete(root));
      this.#reading.set(root, last);
    }
  }

  /** When nothing of the root is being read ahead: reading the same beside it would take both twice as long. */
  async settled(root: string): Promise<void> {
    await this.#reading.get(root);
  }

  /** What goes wrong here goes wrong again where somebody asks, and is told there. */
  async #read(root: string): Promise<void> {
    try {
      // Only there is kept what was read.
      await access(path.join(root, '.casebook'));
      const { listWorkItems, openWorkspace } = await loadEngine();
      await listWorkItems(await openWorkspace(root));
    } catch (error) {
      if (!isMissing(error) && (await refusalOf(error)) === undefined) this.guard.note(error);
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
