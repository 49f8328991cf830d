/** How the open work items are shown: in which groups and order, and which of them. Remembered for the workspace. */
import * as vscode from 'vscode';
import type { BoardView, Grouping, Order } from '../../core/workItem/board.js';
import { CONTEXT_KEYS, MEMENTO } from '../ids.js';

/** By what they are grouped. The words are the user's; the ids are remembered. */
export function groupings(): Readonly<Record<Grouping, string>> {
  return { none: vscode.l10n.t('No Groups'), phase: vscode.l10n.t('Phase'), status: vscode.l10n.t('Status'), priority: vscode.l10n.t('Priority'), component: vscode.l10n.t('Component'), age: vscode.l10n.t('Age') };
}

export function orders(): Readonly<Record<Order, string>> {
  return { urgency: vscode.l10n.t('Urgency: phase, priority, the older first'), number: vscode.l10n.t('Number'), title: vscode.l10n.t('Title'), changed: vscode.l10n.t('Last change, the latest first'), created: vscode.l10n.t('Creation, the oldest first') };
}

const DEFAULT_VIEW: BoardView = { groupBy: 'none', orderBy: 'urgency', filter: '' };

export class BoardState implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #view: BoardView;

  constructor(private readonly memento: vscode.Memento) {
    this.#view = viewOf(memento.get(MEMENTO.board));
    void this.#tellContext();
  }

  get view(): BoardView {
    return this.#view;
  }

  async set(change: Partial<BoardView>): Promise<void> {
    this.#view = { ...this.#view, ...change };
    await this.memento.update(MEMENTO.board, this.#view);
    await this.#tellContext();
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** For what stands in the view when nothing fits, and for the command that shows all again. */
  async #tellContext(): Promise<void> {
    await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.filtered, this.#view.filter !== '');
  }
}

/** What another version, or somebody by hand, left there is taken as far as it makes sense. */
function viewOf(kept: unknown): BoardView {
  const { groupBy, orderBy, filter } = typeof kept === 'object' && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
  return {
    groupBy: oneOf(groupings(), groupBy) ?? DEFAULT_VIEW.groupBy,
    orderBy: oneOf(orders(), orderBy) ?? DEFAULT_VIEW.orderBy,
    filter: typeof filter === 'string' ? filter : '',
  };
}

function oneOf<K extends string>(known: Readonly<Record<K, string>>, kept: unknown): K | undefined {
  return typeof kept === 'string' && Object.hasOwn(known, kept) ? (kept as K) : undefined;
}
