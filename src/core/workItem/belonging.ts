/**
 * Which work item a run belongs to. A work item's identity is its path, which somebody may change outside of Casebook (`git mv`); the evidence in it goes along. So
 * a run belongs to what has its evidence, wherever that lies by now, and where its evidence stands nowhere, to the path that its ledger names.
 */

/** What a ledger says of a run, or of evidence of another kind. Paths are relative to the root. */
export interface Recorded {
  readonly id: string;
  /** The one that it was made for. */
  readonly workItem?: string;
  /** The one that it was written into since, or is to be. */
  readonly writeBack?: { readonly state: 'written' | 'pending'; readonly workItem: string };
  /** Of runs that were made together one block tells, under the id of the series. */
  readonly series?: { readonly id: string };
}

/** A work item, and the ids of the runs and other measurements whose evidence stands in it. */
export interface Holder {
  readonly path: string;
  readonly measured: readonly string[];
}

export class Belonging {
  /** Paths by id, in the order of the holders. */
  readonly #holders = new Map<string, string[]>();

  constructor(holders: Iterable<Holder>) {
    for (const { path, measured } of holders) {
      for (const id of measured) {
        const paths = this.#holders.get(id);
        if (paths) paths.push(path);
        else this.#holders.set(id, [path]);
      }
    }
  }

  /** Whether it is one of the work item's. Evidence that was written into several work items is each one's. */
  has(workItem: string, run: Recorded): boolean {
    const holders = this.#of(run);
    return holders ? holders.includes(workItem) : recorded(run) === workItem;
  }

  /** The one work item that it leads to; undefined if there is none. */
  workItemOf(run: Recorded): string | undefined {
    const named = recorded(run);
    const holders = this.#of(run);
    return !holders || (named !== undefined && holders.includes(named)) ? named : holders[0];
  }

  #of({ id, series }: Recorded): readonly string[] | undefined {
    return this.#holders.get(id) ?? (series && this.#holders.get(series.id));
  }
}

/** What was written goes before what was meant. */
function recorded({ workItem, writeBack }: Recorded): string | undefined {
  return (writeBack?.state === 'written' ? writeBack.workItem : undefined) ?? workItem ?? writeBack?.workItem;
}
