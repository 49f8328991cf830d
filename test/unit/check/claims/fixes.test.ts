/** Every fix of a claim answers what it is offered for, and nothing else: what it writes follows from numbers that the document holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../../src/core/workItem/text.js';
import { mendAll } from '../../../../src/core/check/mendAll.js';
import type { CheckedProblem } from '../../../../src/core/check/rule.js';
import { corpusFiles } from '../../../support/corpus.js';
import { around, problemsOf } from '../support.js';

const surroundings = around({ commits: ['4f2a9c1b7d3e', '9b8c7d6e5f4a'] });
const claims = (text: string) => problemsOf(text, { path: 'WIs/WI4_notes.md', surroundings }).filter(({ rule }) => rule.startsWith('claim-'));
const example = (name: string) => /^(`{3,})markdown\n([\s\S]*?)^\1$/m.exec(readFileSync(`docs/rules/${name}`, 'utf8'))?.[2] ?? '';

const LOG = '```\n20:31:45 Reconnection attempt 5/5\n20:32:55 Failed to reconnect\n```\n\n';
const DOCUMENTS: readonly (readonly [string, string])[] = [
  ...readdirSync('docs/rules').filter((name) => name.startsWith('claim-')).map((name) => [name, example(name)] as const),
  ...corpusFiles().map(({ name, text }) => [name, text] as const),
  ['tallies', '# N\n\n| Suite | Tests | Passed | Failed | Skipped | Pass Rate |\n|---|---|---|---|---|---|\n| a | **23** ✅ | 19 | 1 | 2 | **95.0%** ⚠️ |\n\n- **Total:** 1,221\n- **Passed:** 1,200 (95%)\n- **Failed:** 30 🔴\n'],
  ['changes', '# N\n\n| Metric | Before | After | Change |\n|---|---|---|---|\n| P95 | 850ms | 75ms | **-51.2%** 🚀 |\n\nScripts: 8 → 1 (90% reduction)\n'],
  ['times', '# N\n\nDown 21:14-21:21 (9 minutes), 12:52→13:01, 18m\n\n| Start | End | Duration |\n|---|---|---|\n| 09:34:27 | 09:34:57 | **40s** |\n'],
  ['an order', `# N\n\n${LOG}Restored at 20:32:10 (after all 5 attempts exhausted)\n`],
  ['lists in words, with CRLF and a mark', '\uFEFF# N\r\n\r\nThere are four reasons:\r\n\r\n- a\r\n- b\r\n'],
  ['marks', '# N\n\n| Metric | Value | Expected | Status |\n|---|---|---|---|\n| a | 3s | < 2s | ✅ |\n| b | 3s | < 2s | PASS |\n| c | 3s | < 2s | âœ… |\n'],
];

const withFix = DOCUMENTS.flatMap(([name, text]) => claims(text).flatMap((problem, index) => (problem.fix ? [{ name, text, problem, index }] : [])));

describe('the fix', () => {
  it.each(withFix.map((one) => [`${one.name}, ${one.problem.rule} at ${one.problem.start}: ${one.problem.fix?.title ?? ''}`, one] as const))('%s', (_, { text, problem }) => {
    const { fix } = problem;
    if (!fix) throw new Error('There is no fix.');
    const mended = applyEdit(text, fix.edit);
    // Only a person knows which of two numbers is wrong.
    expect(fix.judgement).toBe(true);
    // It stands in the line that it is about, and changes nothing around its place.
    expect(text.slice(fix.edit.start, fix.edit.end)).not.toMatch(/[\r\n]/);
    expect([mended.slice(0, fix.edit.start), mended.slice(fix.edit.start + fix.edit.text.length)]).toEqual([text.slice(0, fix.edit.start), text.slice(fix.edit.end)]);
    // The same is not said again of that place, and nothing new is said instead.
    const shift = fix.edit.text.length - (fix.edit.end - fix.edit.start);
    const moved = ({ rule, start, message }: CheckedProblem) => `${rule} ${start > fix.edit.start ? start - shift : start} ${message}`;
    const before = new Set(claims(text).map(({ rule, start, message }) => `${rule} ${start} ${message}`));
    const after = claims(mended);
    expect(after.filter(({ rule, start }) => rule === problem.rule && Math.abs(start - problem.start) <= 1).map(({ message }) => message)).not.toContain(problem.message);
    expect(after.filter((one) => one.severity === 'error' && one.rule === problem.rule).map(moved).filter((one) => !before.has(one))).toEqual([]);
  });

  it('is there for most rules, and is never made by --fix', () => {
    const rules = [...new Set(withFix.map(({ problem }) => problem.rule))].sort();
    expect(rules).toEqual(expect.arrayContaining(['claim-change', 'claim-count', 'claim-detection', 'claim-duration', 'claim-errno', 'claim-expected', 'claim-order', 'claim-percentage', 'claim-range', 'claim-sum', 'claim-unproven']));
    for (const [name, text] of DOCUMENTS) expect(mendAll(text, claims), name).toEqual({ text, mends: [] });
  });
});
