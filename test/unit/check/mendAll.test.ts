import { describe, expect, it } from 'vitest';
import { mendAll } from '../../../src/core/check/mendAll.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';
import { older, problemsOf } from './support.js';

const mend = (text: string, path = 'WIs/WI1_a.md') => mendAll(text, (now) => problemsOf(now, { path }));

/** Whether all lines of one text are in the other, in their order. */
function keepsLines(before: string, after: string): boolean {
  const lines = after.split('\n');
  let at = 0;
  return before.split('\n').every((line) => {
    at = lines.indexOf(line, at) + 1;
    return at > 0;
  });
}

describe('mending all', () => {
  it('makes each mend that needs no judgement, in the order of the file, and nothing twice', () => {
    const text = older([/\*\*Status\*\*.*\n/, ''], ['- **Evidence**: 3 of 100 attempts\n', ''], ['## Phase 6: Owner Acceptance\n', '']);
    const { text: mended, mends } = mend(text);
    expect(mends.map(({ title }) => title)).toEqual(['Add "Status: Investigation"', 'Add Phase 6: Owner Acceptance', 'Add the field "Evidence"']);
    expect(keepsLines(text, mended)).toBe(true);
    expect(mend(mended)).toEqual({ text: mended, mends: [] });
  });

  it('tells of a mend that mends nothing', () => {
    const problem = { rule: 'phase-missing' as const, severity: 'error' as const, message: '', start: 0, end: 0, fix: { title: 'Nothing', edit: { start: 0, end: 0, text: '' } } };
    expect(() => mendAll('x', () => [problem])).toThrow('"Nothing" of phase-missing does not mend');
  });

  it.skipIf(!corpusPresent)('mends every document of the corpus as if it were a work item, and takes no line away', () => {
    let made = 0;
    for (const { name, text } of corpusFiles()) {
      const { text: mended, mends } = mend(text);
      made += mends.length;
      expect(keepsLines(text.replace(/\r?\n$/, ''), mended), name).toBe(true);
      expect(mend(mended).mends, name).toEqual([]);
    }
    expect(made).toBeGreaterThan(3);
  });
});
