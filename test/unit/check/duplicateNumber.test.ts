import { describe, expect, it } from 'vitest';
import { around, found, older } from './support.js';

const path = 'WIs/WI4_orders.md';
const own = { path, alias: 'WI4', elsewhere: false };

describe('duplicate-number', () => {
  it('names the others, here and on other branches', () => {
    const workItems = [own, { path: 'WIs/WI4_gateway.md', alias: 'WI4', elsewhere: false }, { path: 'WIs/WI4_store.md', alias: 'WI4', elsewhere: true }];
    expect(found('duplicate-number', older(), { path, surroundings: around({ workItems }) })).toEqual([expect.stringMatching(/^warning: WI4 is also the number of WIs\/WI4_gateway\.md, WIs\/WI4_store\.md on another branch: /)]);
  });

  it('names three of many', () => {
    const workItems = Array.from({ length: 27 }, (_, index) => ({ path: `WIs/WI4_${index}.md`, alias: 'WI4', elsewhere: false }));
    expect(found('duplicate-number', older(), { path, surroundings: around({ workItems }) }).join()).toContain('WIs/WI4_2.md and 24 more');
  });

  it('says nothing of itself, of other numbers, and where nothing is known of the others', () => {
    const workItems = [own, { path: 'WIs/WI40_a.md', alias: 'WI40', elsewhere: false }, { path: 'WIs/notes.md', elsewhere: false }];
    expect(found('duplicate-number', older(), { path, surroundings: around({ workItems }) })).toEqual([]);
    expect(found('duplicate-number', older())).toEqual([]);
  });
});
