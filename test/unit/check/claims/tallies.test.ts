/** Tests told by their outcome: in a row, in a column, in a list. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleId } from '../../../../src/core/check/ruleIds.js';
import { found } from '../support.js';

const says = (rule: RuleId, text: string) => found(rule, `# Notes\n\n${text}\n`);
const row = (headers: string, cells: string) => `| Suite | ${headers} |\n|${'---|'.repeat(headers.split('|').length + 1)}\n| a | ${cells} |`;
const column = (...lines: readonly string[]) => `| Metric | Value |\n|---|---|\n${lines.map((line) => `| ${line} |`).join('\n')}`;
const list = (...lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');

describe('a total of tests and their outcomes', () => {
  it('is held against them in a row, in a column and in a list', () => {
    const wrong = 'error: 19 passed + 1 failed + 2 skipped is 22, and the total says 21: correct the total or the parts.';
    expect(says('claim-sum', row('Tests | Passed | Failed | Skipped', '21 | 19 | 1 | 2'))).toEqual([wrong]);
    expect(says('claim-sum', column('Total tests | 21', '✅ Passed | 19 (90.5%)', '❌ Failed | 1', 'Skipped | 2'))).toEqual([wrong]);
    expect(says('claim-sum', list('**Total Tests:** 21', '**Passed:** 19 ✅', '**Failed:** 1', '**Skipped**: 2 (of another suite)'))).toEqual([wrong]);
    expect(says('claim-sum', row('Tests | Passed | Failed | Skipped', '22 | 19 | 1 | 2'))).toEqual([]);
  });

  it('is a hint where those that were skipped may be left unsaid, and an error where there are more outcomes than tests', () => {
    expect(says('claim-sum', row('Total | Passing | Failing', '21 | 17 | 2'))).toEqual(['hint: 17 passing + 2 failing is 19, and the total says 21: correct the total or the parts, or say how many were skipped.']);
    expect(says('claim-sum', row('Total | Passing | Failing | Pending', '21 | 17 | 2 | 0'))).toEqual([expect.stringMatching(/^hint: /)]);
    expect(says('claim-sum', row('Total | Passing | Failing | Errors', '21 | 17 | 2 | 1'))).toEqual([expect.stringMatching(/^hint: /)]);
    expect(says('claim-sum', row('Total | Passing | Failing | Skipped', '21 | 17 | 2 | 1'))).toEqual([expect.stringMatching(/^error: /)]);
    expect(says('claim-sum', row('Total | Passing | Failing', '21 | 17 | 7'))).toEqual([expect.stringMatching(/^error: 17 passing \+ 7 failing is 24/)]);
  });

  it.each([
    ['a total of those that ran', row('Tests | Passed | Failed | Skipped', '21 | 19 | 2 | 5')],
    ['errors that are told among the failures as well', row('Tests | Passed | Failed | Errors', '21 | 19 | 2 | 1')],
    ['many more cases than tests', row('Tests | Passed | Failed', '3 | 40 | 2')],
    ['another column of outcomes', row('Tests | Passed | Flaky | Failed', '21 | 17 | 2 | 2')],
    ['a column that nobody knows between them', row('Tests | Lines | Passed | Failed', '21 | 300 | 17 | 2')],
    ['counts that are approximate', row('Tests | Passed | Failed', '~21 | ~17 | ~2')],
    ['two totals', row('Total | Tests | Passed | Failed', '21 | 20 | 17 | 2')],
    ['flaky ones in a list', list('Total: 21', 'Passed: 17', 'Flaky: 2', 'Failed: 2')],
    ['lines that are apart', 'Total: 21\n\nPassed: 17\n\nFailed: 2'],
    ['targets', list('Total: 21', 'Passed: 17+', 'Failed: 2')],
  ])('is left open: %s', (_, text) => {
    expect(says('claim-sum', text)).toEqual([]);
  });

  it('is found exactly where it is not their sum', () => {
    const counts = fc.record({ passed: fc.integer({ min: 1, max: 5_000 }), failed: fc.integer({ min: 0, max: 500 }), skipped: fc.integer({ min: 0, max: 500 }), off: fc.integer({ min: -20, max: 20 }) });
    fc.assert(
      fc.property(counts, fc.constantFrom(row, (headers: string, cells: string) => list(...headers.split(' | ').map((header, at) => `${header}: ${cells.split(' | ')[at] ?? ''}`))), ({ passed, failed, skipped, off }, shape) => {
        const total = passed + failed + skipped + off;
        // A total of those that ran leaves out what was skipped.
        fc.pre(total > (passed + failed + skipped) / 2 && (off === 0 || skipped + off !== 0));
        const text = shape('Total | Passed | Failed | Skipped', `${total} | ${passed} | ${failed} | ${skipped}`);
        expect(says('claim-sum', text).length, text).toBe(off === 0 ? 0 : 1);
      }),
    );
  });
});

describe('a rate beside its counts', () => {
  it('is held against them in a row, in a column and in a list', () => {
    expect(says('claim-percentage', row('Tests | Passed | Pass Rate', '21 | 19 | 95%'))).toEqual(['error: 19 of 21 is 90.5 %, and the text says 95 %: correct the one that is wrong.']);
    expect(says('claim-percentage', row('Passing | Failing | Pass Rate', '19 | 2 | **95%** ⚠️'))).toHaveLength(1);
    expect(says('claim-percentage', column('Total | 21', 'Passed | 19', 'Success rate | 95%'))).toHaveLength(1);
    expect(says('claim-percentage', list('Total tests: 21', 'Passed: 19', 'Failed: 2', 'Pass rate: 95%'))).toHaveLength(1);
    expect(says('claim-percentage', list('Total: 21', 'Passed: 19 (95%)', 'Failed: 2 (9.5%)'))).toEqual(['error: 19 of 21 is 90.5 %, and the text says 95 %: correct the one that is wrong.']);
    expect(says('claim-percentage', row('Tests | Passed | Pass Rate', '21 | 19 | 90.5%'))).toEqual([]);
  });

  it.each([
    ['of those that ran', row('Tests | Passed | Failed | Skipped | Pass Rate', '24 | 19 | 2 | 3 | 90.5%')],
    ['of those that passed or failed', row('Tests | Passed | Failed | Errors | Pass Rate', '24 | 19 | 0 | 5 | 100%')],
    ['rounded down', row('Tests | Passed | Pass Rate', '21 | 19 | 90%')],
    ['approximate', row('Tests | Passed | Pass Rate', '21 | 19 | ~91%')],
    ['of the coverage', row('Tests | Passed | Coverage', '21 | 19 | 45%')],
    ['of more than there are', row('Tests | Passed | Pass Rate', '2 | 19 | 95%')],
    ['of what nobody says', row('Ran | Passed | Failed | %', '41/92 | 34 | 7 | 44.6%')],
    ['no number', row('Tests | Passed | Pass Rate', '3 | 0 | N/A')],
  ])('may be %s', (_, text) => {
    expect(says('claim-percentage', text)).toEqual([]);
  });

  it('in the last row is a hint, since it may be the mean of those above it', () => {
    expect(says('claim-percentage', '| Suite | Tests | Passed | Pass Rate |\n|---|---|---|---|\n| a | 10 | 10 | 100% |\n| b | 100 | 50 | 50% |\n| Total | 110 | 60 | 75% |')).toEqual([expect.stringMatching(/^hint: 60 of 110 is 54\.5 %/)]);
  });
});
