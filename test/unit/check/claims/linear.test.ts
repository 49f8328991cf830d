/** Hostile lines: each of them would take hours with a pattern that tries every way, or with a search that starts anew for each line. */
import { describe, expect, it } from 'vitest';
import { MAX_LINE } from '../../../../src/core/check/claims/document.js';
import { found, problemsOf } from '../support.js';

const SIZE = 60_000;
const filled = (unit: string) => unit.repeat(Math.ceil(SIZE / unit.length));
/** Lines as long as they are read, of one unit. */
const lines = (unit: string) => filled(`${unit.repeat(Math.floor((MAX_LINE - 1) / unit.length))}\n`);

describe('the time to read claims grows with the text', () => {
  it.each([
    '19/21 tests and more words (', '1/2 (50% ', '1,234,567,', '10:00:00-', '3 a (b + c + ', '10:00:00 x (after foo bar baz ', '8 → 1 (9% ', 'from 12 to 3 (8% ', 'from 12 to ', '*', '51 ticks over 10 seconds (100ms ', '|', '`', ' ', '**verified ', '1m0s ', '3-', '9', 'Aaa bbb ccc: ',
    '10:00 → 10:01 ab cd ef, ', 'between 10:00 and ', '10:00 (', '45s → 12s (3x ab ', '(15/21) - ', '5/6 P1 a1 b2 ', 'Total: 1 (', '**a** ', 'verified **', '(1 + 2 + ',
    '3 aa bb ccs (a, ', '99% pass rate exceeds ', '2026-01-02T10:00:00 ',
  ])('in lines of "%s"', (unit) => {
    expect(Array.isArray(problemsOf(lines(unit)))).toBe(true);
  });

  it.each([
    '- 3 items:\n', '10:00:00 lost (9 seconds after spindown)\n', 'errno 54: ECONNRESET on ubuntu\n', '| a | 3s | < 2s | ✅ |\n', `only 3 parts \`${'a'.repeat(190)}\` \`{a}${'-{b}'.repeat(40)}\`\n`, '20+ query failures:\n```\na\n... (18 more\n```\n',
    'Total: 9 (1%)\n', '- **Passed:** 9 tests (a\n', '| Tests | Passed | Failed | Pass Rate |\n|---|---|---|---|\n', '| Total | 9 |\n', 'It is VERIFIED and cannot be verified.\n', 'The lemon is VERIFIED.\nThe pear cannot be verified.\n',
    '## break\n**Time:** 10:00:00\n## x\n```\n10:01:00 timeout\n```\nDetection Time: 5s\n', '```\n10:00:00 attempt 5/5 failed to reconnect cache flushed\n```\nT 10:00:00 (after the cache was flushed) Attempt 1 → 2: 15 seconds total duration: 5s drift range: 1ms to 2ms\n',
  ])('with many of %j', (unit) => {
    expect(Array.isArray(problemsOf(filled(unit)))).toBe(true);
  });

  it('because a line that is too long for a sentence is left out', () => {
    const claim = 'Passed 19/21 (95%) ';
    expect(found('claim-percentage', `# N\n\n${claim}${'x'.repeat(MAX_LINE - claim.length)}\n`)).toHaveLength(1);
    expect(found('claim-percentage', `# N\n\n${claim}${'x'.repeat(MAX_LINE - claim.length + 1)}\n`)).toEqual([]);
  });
});
