/** True arithmetic is never flagged, and what is wrong by more than rounding always is: numbers are made at random. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleId } from '../../../../src/core/check/ruleIds.js';
import { found } from '../support.js';

const says = (rule: RuleId, line: string) => found(rule, `# Notes\n\n${line}\n`);

const ratio = fc.integer({ min: 1, max: 100_000 }).chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 0, max: n }), decimals: fc.integer({ min: 0, max: 3 }) }));

/** What rounding gives, by whole numbers only. */
function rounded({ k, n, decimals }: { k: number; n: number; decimals: number }, way: 'down' | 'half-up'): string {
  const scaled = BigInt(k) * 100n * 10n ** BigInt(decimals);
  const shown = way === 'down' ? scaled / BigInt(n) : (2n * scaled + BigInt(n)) / (2n * BigInt(n));
  return (Number(shown) / 10 ** decimals).toFixed(decimals);
}

const SHAPES: readonly ((ratio: string, percent: string) => string)[] = [
  (k, p) => `${k} (${p}%)`, (k, p) => `**${k} tests passing (${p}%)** now`, (k, p) => `${p}% pass rate (${k})`, (k, p) => `| Rate | ${k} (${p}%) |`, (k, p) => `${p}% (${k} passing)`, (k, p) => `${k} = ${p}%`, (k, p) => `It was (${k}, ${p}%)`,
];

