/**
 * Gives the editor the rows of a tree so that they can be chosen while the tree is read anew.
 *
 * The editor hands a command the row that it was chosen on by its id, and `undefined` for an id that it does not know at that moment. Of whatever a provider says
 * that it changed it forgets all rows below, at once, and knows them again when the window has asked for them and they were given; the row that is named
 * itself stays known. So the editor is told when all is read, what it asks for then is there, and it is told of the smallest part that looks otherwise.
 */
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Guard } from '../adapters/guard.js';
import { Rows, type Changed, type FreshRow, type Row } from './rows.js';

export interface RowSource<N> {
  /** Distinct in the tree, and the same as long as the row stands for the same thing. The editor gets it as the id of the item. */
  readonly idOf: (node: N) => string;
  /** The rows below a row, or those at the top. */
  readonly read: (node?: N) => Promise<readonly N[]>;
  /** The rows that a row holds already; undefined if they have to be read. */
  readonly held: (node: N) => readonly N[] | undefined;
  /** Without an id. */
  readonly itemOf: (node: N) => vscode.TreeItem | Promise<vscode.TreeItem>;
}

/** `opened`: what stands below rows that somebody opened. */
type Scope = 'opened' | 'all';

type Fresh<N> = FreshRow<N, vscode.TreeItem>;

