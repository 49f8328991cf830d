import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { found, FRESH, older, problemsOf } from './support.js';

const ahead = ['**Status**: Investigation', '**Status**: Owner Acceptance'] as const;
const completed = ['**Status**: Investigation', '**Status**: Completed'] as const;
const DEBUG = '### Debug Information (MANDATORY - Update this section for every investigation)';

describe('mandatory-section-missing', () => {
  it('is an error once its phase is reached, and before that a warning', () => {
    expect(found('mandatory-section-missing', older([DEBUG, '### Notes']))).toEqual([expect.stringMatching(/^error: Phase 1: Investigation has no section "Debug Information"/)]);
    expect(found('mandatory-section-missing', older(['### Test Results', '### Notes']))).toEqual([expect.stringMatching(/^warning: .*"Test Results"/)]);
    expect(found('mandatory-section-missing', older(['### Test Results', '### Notes'], ahead))).toEqual([expect.stringMatching(/^error: .*"Test Results"/)]);
  });

  it.each([
    [DEBUG, '### Debug Information'],
    [DEBUG, '### Debug Information (Updated 2026-01-27)'],
    [DEBUG, '### 🐛 **Debug Information** - second look'],
    [DEBUG, '#### Debug Information'],
    [DEBUG, '## Debug Information'],
    ['### Test Results', '### Final Test Results'],
    ['### Test Results', '### Test Results Summary (100 attempts)'],
  ])('takes %s written as %s', (from, to) => {
    expect(found('mandatory-section-missing', older([from, to], ahead))).toEqual([]);
  });

  it('does not take the same title in another phase', () => {
    expect(found('mandatory-section-missing', older(['### Test Results\n*[Test results will be documented here]*\n', ''], ['### Code Changes', '### Test Results'], ahead))).toHaveLength(1);
  });

  it('adds it at the end of its phase', () => {
    const text = older([DEBUG, '### Notes']);
    const fix = problemsOf(text).find(({ rule }) => rule === 'mandatory-section-missing')?.fix;
    const mended = applyEdit(text, fix?.edit ?? { start: 0, end: 0, text: '' });
    expect(mended).toContain('3 of 100 attempts\n\n### Debug Information\n\n## Phase 2: Design');
  });
});

