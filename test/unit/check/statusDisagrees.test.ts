import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { found, older, problemsOf } from './support.js';

const report = (header: string, footer: string) => `# Findings\n\n**Date**: 2026-01-27\n**Status**: ${header}\n\n---\n\n## What happened\n\nIt failed.\n\n**Status**: Testing\n\n## Next\n\nAsk.\n\n---\n\n**Status**: ${footer}\n**Owner**: TBD\n`;

describe('status-disagrees', () => {
  it.each([
    ['Investigation', '✅ COMPLETE'],
    ['✅ **RESOLVED**', '⚠️ **INVESTIGATION** goes on'],
    ['Implementation', 'Testing'],
  ])('finds "%s" in the header and "%s" in the footer', (header, footer) => {
    expect(found('status-disagrees', report(header, footer))).toEqual([expect.stringMatching(/^warning: The header says "/)]);
  });

  it.each([
    ['⚠️ **WORKAROUND APPLIED**', '⚠️ **WORKAROUND APPLIED - INVESTIGATION SCHEDULED**'],
    ['2 Fixed ✅, 3 Triaged', '2/5 Fixed ✅, 3/5 Triaged with a plan'],
    ['❌ **CRITICAL BUG** - no wait logic', '❌ **CRITICAL** - tests cannot run'],
    ['Completed', '✅ DONE'],
    ['Under investigation', 'investigating'],
  ])('says nothing of "%s" and "%s"', (header, footer) => {
    expect(found('status-disagrees', report(header, footer))).toEqual([]);
  });

  it('only hints where the words of the header mean no phase', () => {
    expect(found('status-disagrees', report('Works on my machine', 'Resolved'))).toEqual([expect.stringMatching(/^hint: /)]);
  });

  it('says nothing of a status in the middle, and of one in a fence', () => {
    expect(found('status-disagrees', older(['Every order is answered.', 'It is.\n\n**Status**: Done']))).toEqual([]);
    expect(found('status-disagrees', `${older()}\n---\n\n\`\`\`\n**Status**: Done\n\`\`\`\n`)).toEqual([]);
  });

  it('offers the status of the header', () => {
    const text = report('Investigation', '✅ COMPLETE');
    const fix = problemsOf(text).find(({ rule }) => rule === 'status-disagrees')?.fix;
    expect(parse(applyEdit(text, fix?.edit ?? { start: 0, end: 0, text: '' })).item.footerStatus).toMatchObject({ text: 'Investigation', agreement: 'same' });
  });
});
