import { expect, test } from 'vitest';
import { Rows, type FreshRow } from '../../../src/vscode/views/rows.js';

interface Node {
  readonly id: string;
  readonly note?: string;
}
type Fresh = FreshRow<Node, { readonly label: string }>;

const rowsOf = (): Rows<Node, { readonly label: string }> => new Rows({ idOf: ({ id }) => id, textOf: ({ label }) => label });
const fresh = (id: string, label = id, below?: readonly Fresh[]): Fresh => ({ node: { id }, item: { label }, ...(below && { below }) });
const ids = (nodes: readonly Node[] | 'everything') => (nodes === 'everything' ? nodes : nodes.map(({ id }) => id));

/** a with a1 and a2, b with b1, all shown and opened. */
function opened(): Rows<Node, { readonly label: string }> {
  const rows = rowsOf();
  rows.take([fresh('a', 'a', [fresh('a1'), fresh('a2')]), fresh('b', 'b', [fresh('b1')])]);
  for (const row of rows.top ?? []) row.asked = true;
  return rows;
}

test('nothing is told where nothing looks otherwise', () => {
  expect(opened().take([fresh('a', 'a', [fresh('a1'), fresh('a2')]), fresh('b', 'b', [fresh('b1')])])).toEqual([]);
});

test('a row that looks otherwise is told, and no other', () => {
  expect(ids(opened().take([fresh('a', 'a', [fresh('a1', 'otherwise'), fresh('a2')]), fresh('b', 'b', [fresh('b1')])]))).toEqual(['a1']);
});

test('what stands below a row that is told is not told by itself', () => {
  expect(ids(opened().take([fresh('a', 'otherwise', [fresh('a1', 'otherwise'), fresh('a2')]), fresh('b', 'b', [fresh('b1')])]))).toEqual(['a']);
});

test('a list that became another one is told as the row that it stands below', () => {
  for (const below of [[fresh('a1')], [fresh('a2'), fresh('a1')], [fresh('a1'), fresh('a2'), fresh('a3')]]) {
    expect(ids(opened().take([fresh('a', 'a', below), fresh('b', 'b', [fresh('b1')])]))).toEqual(['a']);
  }
});

test('nobody is told of a list that nobody asked for', () => {
  const rows = rowsOf();
  rows.take([fresh('a', 'a', [fresh('a1')])]);
  expect(rows.take([fresh('a', 'a', [fresh('a2')])])).toEqual([]);
});

test('everything is told where the top became another list, or a row went below another one', () => {
  expect(opened().take([fresh('b', 'b', [fresh('b1')]), fresh('a', 'a', [fresh('a1'), fresh('a2')])])).toBe('everything');
  expect(opened().take([fresh('a', 'a', [fresh('a1')]), fresh('b', 'b', [fresh('b1'), fresh('a2')])])).toBe('everything');
});

test('a row stays the same object with the content that was read, whatever else came or went', () => {
  const rows = rowsOf();
  rows.take([{ node: { id: 'a', note: 'old' } }, fresh('b')]);
  const node = rows.find('a')?.node;
  rows.take([fresh('c'), { node: { id: 'a', note: 'new' } }]);
  expect(rows.find('a')?.node).toBe(node);
  expect(node).toEqual({ id: 'a', note: 'new' });
  rows.take([fresh('a')]);
  expect(node).toEqual({ id: 'a' });
  expect(rows.find('b')).toBeUndefined();
});

test('what was not read stays, and is known to be behind until it was', () => {
  const rows = opened();
  rows.take([fresh('a'), fresh('b', 'b', [fresh('b1')])]);
  expect(rows.find('a1')?.parent?.node.id).toBe('a');
  expect(rows.find('a')?.behind).toBe(true);
  rows.take([fresh('a', 'a', [fresh('a1')]), fresh('b', 'b', [fresh('b1')])]);
  expect(rows.find('a')?.behind).toBe(false);
});
