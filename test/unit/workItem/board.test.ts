import { describe, expect, it } from 'vitest';
import { boardOf, GROUPINGS, ORDERS, type BoardView } from '../../../src/core/workItem/board.js';
import { PHASES, type Phase } from '../../../src/core/workItem/phases.js';
import type { WorkItemSummary } from '../../../src/core/workItem/summary.js';

const NOW = Date.parse('2026-11-28T12:00:00Z');

interface Given {
  readonly phase?: Phase;
  readonly status?: string;
  readonly priority?: string;
  readonly component?: string;
  readonly created?: string;
  readonly modifiedMs?: number;
}

function entry(number: number, title: string, { phase = 'Investigation', status, modifiedMs = 0, ...more }: Given = {}) {
  const summary: WorkItemSummary = { title, alias: `WI${number}`, status: { ...(status !== undefined && { text: status }), closed: false }, phase, phases: PHASES.map((each) => ({ phase: each, state: 'empty' })), evidence: 0,
    measured: [], ...more };
  return { path: `WIs/WI${number}_${title.toLowerCase().replaceAll(' ', '-')}.md`, modifiedMs, summary };
}

interface Item {
  readonly path: string;
  readonly modifiedMs: number;
  readonly summary?: WorkItemSummary;
}

const ITEMS: readonly Item[] = [
  entry(10, 'Broker refuses', { phase: 'Design', priority: 'P1', component: 'Kafka', created: '2026-11-27', status: 'Design', modifiedMs: 5 }),
  entry(2, 'Orders time out', { priority: 'low', component: 'orders', created: '2026-01-02', status: 'Debugging - Reverted to .AddKafka()', modifiedMs: 9 }),
  entry(3, 'A price is nothing', { priority: 'critical', created: '2026-11-10', modifiedMs: 1 }),
  { path: 'WIs/latin1.md', modifiedMs: 7 },
];

function shown(view: Partial<BoardView>): string {
  const groups = boardOf(ITEMS, { groupBy: 'none', orderBy: 'urgency', filter: '', ...view }, NOW);
  return groups.map(({ label, items }) => `${label}: ${items.map((item) => item.summary?.alias ?? item.path).join(' ')}`).join('\n');
}

describe('a list of work items', () => {
  it('is one list in the order of urgency by default; what cannot be read comes first', () => {
    expect(shown({})).toBe(': WIs/latin1.md WI3 WI2 WI10');
  });

  it.each([
    ['number', ': WI2 WI3 WI10 WIs/latin1.md'],
    ['title', ': WI3 WI10 WI2 WIs/latin1.md'],
    ['changed', ': WI2 WIs/latin1.md WI10 WI3'],
    ['created', ': WI2 WI3 WI10 WIs/latin1.md'],
  ] as const)('goes by %s', (orderBy, expected) => {
    expect(shown({ orderBy })).toBe(expected);
  });

  it('is grouped by phase in the order of the phases', () => {
    expect(shown({ groupBy: 'phase' })).toBe('Cannot be read: WIs/latin1.md\n1 Investigation: WI3 WI2\n2 Design: WI10');
  });

  it('is grouped by priority under one name for each, whatever a team calls it', () => {
    expect(shown({ groupBy: 'priority' })).toBe('Cannot be read: WIs/latin1.md\nCritical: WI3\nHigh: WI10\nLow: WI2');
  });

  it('is grouped by status and component as written, without case, what has none last', () => {
    expect(shown({ groupBy: 'status' })).toBe('Cannot be read: WIs/latin1.md\nDebugging - Reverted to .AddKafka(): WI2\nDesign: WI10\nNo status: WI3');
    const two = boardOf([entry(1, 'a', { component: 'Kafka' }), entry(2, 'b', { component: 'kafka ' })], { groupBy: 'component', orderBy: 'number', filter: '' }, NOW);
    expect(two.map(({ label, items }) => [label, items.length])).toEqual([['Kafka', 2]]);
  });

  it('is grouped by age, the oldest first, without a date last', () => {
    const items = [...ITEMS, entry(4, 'when', {}), entry(5, 'future', { created: '2027-01-01' })];
    const groups = boardOf(items, { groupBy: 'age', orderBy: 'number', filter: '' }, NOW);
    expect(groups.map(({ label, items: inside }) => `${label}: ${inside.map(({ path }) => path).join(' ')}`)).toEqual([
      'Cannot be read: WIs/latin1.md',
      'Older than 90 days: WIs/WI2_orders-time-out.md',
      '7 to 30 days: WIs/WI3_a-price-is-nothing.md',
      'Less than 7 days: WIs/WI5_future.md WIs/WI10_broker-refuses.md',
      'No date: WIs/WI4_when.md',
    ]);
  });

  it('a status that is a paragraph does not become a label of that length', () => {
    const [group] = boardOf([entry(1, 'a', { status: 'Debugging '.repeat(50) })], { groupBy: 'status', orderBy: 'number', filter: '' }, NOW);
    expect(group?.label.length).toBe(60);
  });

  it.each([
    ['kafka', 'WI2 WI10'],
    ['KAFKA design', 'WI10'],
    ['wi3', 'WI3'],
    ['latin1', 'WIs/latin1.md'],
    ['  ', 'WIs/latin1.md WI3 WI2 WI10'],
  ])('the filter "%s" leaves %s', (filter, expected) => {
    expect(shown({ filter })).toBe(`: ${expected}`);
  });

  it('shows nothing, and no group, where nothing fits', () => {
    expect(shown({ filter: 'no such words', groupBy: 'phase' })).toBe('');
    expect(shown({ filter: 'no such words' })).toBe('');
  });

  it('loses and doubles none, however it is shown', () => {
    for (const groupBy of GROUPINGS) {
      for (const orderBy of ORDERS) {
        const items = boardOf(ITEMS, { groupBy, orderBy, filter: '' }, NOW).flatMap((group) => group.items);
        expect(items.map(({ path }) => path).sort(), `${groupBy} ${orderBy}`).toEqual(ITEMS.map(({ path }) => path).sort());
      }
    }
  });
});
