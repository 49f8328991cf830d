import { describe, expect, it } from 'vitest';
import { Belonging } from '../../../src/core/workItem/belonging.js';

const ID = '20261121-140233-a3f9';
const OTHER = '20261121-150000-0001';

const made = { id: ID, workItem: 'WIs/WI1_old.md' } as const;
const written = { ...made, writeBack: { state: 'written', workItem: 'WIs/WI1_old.md' } } as const;

describe('a run belongs', () => {
  it('to the work item that it was made for, as long as its evidence stands nowhere', () => {
    const none = new Belonging([{ path: 'WIs/WI1_old.md', measured: [] }]);
    expect(none.workItemOf(made)).toBe('WIs/WI1_old.md');
    expect(none.has('WIs/WI1_old.md', made)).toBe(true);
    expect(none.has('WIs/WI2.md', made)).toBe(false);
  });

  it('to the file that has its evidence, when that was moved', () => {
    const moved = new Belonging([{ path: 'WIs/done/WI1_new.md', measured: [OTHER, ID] }]);
    expect(moved.workItemOf(written)).toBe('WIs/done/WI1_new.md');
    expect(moved.has('WIs/done/WI1_new.md', written)).toBe(true);
    expect(moved.has('WIs/WI1_old.md', written)).toBe(false);
  });

  it('not to another file that took the place of the one that was moved', () => {
    const replaced = new Belonging([{ path: 'WIs/WI1_new.md', measured: [ID] }, { path: 'WIs/WI1_old.md', measured: [OTHER] }]);
    expect(replaced.workItemOf(written)).toBe('WIs/WI1_new.md');
    expect(replaced.has('WIs/WI1_old.md', written)).toBe(false);
  });

  it('to each of the work items that it was written into, and leads to the one that its ledger names', () => {
    const both = new Belonging([{ path: 'WIs/WI0.md', measured: [ID] }, { path: 'WIs/WI1_old.md', measured: [ID] }]);
    expect(both.has('WIs/WI0.md', written)).toBe(true);
    expect(both.has('WIs/WI1_old.md', written)).toBe(true);
    expect(both.workItemOf(written)).toBe('WIs/WI1_old.md');
  });

  it('to what it was written into rather than to what it was made for', () => {
    const nothing = new Belonging([]);
    expect(nothing.workItemOf({ ...made, writeBack: { state: 'written', workItem: 'WIs/WI2.md' } })).toBe('WIs/WI2.md');
    expect(nothing.workItemOf({ ...made, writeBack: { state: 'pending', workItem: 'WIs/WI2.md' } })).toBe('WIs/WI1_old.md');
    expect(nothing.workItemOf({ id: ID, writeBack: { state: 'pending', workItem: 'WIs/WI2.md' } })).toBe('WIs/WI2.md');
  });

  it('to the work item that has the block of its series', () => {
    const matrix = new Belonging([{ path: 'WIs/WI1_new.md', measured: [OTHER] }]);
    expect(matrix.workItemOf({ ...made, series: { id: OTHER } })).toBe('WIs/WI1_new.md');
  });

  it('to none where its ledger names none and no work item has it', () => {
    expect(new Belonging([]).workItemOf({ id: ID })).toBeUndefined();
    expect(new Belonging([]).has('WIs/WI1.md', { id: ID })).toBe(false);
  });
});
