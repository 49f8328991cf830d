import { describe, expect, test } from 'vitest';
import { candidatesFor } from '../../../src/core/workItem/candidates.js';

const ITEMS = [
  { path: 'WIs/WI1_orders.md', summary: { alias: 'WI1' } },
  { path: 'WIs/WI2_a.md', summary: { alias: 'WI2' } },
  { path: 'WIs/old/WI2_b.md', summary: { alias: 'WI2' } },
  { path: 'WIs/renamed.md', summary: { alias: 'WI1' } },
  { path: 'WIs/other.md', summary: { alias: 'WI9' } },
  { path: 'WIs/unreadable.md' },
];

function meant(reference: { alias: string; file?: string }, from = 'WIs/WI7_x.md'): string[] {
  return candidatesFor(reference, from, ITEMS).map(({ path }) => path);
}

describe('an alias', () => {
  test('means the file that has it in its name, before one that only says so', () => {
    expect(meant({ alias: 'WI1' })).toEqual(['WIs/WI1_orders.md']);
  });

  test('means the file that says so, where no name has it', () => {
    expect(meant({ alias: 'wi9' })).toEqual(['WIs/other.md']);
  });

  test('is ambiguous where two have it', () => {
    expect(meant({ alias: 'WI2' })).toEqual(['WIs/WI2_a.md', 'WIs/old/WI2_b.md']);
  });

  test('may mean nothing', () => {
    expect(meant({ alias: 'WI12' })).toEqual([]);
  });
});

describe('a file', () => {
  test('is found from the root, from the folder of the text, and by its name', () => {
    expect(meant({ alias: 'WI2', file: 'WIs/WI2_a.md' })).toEqual(['WIs/WI2_a.md']);
    expect(meant({ alias: 'WI2', file: '../WI2_a.md' }, 'WIs/old/WI5.md')).toEqual(['WIs/WI2_a.md']);
    expect(meant({ alias: 'WI2', file: 'WI2_b.md' })).toEqual(['WIs/old/WI2_b.md']);
  });

  test('with a path that leads nowhere means no other of that name', () => {
    expect(meant({ alias: 'WI2', file: 'archive/WI2_b.md' })).toEqual([]);
  });
});