describe('mandatory-section-empty', () => {
  it('demands content of a phase that was left, and points at it before', () => {
    expect(found('mandatory-section-empty', FRESH)).toEqual([expect.stringMatching(/^warning: "Debug Information" is still empty: it needs content before Investigation can be left/)]);
    expect(found('mandatory-section-empty', FRESH.replace('status: Investigation', 'status: Implementation'))).toEqual([
      expect.stringMatching(/^error: "Debug Information" is still empty, but the status is past Investigation/),
      expect.stringMatching(/^error: "Decision"/),
      expect.stringMatching(/^error: "Test Specifications"/),
      expect.stringMatching(/^warning: "Code Changes"/),
    ]);
  });

  it.each(['TBD', 'Pending', '*[Test results will be documented here]*', '[To be filled]', '(To be filled after the fix)', '*To be completed after Phase 4*', 'TBD - after the fix', '*Pending completion of Phase 3*', '- [ ] TBD', '<!-- nothing yet -->', '```\n```', '| Before | After |\n|---|---|', '| Metric | Before | After |\n|---|---|---|\n|  |  |  |\n| failure rate | TBD | |'])('takes %s for a placeholder', (placeholder) => {
    expect(found('mandatory-section-empty', older(['*[Test results will be documented here]*', placeholder], ahead))).toHaveLength(1);
  });

  it.each(['All 100 attempts passed.', '- 100 of 100', '```\nok\n```', '| a | b |\n|---|---|\n| 1 | 2 |', '| a | b |\n|---|---|\n\nAll passed.', '| no table |', '#### Unit tests\n12 passed', '[the log](../logs/a.txt)'])('takes %s for content', (content) => {
    expect(found('mandatory-section-empty', older(['*[Test results will be documented here]*', content], ahead))).toEqual([]);
  });

  it('looks at each of two sections with that title', () => {
    expect(found('mandatory-section-empty', older(['*[Test results will be documented here]*', 'TBD\n\n### Test Results (after the fix)\nAll passed.'], ahead))).toEqual([]);
  });

  it.each(["Won't Fix", 'Cancelled', 'Superseded by WI7', 'Archived'])('demands nothing of a work item that was given up: %s', (status) => {
    expect(problemsOf(older(['**Status**: Investigation', `**Status**: ${status}`])).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('debug-field-missing', () => {
  it('names what is missing, in one sentence', () => {
    expect(found('debug-field-missing', older(['- **System State**: Debian 12\n', ''], ['- **Evidence**: 3 of 100 attempts\n', '']))).toEqual([expect.stringMatching(/^error: Debug Information has no fields "System State" and "Evidence"/)]);
  });

  it.each([
    ['a bold line', '- **System State**: Debian 12', '\n**System State**: Debian 12\n'],
    ['a bold line with the colon inside', '- **System State**: Debian 12', '\n**System State:** Debian 12\n'],
    ['a heading', '- **Evidence**: 3 of 100 attempts', '\n#### Evidence\n3 of 100 attempts'],
    ['a bullet with its text below', '- **System State**: Debian 12', '- **System State**:\n  - Debian 12'],
    ['another name', '- **Log Locations**', '- **Log Files**'],
    ['the environment', '- **System State**', '- **Environment**'],
    ['steps', '- **Reproduction Steps**', '- **Steps to Reproduce**'],
    ['a stack trace', '- **Error Messages**', '- **Stack Trace**'],
    ['evidence found', '- **Evidence**', '- **Evidence Found**'],
  ])('takes a field as %s', (_, from, to) => {
    expect(found('debug-field-missing', older([from, to]))).toEqual([]);
  });

  it('demands content once Investigation was left, and says it of the section where all are empty', () => {
    expect(found('debug-field-missing', older(['Debian 12', 'TBD']))).toEqual([]);
    expect(found('debug-field-missing', older(['Debian 12', 'TBD'], ahead))).toEqual([expect.stringMatching(/^error: "System State" is still empty/)]);
    expect(found('debug-field-missing', FRESH.replace('status: Investigation', 'status: Design'))).toEqual([]);
  });

  it.each([
    ['bullets', older(['- **System State**: Debian 12\n', ''])],
    ['headings', FRESH.replace(/#### System State\n\n.*\n\n/, '')],
  ])('adds a field in the form of the others: %s', (_, text) => {
    expect(found('debug-field-missing', text)).toHaveLength(1);
    const fix = problemsOf(text).find(({ rule }) => rule === 'debug-field-missing')?.fix;
    const mended = applyEdit(text, fix?.edit ?? { start: 0, end: 0, text: '' });
    expect(found('debug-field-missing', mended)).toEqual([]);
    expect(mended).toContain(text.includes('#### ') ? '\n\n#### System State\n\n' : '\n- **System State**: TBD\n');
  });

  it('looks into a section of any size', () => {
    const large = older(['3 of 100 attempts', `3 of 100 attempts\n${'line\n'.repeat(20_000)}`]);
    expect(found('debug-field-missing', large)).toEqual([]);
    expect(found('debug-field-missing', large.replace('- **System State**: Debian 12\n', ''))).toHaveLength(1);
  });
});

describe('done-without-results', () => {
  it('holds "Completed" to its Test Results', () => {
    expect(found('done-without-results', older(completed))).toEqual([expect.stringMatching(/^error: The status says "Completed", but Test Results is still empty/)]);
    expect(found('done-without-results', older(completed, ['### Test Results', '### Notes']))).toEqual([expect.stringMatching(/but Phase 5: Testing & Validation has no Test Results/)]);
    // Said once, with the mend.
    const none = problemsOf(older(completed, ['### Test Results', '### Notes'])).filter(({ severity }) => severity === 'error');
    expect(none.map(({ rule, fix }) => [rule, fix?.title])).toEqual([['done-without-results', 'Add the section "Test Results"']]);
    expect(found('mandatory-section-empty', older(completed))).toEqual([]);
  });

  it.each(['Investigation', 'Testing & Validation', 'not done', "Won't fix", 'Superseded by WI7'])('says nothing of the status %s', (status) => {
    expect(found('done-without-results', older(['**Status**: Investigation', `**Status**: ${status}`]))).toEqual([]);
  });

  it('says nothing where results are written down', () => {
    expect(found('done-without-results', older(completed, ['*[Test results will be documented here]*', '100 of 100 passed.']))).toEqual([]);
  });
});