export class SteadyTree<N extends object> implements vscode.TreeDataProvider<N>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<N[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #rows: Rows<N, vscode.TreeItem>;
  /** First readings that go on, by the id of the row. */
  readonly #opening = new Map<string, Promise<readonly Row<N, vscode.TreeItem>[]>>();
  #visible = true;
  /** Something changed that was not read, since nobody sees it. */
  #behind: Scope | undefined;
  /** Goes up with whatever was said to have changed, and with whatever was read. */
  #moment = 0;
  #wanted: Scope = 'opened';
  #reading: Promise<void> | undefined;

  constructor(private readonly source: RowSource<N>, private readonly guard: Pick<Guard, 'background'>) {
    this.#rows = new Rows({ idOf: source.idOf, textOf: (item) => JSON.stringify(item) });
  }

  /** Something changed: it is read once nothing more is said at this moment, or when somebody looks at it. */
  refresh(scope: Scope = 'all'): void {
    if (this.#visible) this.guard.background(this.renewed(scope));
    else if (this.#behind !== 'all') this.#behind = scope;
  }

  /** Resolves when what is there now was read, and the editor told. */
  renewed(scope: Scope = 'all'): Promise<void> {
    this.#moment += 1;
    if (scope === 'all') this.#wanted = 'all';
    this.#reading ??= this.#readAnew();
    return this.#reading;
  }

  /** A row looks otherwise, and nothing else changed. */
  async redraw(node: N): Promise<void> {
    const item = await this.#item(node);
    const row = this.#rows.of(node);
    if (row && this.#rows.redraw(row, item)) this.#changed.fire([row.node]);
  }

  /** The node of an id, if there is such a row. */
  find(id: string): N | undefined {
    return this.#rows.find(id)?.node;
  }

  /** Reads when the view is looked at again, and leaves out what is closed. */
  follow(view: Pick<vscode.TreeView<N>, 'visible' | 'onDidChangeVisibility' | 'onDidCollapseElement' | 'onDidExpandElement'>): vscode.Disposable {
    this.#visible = view.visible;
    return vscode.Disposable.from(
      view.onDidChangeVisibility(({ visible }) => {
        this.#visible = visible;
        if (!visible || !this.#behind) return;
        this.refresh(this.#behind);
        this.#behind = undefined;
      }),
      view.onDidCollapseElement(({ element }) => {
        const row = this.#rows.of(element);
        if (row) row.closed = true;
      }),
      view.onDidExpandElement(({ element }) => {
        const row = this.#rows.of(element);
        if (!row) return;
        row.closed = false;
        if (row.behind) this.refresh('opened');
      }),
    );
  }

  async getChildren(node?: N): Promise<N[]> {
    const row = node && this.#rows.of(node);
    if (node && !row) return []; // it is gone, and the editor about to hear of it
    if (row) row.asked = true;
    const rows = (row ? row.below : this.#rows.top) ?? (await this.#open(row));
    return rows.map((each) => each.node);
  }

  getTreeItem(node: N): vscode.TreeItem | Promise<vscode.TreeItem> {
    const row = this.#rows.of(node);
    if (row?.item) return row.item;
    const item = this.#item(node);
    return item instanceof Promise ? item.then((made) => keep(row, made)) : keep(row, item);
  }

  getParent(node: N): N | undefined {
    return this.#rows.of(node)?.parent?.node;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** Reads what was never read; whoever asks meanwhile waits for the same. */
  #open(row: Row<N, vscode.TreeItem> | undefined): Promise<readonly Row<N, vscode.TreeItem>[]> {
    const key = row ? this.source.idOf(row.node) : '';
    const known = this.#opening.get(key);
    if (known) return known;
    const opened = this.#readFirst(row).finally(() => this.#opening.delete(key));
    this.#opening.set(key, opened);
    return opened;
  }

  async #readFirst(row: Row<N, vscode.TreeItem> | undefined): Promise<readonly Row<N, vscode.TreeItem>[]> {
    const moment = this.#moment;
    const fresh = (await this.source.read(row?.node)).map((node) => this.#withHeld(node));
    // What came meanwhile may be missing in it.
    if (moment !== this.#moment || this.#reading) this.refresh();
    if (!row) this.#rows.take(fresh);
    else if (this.#rows.of(row.node) === row) this.#rows.open(row, fresh);
    return (row ? row.below : this.#rows.top) ?? [];
  }

  #withHeld(node: N): Fresh<N> {
    const held = this.source.held(node);
    return held ? { node, below: held.map((each) => this.#withHeld(each)) } : { node };
  }

  async #readAnew(): Promise<void> {
    try {
      let moment: number;
      do {
        await setImmediate();
        const { top } = this.#rows;
        if (!top) return; // whoever asks first reads it
        moment = this.#moment;
        const scope = this.#wanted;
        this.#wanted = 'opened';
        const nodes = scope === 'all' ? await this.source.read() : top.map(({ node }) => node);
        const fresh = await this.#fresh(nodes, scope === 'all');
        this.#tell(this.#rows.take(fresh));
      } while (moment !== this.#moment);
      this.#moment += 1;
    } catch (error) {
      this.#wanted = 'all';
      throw error;
    } finally {
      this.#reading = undefined;
    }
  }

  #item(node: N): vscode.TreeItem | Promise<vscode.TreeItem> {
    const identified = (item: vscode.TreeItem): vscode.TreeItem => Object.assign(item, { id: this.source.idOf(node) });
    const item = this.source.itemOf(node);
    return item instanceof Promise ? item.then(identified) : identified(item);
  }

  #tell(changed: Changed<N>): void {
    if (changed === 'everything') this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire([...changed]);
  }

  /** @param shown the editor has these rows, or is about to ask for them: how they look is made before it does */
  async #fresh(nodes: readonly N[], shown: boolean): Promise<Fresh<N>[]> {
    const fresh: Fresh<N>[] = [];
    for (const node of nodes) {
      const row = this.#rows.of(node);
      const below = this.source.held(node) ?? (row?.below && !row.closed ? await this.source.read(node) : undefined);
      const made = shown ? this.#item(node) : undefined;
      const item = made instanceof Promise ? await made : made;
      fresh.push({ node, ...(item && { item }), ...(below && { below: await this.#fresh(below, row?.asked === true) }) });
    }
    return fresh;
  }
}

function keep<N>(row: Row<N, vscode.TreeItem> | undefined, item: vscode.TreeItem): vscode.TreeItem {
  if (row) row.item = item;
  return item;
}
