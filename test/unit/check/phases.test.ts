import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { found, FRESH, older, problemsOf } from './support.js';

describe('phase-missing', () => {
  it('names the phase and its heading', () => {
    expect(found('phase-missing', older([/## Phase 3: TDD\/BDD/, '## Third']))).toEqual(['error: Phase 3 is missing: add the heading `## Phase 3: TDD/BDD`.']);
  });

  it('is said once where no phase is there', () => {
    expect(found('phase-missing', '# WI4: T\n\n## Summary\n')).toEqual([expect.stringMatching(/^error: None of the 6 phases is here/)]);
  });

  it.each([
    ['renamed', '## Phase 3: Debug Deep Dive'],
    ['annotated', '## Phase 3: TDD/BDD (COMPLETED)'],
    ['marked', '## ✅ **Phase 3**: TDD'],
    ['underlined', 'Phase 3: TDD/BDD\n---'],
    ['without a name', '## Phase 3'],
  ])('takes a phase that is %s', (name, heading) => {
    // A picture before the name makes it another heading: that is how phases are found everywhere.
    expect(found('phase-missing', older(['## Phase 3: TDD/BDD', heading]))).toHaveLength(name === 'marked' ? 1 : 0);
  });

  it('does not take a heading inside a fence for a phase', () => {
    expect(found('phase-missing', older(['## Phase 3: TDD/BDD', '```\n## Phase 3: TDD/BDD\n```']))).toHaveLength(1);
  });

  it.each([1, 2, 3, 4, 5, 6])('adds phase %i in its place, with the sections that it must have', (number) => {
    const text = FRESH.replace(new RegExp(`^## Phase ${number}:[\\s\\S]*?(?=^## )`, 'm'), '');
    const fix = problemsOf(text).find(({ rule }) => rule === 'phase-missing')?.fix;
    const mended = applyEdit(text, fix?.edit ?? { start: 0, end: 0, text: '' });
    expect(parse(mended).item.phases.map(({ section }) => Number(/\d/.exec(section.title)?.[0]))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(problemsOf(mended).filter(({ rule }) => rule === 'phase-missing' || rule === 'mandatory-section-missing')).toEqual([]);
  });
});

describe('phase-duplicated and phase-order', () => {
  it('see a phase twice, and one behind a later one', () => {
    const text = older(['## Phase 5: Testing & Validation', '## Phase 4: Second attempt\n\n## Phase 5: Testing & Validation']);
    expect(found('phase-duplicated', text)).toEqual([expect.stringMatching(/^warning: Phase 4 is here already \("Phase 4: Implementation"\)/)]);
    expect(found('phase-order', text)).toEqual([]);
    expect(found('phase-order', older(['## Phase 2: Design', '## Phase 3: Design'], ['## Phase 3: TDD/BDD', '## Phase 2: TDD/BDD']))).toEqual(['warning: Phase 2 stands behind Phase 3: move it before it.']);
  });

  it('say nothing of six phases with other headings between them', () => {
    const text = older(['## Phase 2: Design', '## Update of Tuesday\n\n### Phase angle of the signal\n\n## Phase 2: Design']);
    expect([...found('phase-duplicated', text), ...found('phase-order', text)]).toEqual([]);
  });

  it('tells a second one that is also out of order once', () => {
    const rules = problemsOf(`${older()}\n## Phase 1: Again\n`).map(({ rule }) => rule);
    expect(rules).toEqual(['phase-duplicated']);
  });
});
