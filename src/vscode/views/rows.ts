/**
 * The rows of a tree as they were read last: one object for each id, as long as there is such a row. The editor knows rows by these objects. Of what it is told
 * that it changed, it forgets all that stands below until it has asked anew, so it is told as little as possible. Knows nothing of the editor.
 */

/** How rows are told apart, and when one looks otherwise. */
export interface RowKind<N, I> {
  /** Distinct in the tree, and the same as long as the row stands for the same thing. */
  readonly idOf: (node: N) => string;
  /** All that a row shows, and what a click on it does. */
  readonly textOf: (item: I) => string;
}

/** A row as it was just read. */
export interface FreshRow<N, I> {
  readonly node: N;
  /** How it looks; undefined where nobody has to know. */
  readonly item?: I;
  /** Undefined where that was not read. */
  readonly below?: readonly FreshRow<N, I>[];
}

export interface Row<N, I> {
  readonly node: N;
  /** Undefined at the top. */
  parent: Row<N, I> | undefined;
  item?: I;
  below?: readonly Row<N, I>[];
  /** The editor knows what stands below it. */
  asked: boolean;
  /** Somebody closed it: what stands below it need not be read. */
  closed: boolean;
  /** What stands below it was not read with the others. */
  behind: boolean;
}

/** What the editor has to be told of. */
export type Changed<N> = 'everything' | readonly N[];

export class Rows<N extends object, I> {
  #byId = new Map<string, Row<N, I>>();
  #top: readonly Row<N, I>[] | undefined;

  constructor(private readonly kind: RowKind<N, I>) {}

  /** Undefined until they were read. */
  get top(): readonly Row<N, I>[] | undefined {
    return this.#top;
  }

  of(node: N): Row<N, I> | undefined {
    return this.find(this.kind.idOf(node));
  }

  find(id: string): Row<N, I> | undefined {
    return this.#byId.get(id);
  }

  /** What stands below a row was read for the first time. */
  open(row: Row<N, I>, below: readonly FreshRow<N, I>[]): void {
    row.below = this.#renewed(row, below, this.#byId, { rows: [], moved: false }, true);
  }

  /** All of the tree was read; what was not stays as it was. @returns what the editor has to be told of, each row with all that stands below it */
  take(fresh: readonly FreshRow<N, I>[]): Changed<N> {
    const changes: Changes<N> = { rows: [], moved: false };
    const known = new Map<string, Row<N, I>>();
    const top = this.#renewed(undefined, fresh, known, changes, false);
    const same = this.#top !== undefined && isSame(this.#top, top);
    this.#byId = known;
    this.#top = top;
    return same && !changes.moved ? changes.rows : 'everything';
  }

  /** Whether a row that was shown looks otherwise now. */
  redraw(row: Row<N, I>, item: I): boolean {
    const { item: before } = row;
    row.item = item;
    return before !== undefined && this.kind.textOf(before) !== this.kind.textOf(item);
  }

  /**
   * @param known takes all rows
   * @param changes takes what the editor has to be told of
   * @param told it is told of a row above these, and so of these
   */
  #renewed(parent: Row<N, I> | undefined, fresh: readonly FreshRow<N, I>[], known: Map<string, Row<N, I>>, changes: Changes<N>, told: boolean): readonly Row<N, I>[] {
    return fresh.map(({ node, item, below }) => {
      const id = this.kind.idOf(node);
      const row = this.#byId.get(id) ?? { node, parent, asked: false, closed: false, behind: false };
      known.set(id, row);
      changes.moved ||= row.parent !== parent;
      row.parent = parent;
      become(row.node, node);
      const differs = (item !== undefined && this.redraw(row, item)) || (row.asked && below !== undefined && !this.#stands(row.below, below));
      if (differs && !told) changes.rows.push(row.node);
      if (below) {
        row.below = this.#renewed(row, below, known, changes, told || differs);
        row.behind = false;
      } else if (row.below) {
        row.behind = true;
        this.#keep(row.below, known);
      }
      return row;
    });
  }

  #stands(rows: readonly Row<N, I>[] | undefined, fresh: readonly FreshRow<N, I>[]): boolean {
    return rows?.length === fresh.length && fresh.every(({ node }, at) => rows[at] === this.of(node));
  }

  #keep(rows: readonly Row<N, I>[], known: Map<string, Row<N, I>>): void {
    for (const row of rows) {
      known.set(this.kind.idOf(row.node), row);
      if (row.below) this.#keep(row.below, known);
    }
  }
}

interface Changes<N> {
  readonly rows: N[];
  /** A row stands below another one than before. */
  moved: boolean;
}

function isSame<T>(some: readonly T[], others: readonly T[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}

/** Gives an object, which stays the one that it is, the content of another one. */
function become<N extends object>(one: N, other: N): void {
  if (one === other) return;
  for (const name of Object.keys(one)) if (!(name in other)) Reflect.deleteProperty(one, name);
  Object.assign(one, other);
}
