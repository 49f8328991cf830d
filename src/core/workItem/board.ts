/** A list of work items as somebody wants to see it: filtered, in an order, in groups. */
import { byUrgency, NATURAL, priorityRank } from './order.js';
import { phaseNumber } from './phases.js';
import type { WorkItemSummary } from './summary.js';
import { bounded } from '../report/untrusted.js';

export const GROUPINGS = ['none', 'phase', 'status', 'priority', 'component', 'age'] as const;
export const ORDERS = ['urgency', 'number', 'title', 'changed', 'created'] as const;

export type Grouping = (typeof GROUPINGS)[number];
export type Order = (typeof ORDERS)[number];

export interface BoardView {
  readonly groupBy: Grouping;
  readonly orderBy: Order;
  /** Words that all have to occur; empty for everything. */
  readonly filter: string;
}

interface Entry {
  readonly path: string;
  /** Wall time of the last change, ms since the Unix epoch. */
  readonly modifiedMs: number;
  /** Undefined if the file cannot be read. */
  readonly summary?: WorkItemSummary;
}

export interface BoardGroup<T> {
  /** One of its own for each group. */
  readonly id: string;
  /** Empty where nothing is grouped. */
  readonly label: string;
  readonly items: readonly T[];
}

/** Groups in their own order, items in the one that is asked for. @param nowMs wall time, ms since the Unix epoch, for ages */
export function boardOf<T extends Entry>(entries: readonly T[], { groupBy, orderBy, filter }: BoardView, nowMs: number): BoardGroup<T>[] {
  const shown = matching(entries, filter).sort(COMPARE[orderBy]);
  if (groupBy === 'none') return shown.length === 0 ? [] : [{ id: '', label: '', items: shown }];
  const keyOf = KEYS[groupBy];
  const groups = new Map<string, { readonly key: Key; readonly items: T[] }>();
  for (const entry of shown) {
    const key: Key = entry.summary ? keyOf(entry.summary, nowMs) : { rank: -1, label: 'Cannot be read' };
    const id = idOf(key);
    const group = groups.get(id) ?? { key, items: [] };
    groups.set(id, group);
    group.items.push(entry);
  }
  return [...groups.values()].sort((a, b) => a.key.rank - b.key.rank || NATURAL.compare(a.key.label, b.key.label)).map(({ key, items }) => ({ id: idOf(key), label: key.label, items }));
}

/** Those in which every word of the filter occurs: in number, title, path, phase, status, priority or component. Without case. */
function matching<T extends Entry>(entries: readonly T[], filter: string): T[] {
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return entries.filter(({ path, summary }) => {
    if (words.length === 0) return true;
    const { alias = '', title = '', phase = '', status, priority = '', component = '' } = summary ?? {};
    const text = [alias, title, path, phase, status?.text ?? '', priority, component].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Lower ranks first; labels of one rank in their natural order. */
interface Key {
  readonly rank: number;
  readonly label: string;
}

function idOf({ rank, label }: Key): string {
  return `${rank} ${label.toLowerCase()}`;
}

/** What has no value comes last. */
const NONE = 1_000;

/** What is known by its words only comes behind what has a rank. */
const WRITTEN = 100;

const KEYS: Readonly<Record<Exclude<Grouping, 'none'>, (summary: WorkItemSummary, nowMs: number) => Key>> = {
  phase: ({ phase }) => (phase === 'Closed' ? { rank: 7, label: 'Closed' } : { rank: phaseNumber(phase), label: `${phaseNumber(phase)} ${phase}` }),
  status: ({ status }) => written(status.text, 'No status'),
  priority: ({ priority }) => {
    const rank = priorityRank(priority);
    const name = PRIORITY_NAMES[rank];
    return name === undefined ? written(priority, 'No priority') : { rank, label: name };
  },
  component: ({ component }) => written(component, 'No component'),
  age: ({ created }, nowMs) => {
    const days = created === undefined ? NaN : (nowMs - Date.parse(created)) / DAY_MS;
    const rank = Number.isNaN(days) ? NONE : AGES.findIndex(({ from }) => days >= from);
    return rank === NONE ? { rank, label: 'No date' } : { rank, label: AGES[rank]?.label ?? '' };
  },
};

const PRIORITY_NAMES: readonly string[] = ['Critical', 'High', 'Medium', 'Low'];

const DAY_MS = 86_400_000;

/** Days since it was created, the oldest first: what waits longest needs a look. */
const AGES: readonly { readonly from: number; readonly label: string }[] = [
  { from: 90, label: 'Older than 90 days' },
  { from: 30, label: '30 to 90 days' },
  { from: 7, label: '7 to 30 days' },
  { from: -Infinity, label: 'Less than 7 days' },
];

/** Characters of a group's label: a status can be a paragraph. */
const MAX_LABEL = 60;

function written(text: string | undefined, none: string): Key {
  const label = bounded((text ?? '').replace(/\s+/g, ' ').trim(), MAX_LABEL);
  return label === '' ? { rank: NONE, label: none } : { rank: WRITTEN, label };
}

const COMPARE: Readonly<Record<Order, (a: Entry, b: Entry) => number>> = {
  urgency: byUrgency,
  number: byPath,
  title: (a, b) => NATURAL.compare(a.summary?.title ?? a.path, b.summary?.title ?? b.path) || byPath(a, b),
  changed: (a, b) => b.modifiedMs - a.modifiedMs || byPath(a, b),
  created: (a, b) => compareText(a.summary?.created ?? '9999', b.summary?.created ?? '9999') || byPath(a, b),
};

function byPath(a: Entry, b: Entry): number {
  return NATURAL.compare(a.summary?.alias ?? a.path, b.summary?.alias ?? b.path) || NATURAL.compare(a.path, b.path);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