describe('a percentage beside its ratio', () => {
  it('is never wrong where rounding gives it', () => {
    fc.assert(
      fc.property(ratio, fc.constantFrom(...SHAPES), fc.constantFrom('down' as const, 'half-up' as const), fc.constantFrom('/', ' of ', ' out of '), (value, shape, way, between) => {
        const line = shape(`${value.k}${between}${value.n}`, rounded(value, way));
        expect(says('claim-percentage', line).filter((message) => !/reads as (?:all|none)/.test(message)), line).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is always found where it is off by more than its last place', () => {
    fc.assert(
      fc.property(ratio, fc.constantFrom(...SHAPES), fc.integer({ min: 2, max: 40 }), fc.boolean(), (value, shape, units, up) => {
        const off = Number(rounded(value, 'down')) + ((up ? 1 : -1) * units) / 10 ** value.decimals;
        // The other side of the ratio may be what a word means, so it is no mistake that anybody can see.
        const other = ((value.n - value.k) / value.n) * 100;
        fc.pre(off >= 0 && off <= 100 && Math.abs(off - other) > 2 / 10 ** value.decimals);
        const line = shape(`${value.k}/${value.n}`, off.toFixed(value.decimals));
        expect(says('claim-percentage', line), line).toHaveLength(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is mended to what half up gives', () => {
    expect(says('claim-percentage', '2/21 (95%) pass')).toEqual(['error: 2 of 21 is 9.5 %, and the text says 95 %: correct the one that is wrong.']);
  });

  it('is a hint where it may be of something else, or some are left out', () => {
    expect(says('claim-percentage', 'This blocks 9/11 failing tests (41% of all tests)')).toEqual([expect.stringMatching(/^hint: /)]);
    expect(says('claim-percentage', 'Business value: 20% (6 out of 9 endpoints)')).toEqual([expect.stringMatching(/^hint: /)]);
    expect(says('claim-percentage', 'Progress: 90% complete (7/8 fields captured)')).toEqual([expect.stringMatching(/^hint: /)]);
    expect(says('claim-percentage', '| Coverage of requirements | 93.3% (9/9 requirements covered) |')).toEqual([expect.stringMatching(/^hint: /)]);
    expect(says('claim-percentage', 'Session score: 99% success rate (7/7 criteria met)')).toEqual([expect.stringMatching(/^hint: /)]);
    expect(says('claim-percentage', '96% passing (23/26 specs, 3 failures)')).toEqual(['error: 23 of 26 is 88.5 %, and the text says 96 %: correct the one that is wrong.']);
    expect(says('claim-percentage', 'Achieve a 100% pass rate (117 of 122 tests, excluding 5 skipped)')).toEqual([expect.stringMatching(/^hint: /)]);
    expect(says('claim-percentage', 'Total pass rate: 85% (201/212 tests)')).toEqual([expect.stringMatching(/^error: /)]);
    expect(says('claim-percentage', 'Coverage: 45/50 lines (95% coverage)')).toEqual([expect.stringMatching(/^error: /)]);
  });

  it('is found behind a dash, an equals sign, and in front of what it is compared with', () => {
    for (const line of ['### Passing (15/21) - 61%', '## Tasks (7/11 - 54%)', 'Result: one fails (20/21 passing = 85% pass rate)', '51% (94/235 tests passing vs 95% target)', '14 of 35 tests pass (51% pass rate, up from 0%)', '24/40 passing (50%, +35pp improvement)', '2 of 9 P1 bugs fixed (33% done)']) expect(says('claim-percentage', line), line).toEqual([expect.stringMatching(/^error: /)]);
    for (const line of ['### Passing (15/21) - 71%', '## Tasks (7/11 - 64%)', '(20/21 passing = 95% pass rate)', '40% (94/235 tests passing vs 95% target)', '57/106 passing → 95%+', '7/8 met, 1/8 in part (88% vs 95% target)', 'Day (3/4) - 50% of the work']) expect(says('claim-percentage', line), line).toEqual([]);
  });

  it('is shown as exactly as it takes to see the difference', () => {
    expect(says('claim-percentage', '71.76% pass rate (4151/5785 tests)')).toEqual(['hint: 4151 of 5785 is 71.75 %, and the text says 71.76 % (rounded up): correct the one that is wrong.']);
    expect(says('claim-percentage', '66.700% pass rate (2/3)')).toEqual([expect.stringMatching(/^error: 2 of 3 is 66\.667 %, and/)]);
    expect(says('claim-percentage', '20001/30001 (66.7%)')).toEqual([]);
  });

  it('is a hint where it was rounded up, and where all or none is claimed of almost all', () => {
    expect(says('claim-percentage', '1/3 (34%)')).toEqual([expect.stringMatching(/^hint: 1 of 3 is 33\.3 %.*rounded up/)]);
    expect(says('claim-percentage', '299/300 (100%)')).toEqual([expect.stringMatching(/^hint: 299 of 300 is 99\.7 %: rounded it reads as all/)]);
  });
});

const parts = fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 2, maxLength: 6 });

describe('a total', () => {
  const bracketed = (total: number, of: readonly number[]) => `Changed ${total} files (${of.map((part, index) => `${part} of kind ${'abcdef'[index] ?? ''}`).join(' + ')})`;
  const table = (total: number, of: readonly number[]) => `| Part | Files |\n|---|---|\n${of.map((part) => `| x | ${part} |`).join('\n')}\n| **Total** | ${total} |`;

  it.each([['in brackets', bracketed], ['of a table', table]])('%s is found exactly where it is not the sum', (_, written) => {
    fc.assert(
      fc.property(parts, fc.integer({ min: -50, max: 50 }), (of, off) => {
        const sum = of.reduce((a, b) => a + b, 0);
        // The last and the largest may be what a column has come to.
        fc.pre(sum + off > 0 && sum + off !== of.at(-1) && sum + off !== Math.max(...of));
        expect(says('claim-sum', written(sum + off, of)).length, written(sum + off, of)).toBe(off === 0 ? 0 : 1);
      }),
    );
  });

  it('is found in bare numbers, under longer names, and where all columns of its row are alike', () => {
    expect(says('claim-sum', '111 tests passing (28 + 22 + 22 + 36)')).toEqual(['error: 28 + 22 + 22 + 36 is 108, and the text says 111: correct the total or the parts.']);
    expect(says('claim-sum', '108 tests passing (28 + 22 + 22 + 36)')).toEqual([]);
    expect(says('claim-sum', '| Suite | Tests |\n|---|---|\n| x | 7 |\n| y | 9 |\n| Total unit tests | 19 |')).toEqual([expect.stringMatching(/^error: The 2 rows above add up to 16/)]);
    expect(says('claim-sum', '| Suite | Tests |\n|---|---|\n| x | 7 |\n| y | 9 |\n| Total per day | 19 |')).toEqual([]);
    expect(says('claim-sum', '| Suite | Files | Lines |\n|---|---|---|\n| x | 7 | 70 |\n| y | 9 | 90 |\n| TOTAL (2 suites) | 16 | 190 |')).toEqual([expect.stringMatching(/add up to 160, and the total says 190/)]);
    expect(says('claim-sum', '| Suite | Tests |\n|---|---|\n| x | 7 |\n| y | 9 |\n| TOTAL (without y) | 7 |\n\n| Outcome | Count |\n|---|---|\n| Passed | 7 |\n| Skipped | 2 |\n| Total run | 7 |')).toEqual([]);
    expect(says('claim-sum', '| Suite | Tests | Passed |\n|---|---|---|\n| x | 7 | 7 |\n| y | 9 | 8 |\n| z | 5 | N/A |\n| Total | 16 | 15 |')).toEqual([]);
    expect(says('claim-sum', '| Suite | Tests |\n|---|---|\n| x | 17 |\n| ├─ a | 8 |\n| ├─ b | 9 |\n| Total | 18 |')).toEqual([]);
    expect(says('claim-sum', '| Suite | Added | Total lines |\n|---|---|---|\n| x | 7 | 70 |\n| y | 9 | 79 |\n| Total | 16 | 80 |')).toEqual([expect.stringMatching(/^hint: .*149/)]);
    expect(says('claim-sum', '| Suite | Planned | Done |\n|---|---|---|\n| x | 7 | 7 |\n| y | 9 | 9 |\n| Total | 19 | 16 |')).toEqual([expect.stringMatching(/add up to 16, and the total says 19/)]);
  });

  it('of tests by their outcome is an error only where those are named that did not run', () => {
    expect(says('claim-sum', '12 tests (9 passed, 2 failed)')).toEqual([expect.stringMatching(/^hint: 9 \+ 2 is 11, and the text says 12/)]);
    expect(says('claim-sum', '12 unit tests ran (9 passed, 1 failed, 1 skipped)')).toEqual([expect.stringMatching(/^error: /)]);
    expect(says('claim-sum', '12 tests (9 passed, 2 failed, 1 skipped), 11 tests (9 passed, 2 failed, 1 skipped)')).toEqual([]);
  });

  it('is a hint where its parts are other things, or far from it', () => {
    expect(says('claim-sum', '5 files changed (38 errors + 4 warnings)')).toEqual([expect.stringMatching(/^hint: /)]);
    expect(says('claim-sum', '53 tests (45 unit + 17 integration)')).toEqual([expect.stringMatching(/^error: /)]);
    expect(says('claim-sum', '| Part | Files |\n|---|---|\n| x | 7 |\n| y | 9 |\n| Total | 575 |')).toEqual([expect.stringMatching(/^hint: /)]);
  });

  it('of a runner is found where it was edited', () => {
    const ginkgo = (passed: number) => `\`\`\`\nRan 30 of 32 Specs in 397.485 seconds\nFAIL! -- ${passed} Passed | 7 Failed | 3 Flaked | 1 Pending | 1 Skipped\n\`\`\``;
    expect(says('claim-sum', ginkgo(23))).toEqual([]);
    expect(says('claim-sum', ginkgo(25))).toEqual(['error: 25 passed and 7 failed are 32, and 30 ran: this is not what the runner printed, so copy it again.']);
    expect(says('claim-sum', '```\nTests:  1 failed, 20 passed, 21 total\nFailed:     1, Passed:    20, Skipped:     0, Total:    21\n```')).toEqual([]);
    expect(says('claim-sum', '```\nTests:  1 failed, 20 passed, 22 total\n```')).toHaveLength(1);
    expect(says('claim-sum', '```\nTests:  20 passed, 22 total\n```')).toEqual([expect.stringMatching(/^error: The only part is 20, and the summary says 22/)]);
    expect(says('claim-sum', '```\nFailed:     1, Passed:    20, Skipped:     0, Total:    22\n```')).toHaveLength(1);
  });
});

describe('a change', () => {
  it('is never wrong where rounding gives it, and found where it is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5_000 }), fc.integer({ min: 1, max: 4_999 }), fc.integer({ min: 0, max: 1 }), fc.boolean(), (from, to, decimals, wrong) => {
        fc.pre(to < from);
        const exact = ((from - to) / from) * 100;
        const said = wrong ? exact + 7 : exact;
        const line = `Lines: ${from} → ${to} (${said.toFixed(decimals)}% reduction)`;
        expect(says('claim-change', line).length, line).toBe(wrong ? 1 : 0);
      }),
    );
  });

  it('of two rates is told as points', () => {
    const row = (change: string) => `| Metric | Before | After | Improvement |\n|---|---|---|---|\n| Rate | 17/21 (81%) | 19/21 (90%) | ${change} |`;
    expect(says('claim-change', row('+9 points (+2 tests)'))).toEqual([]);
    expect(says('claim-change', row('+11.8%'))).toEqual([]);
    expect(says('claim-change', row('+9%'))).toEqual([expect.stringMatching(/^hint: .*9\.5 percentage points/)]);
    expect(says('claim-change', row('+9% points (+3 tests)'))).toEqual(['error: From 17 to 19 is +2, and the text says +3: correct the one that is wrong.']);
    expect(says('claim-change', row('+20%'))).toEqual([expect.stringMatching(/^error: /)]);
  });
});

describe('a count over a window', () => {
  it('is found where it is not one per interval', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 500 }), fc.integer({ min: 5, max: 60 }), fc.boolean(), (interval, seconds, wrong) => {
        const expected = Math.floor((seconds * 1_000) / interval);
        const line = `${wrong ? Math.floor(expected / 2) : expected} ticks over ${seconds} seconds (${interval}ms interval)`;
        expect(says('claim-interval', line).length, line).toBe(wrong ? 1 : 0);
      }),
    );
  });
});

describe('a duration between two times', () => {
  it('is found where its endpoints refute it, over midnight, too', () => {
    const clock = (seconds: number) => [seconds / 3_600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part) % 60).padStart(2, '0'));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_399 }), fc.integer({ min: 1, max: 3_599 }), fc.boolean(), (start, length, wrong) => {
        const [from, to] = [clock(start), clock((start + length) % 86_400)].map((parts) => parts.join(':'));
        const line = `Down ${from ?? ''}-${to ?? ''} (${length + (wrong ? 5 : 0)} seconds)`;
        expect(says('claim-duration', line).length, line).toBe(wrong ? 1 : 0);
      }),
    );
  });
});
