/** Work items that are read before anybody opens their view: thousands that were never read take seconds, and from then on a fraction of one. */
import { refusalOf } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';

export class ReadAhead {
  readonly #reading = new Map<string, Promise<void>>();

  /** Reads those of a root into its cache, in turns that let the editor work. */
  async begin(root: string): Promise<void> {
    const reading = read(root);
    this.#reading.set(root, reading);
    try {
      await reading;
    } finally {
      this.#reading.delete(root);
    }
  }

  /** Settles when nothing of the root is being read ahead: reading the same beside it would take both twice as long. */
  async settled(root: string): Promise<void> {
    await this.#reading.get(root);
  }
}

/** A configuration that cannot be used is told of by the view. */
async function read(root: string): Promise<void> {
  const { listWorkItems, openWorkspace } = await loadEngine();
  try {
    await listWorkItems(await openWorkspace(root));
  } catch (error) {
    if ((await refusalOf(error)) === undefined) throw error;
  }
}
