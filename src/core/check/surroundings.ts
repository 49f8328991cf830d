/** What rules ask about the files around a work item: a port, since only the host can see them. */

export interface OtherWorkItem {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** `WI4`; undefined if it has none. */
  readonly alias?: string;
  /** Whether it is in another branch only. */
  readonly elsewhere: boolean;
}

/** Paths are relative to the root, with `/`. Nothing outside the root is ever looked at. */
export interface Surroundings {
  /** Whether a file or folder is there; undefined if that cannot be said: it is outside the workspace, or not readable. */
  readonly exists: (path: string) => boolean | undefined;
  /** Whether some file of the workspace has a path that ends so: `store/orders.go` for `services/store/orders.go`. Undefined if that cannot be said. */
  readonly endsSo: (path: string) => boolean | undefined;
  /** How many lines a file has; undefined if that cannot be said: it is not there, outside, no text, or too large to be counted. */
  readonly lineCount: (path: string) => number | undefined;
  /** Whether the ledger of a run is there; undefined if that cannot be said. */
  readonly hasLedger: (run: string) => boolean | undefined;
  /** Whether a commit came after another one, so that a checkout of that one did not have it; undefined if that cannot be said. Both by 7 digits or more. */
  readonly isLater: (commit: string, than: string) => boolean | undefined;
  /** Work items of the workspace, the checked one among them, and those that only other branches have. */
  readonly workItems: WorkItemIndex;
}

/** Work items by what they are named by: one check looks thousands of them up for each of thousands. */
export class WorkItemIndex {
  readonly #byPath = new Set<string>();
  readonly #byAlias = new Map<string, OtherWorkItem[]>();
  readonly #byName = new Map<string, OtherWorkItem[]>();

  constructor(items: Iterable<OtherWorkItem>) {
    for (const item of items) {
      this.#byPath.add(item.path);
      if (item.alias !== undefined) add(this.#byAlias, item.alias.toLowerCase(), item);
      add(this.#byName, item.path.split('/').at(-1) ?? item.path, item);
    }
  }

  has(path: string): boolean {
    return this.#byPath.has(path);
  }

  /** Case does not matter. */
  withAlias(alias: string): readonly OtherWorkItem[] {
    return this.#byAlias.get(alias.toLowerCase()) ?? [];
  }

  /** @param name of a file, without its folder */
  withName(name: string): readonly OtherWorkItem[] {
    return this.#byName.get(name) ?? [];
  }
}

function add(map: Map<string, OtherWorkItem[]>, key: string, item: OtherWorkItem): void {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
}
