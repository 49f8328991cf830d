import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addAttempt } from '../../../src/core/workItem/addAttempt.js';
import { addHypothesis } from '../../../src/core/workItem/addHypothesis.js';
import { appendToSection } from '../../../src/core/workItem/appendToSection.js';
import { attemptsOf } from '../../../src/core/workItem/attempts.js';
import { checkboxesOf } from '../../../src/core/workItem/checkboxes.js';
import { markdownOf, oneLine } from '../../../src/core/workItem/edit.js';
import { hypothesesOf } from '../../../src/core/workItem/hypotheses.js';
import { outlineOf } from '../../../src/core/workItem/outline.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { replaceSection } from '../../../src/core/workItem/replaceSection.js';
import { pathOf, sectionAt } from '../../../src/core/workItem/sectionPath.js';
import { allSections, plainTitle } from '../../../src/core/workItem/sections.js';
import { setHypothesisStatus } from '../../../src/core/workItem/setHypothesisStatus.js';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { tick } from '../../../src/core/workItem/tick.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';
import { document, edited, editOf, hostile, RUNS } from './documents.js';

const bugFix = `# {{id}}: {{title}}

## Phase 1: Investigation

### Requirements

### Hypotheses

*[Hypotheses will be documented here]*

### Root Cause

## Phase 2: Design

### Decision (MANDATORY)

## Phase 3: TDD/BDD

## Phase 4: Implementation

### Attempts

*[Each attempt will be documented here]*

## Phase 5: Testing & Validation

## Phase 6: Owner Acceptance

### Acceptance (MANDATORY)

## Lessons Learned & Future Reference

### Key Insights
`;
const hypotheses = (text: string) => hypothesesOf(text, parse(text).item, outlineOf(text));
const attempts = (text: string) => attemptsOf(text, parse(text).item, outlineOf(text));
const phases = (text: string) => parse(text).item.phases.map(({ phase }) => phase);
const headings = (text: string) => outlineOf(text).headings.map(({ level, text: title }) => `${level} ${title}`);

/** Titles and evidence of the parsed item: what an edit of content must not change. */
const structure = (text: string) => JSON.stringify([parse(text).item.evidence.length, phases(text), outlineOf(text).openFence !== undefined]);

describe('replacing a section', () => {
  const replaced = (text: string, path: string, content: string, template?: string) => applyEdit(text, editOf(replaceSection(text, path, content, template)));

  it.each([
    ['# T\n## A\nold\n\n### Sub\nmore\n\n## B\n', '# T\n## A\nnew\n\n## B\n'],
    ['# T\r\n## A\r\n\r\nold  \r\n## B\r\n', '# T\r\n## A\r\n\r\nnew\r\n\r\n## B\r\n'],
    ['# T\n## A\n## B\n', '# T\n## A\n\nnew\n\n## B\n'],
    ['# T\n## A', '# T\n## A\n\nnew'],
    ['A\n---\nold', 'A\n---\nnew'],
  ])('keeps what is around: %j', (before, after) => {
    expect(replaced(before, 'A', '\nnew\n')).toBe(after);
  });

  it('takes markdown with headings below its own, tables and closed fences', () => {
    const content = '    code first\n\n### Sub\n\n| a |\n|---|\n\n```\n# x\n```';
    expect(replaced('# T\n\n## A\n\nold\n\n## B\n', 'A', content)).toBe(`# T\n\n## A\n\n${content}\n\n## B\n`);
  });

  it.each([
    ['## Phase 1', /open.* a heading/],
    ['text\n---', /opens a heading/],
    ['```\nopen', /fence.*close/],
    ['<!-- open', /comment.*close/],
    ['<!-- casebook:begin run a -->\nx', /marker/],
  ])('refuses %j', (content, reason) => {
    expect(replaceSection('# T\n\n## A\n\nold\n\n## B\n', 'A', content)).toEqual({ conflict: expect.stringMatching(reason) as string });
  });

  it('refuses to replace phases', () => {
    expect(replaceSection('# T\n\n## Phase 1: Investigation\n', 'T', 'x')).toEqual({ conflict: expect.stringContaining('holds phases') as string });
  });

  it('refuses a phase below a first-level heading, a section that is nowhere, and one that holds evidence', () => {
    expect(replaceSection('# T\n\nold\n', 'T', '## Phase 3: x')).toEqual({ conflict: expect.stringContaining('opens a phase') as string });
    expect(replaceSection('# T\n', 'Nowhere', 'x')).toEqual({ conflict: expect.stringContaining('no section Nowhere') as string });
    const id = '20261121-140233-a3f9';
    const hash = createHash('sha256').update('x').digest('hex');
    expect(replaceSection(`# T\n## A\n<!-- casebook:begin run ${id} -->\nx\n<!-- casebook:end run ${id} sha256:${hash} -->\n`, 'A', 'y')).toEqual({ conflict: expect.stringContaining('an evidence block') as string });
  });
});

describe('a missing section', () => {
  const added = (text: string, path: string, template?: string) => applyEdit(text, editOf(appendToSection(text, path, 'new', template)));

  it.each([
    ['## Phase 1: Investigation\n\n### Requirements\n\na\n\n### Root Cause\n\nb\n', 'Phase 1 › Hypotheses', '## Phase 1: Investigation\n\n### Requirements\n\na\n\n### Hypotheses\n\nnew\n\n### Root Cause\n\nb\n'],
    ['# T\n\n## Phase 1: Investigation\n\na\n\n## Phase 3: TDD/BDD\n', 'Phase 2 › Decision', '# T\n\n## Phase 1: Investigation\n\na\n\n## Phase 2: Design\n\n### Decision (MANDATORY)\n\nnew\n\n## Phase 3: TDD/BDD\n'],
    ['# T\n\n## Lessons Learned & Future Reference\n', 'Phase 6 › Acceptance', '# T\n\n## Phase 6: Owner Acceptance\n\n### Acceptance (MANDATORY)\n\nnew\n\n## Lessons Learned & Future Reference\n'],
    ['# T\n\n## Phase 6: Owner Acceptance\n\na', 'Lessons Learned & Future Reference › Key Insights', '# T\n\n## Phase 6: Owner Acceptance\n\na\n\n## Lessons Learned & Future Reference\n\n### Key Insights\n\nnew'],
  ])('is made where the template has it', (text, path, after) => {
    expect(added(text, path, bugFix)).toBe(after);
  });

  it('is made by what all work items have in common where no template is named', () => {
    expect(headings(added('# T\n\n## Phase 4: Implementation\n', 'Phase 4 › Attempts'))).toEqual(['1 T', '2 Phase 4: Implementation', '3 Attempts']);
  });
});

describe('adding to a section', () => {
  const added = (text: string, content: string) => applyEdit(text, editOf(appendToSection(text, 'A', content)));

  it.each([
    ['## A\n\nold\n\n### Sub\n\nmore\n\n## B\n', 'new', '## A\n\nold\n\nnew\n\n### Sub\n\nmore\n\n## B\n'],
    ['## A\n\nold\n\n### Sub\n\nmore\n\n## B\n', '### New\nx', '## A\n\nold\n\n### Sub\n\nmore\n\n### New\nx\n\n## B\n'],
    ['## A\n\n*[Text will be documented here]*\n\n## B\n', 'new', '## A\n\nnew\n\n## B\n'],
    ['## A\n*[Text will be documented here]*\n- 3 of 4 fail\n', 'new', '## A\n*[Text will be documented here]*\n- 3 of 4 fail\n\nnew\n'],
    ['## A\nold  \n## B', 'new', '## A\nold  \n\nnew\n\n## B'],
  ])('keeps what is there: %j', (before, content, after) => {
    expect(added(before, content)).toBe(after);
  });

  it('changes no structure in generated documents, whatever the text', () => {
    let written = 0;
    fc.assert(
      fc.property(document, hostile, fc.nat(20), fc.boolean(), (text, content, at, replace) => {
        const { item } = parse(text);
        const all = [...allSections(item.sections)];
        const section = all[at % Math.max(1, all.length)];
        const path = section && pathOf(item, section);
        if (!section || !path) return;
        const after = edited(text, replace ? replaceSection(text, path, content) : appendToSection(text, path, content));
        if (after === undefined) return;
        written += 1;
        expect(structure(after)).toBe(structure(text));
        const same = sectionAt(parse(after).item, path);
        expect(same?.heading.start).toBe(section.heading.start);
        const body = markdownOf(content, item.eol);
        if (same) expect(after.slice(same.own.start, same.whole.end)).toContain(body);
        if (replace) expect(edited(after, replaceSection(after, path, content))).toBe(after);
        if (replace && same) expect(after.slice(same.own.start, same.whole.end).trim()).toBe(body.trim());
      }),
      RUNS,
    );
    expect(written).toBeGreaterThan(300);
  });

  it.skipIf(!corpusPresent)('changes nothing else in any section of the corpus', () => {
    for (const { name, text } of corpusFiles()) {
      const { item } = parse(text);
      for (const section of [...allSections(item.sections)].filter(({ level }, index) => level > 1 && index % 4 === 0)) {
        const path = pathOf(item, section) ?? [];
        const after = edited(text, appendToSection(text, path, 'one line'));
        const twice = after !== undefined && edited(after, replaceSection(after, path, '- a\n- b'));
        expect(outlineOf(text).openFence !== undefined || twice !== undefined, `${name} ${section.title}`).toBe(true);
      }
    }
  });
});

describe('hypotheses', () => {
  const added = (text: string, statement: string) => applyEdit(text, editOf(addHypothesis(text, statement)));

  it('stand below one another, the first in place of the placeholder, each once', () => {
    const one = added(bugFix, 'the store is empty');
    expect(one).not.toContain('[Hypotheses will');
    const two = added(one, 'the port is taken');
    expect(two).toContain('### Hypotheses\n\n- **Hypothesis 1 (open):** the store is empty\n- **Hypothesis 2 (open):** the port is taken\n\n### Root Cause');
    expect(added(two, 'the store is empty')).toBe(two);
  });

  it.each([
    ['- **Hypothesis 1 (open):** a', '- **Hypothesis 1 (refuted):** a'],
    ['**Hypothesis:** a  ', '**Hypothesis (refuted):** a  '],
    ['**Hypothesis**: a', '**Hypothesis (refuted)**: a'],
    ['**Theory 1: a**', '**Theory 1: a** (refuted)'],
    ['#### Hypothesis 1: a ##', '#### Hypothesis 1: a (refuted) ##'],
    ['**Hypothesis:** a (confirmed: by probe)', '**Hypothesis:** a (refuted: by probe)'],
  ])('take a status: %s', (before, after) => {
    const text = `# T\n\n${before}\n\ntext\n`;
    expect(applyEdit(text, editOf(setHypothesisStatus(text, 1, 'refuted')))).toBe(`# T\n\n${after}\n\ntext\n`);
  });

  const sound = (text: string, statement: string): boolean => {
    const before = hypotheses(text);
    const after = edited(text, addHypothesis(text, statement));
    if (after === undefined) return false;
    const now = hypotheses(after);
    expect(structure(after).slice(0, 2)).toBe(structure(text).slice(0, 2));
    expect(now.map((hypothesis) => hypothesis.text)).toContain(plainTitle(oneLine(statement)));
    expect(now.length - before.length).toBeLessThanOrEqual(1);
    expect(edited(after, addHypothesis(after, statement))).toBe(after);
    const which = now.findIndex((hypothesis) => hypothesis.text === plainTitle(oneLine(statement))) + 1;
    for (const status of ['supported', 'refuted'] as const) {
      const told = edited(after, setHypothesisStatus(after, which, status));
      if (told === undefined) throw new Error(`no status for ${statement}`);
      expect(hypotheses(told).map((hypothesis) => hypothesis.status)).toEqual(now.map((hypothesis, index) => (index === which - 1 ? status : hypothesis.status)));
      expect(edited(told, setHypothesisStatus(told, which, status))).toBe(told);
      if (now.length > before.length) expect(edited(told, setHypothesisStatus(told, which, 'open'))).toBe(after);
    }
    return true;
  };

  it('are added to generated documents, whatever they say', () => {
    let written = 0;
    fc.assert(fc.property(document, fc.oneof(hostile, fc.constantFrom('slow', 'the port (likely)', '**bold** (refuted)')), (text, statement) => void (written += sound(text, statement) ? 1 : 0)), RUNS);
    expect(written).toBeGreaterThan(500);
  });

  it.skipIf(!corpusPresent)('are added to every document of the corpus, and each there takes a status', () => {
    for (const { name, text } of corpusFiles()) {
      expect(sound(text, 'a race in the cache'), name).toBe(true);
      hypotheses(text).forEach((_, index) => expect('edit' in setHypothesisStatus(text, index + 1, 'refuted'), name).toBe(true));
    }
  });
});

describe('attempts', () => {
  const attempt = { title: 'More time', hypothesis: 'slow', action: '20s to 60s', result: 'fails', conclusion: 'not time' };

  it('are numbered on, the first in place of the placeholder', () => {
    const one = applyEdit(bugFix, editOf(addAttempt(bugFix, attempt)));
    const two = applyEdit(one, editOf(addAttempt(one, { ...attempt, title: '' })));
    expect(two).not.toContain('[Each attempt');
    expect(two).toContain('### Attempts\n\n#### Attempt 1: More time\n\n- **Hypothesis:** slow\n- **Action:** 20s to 60s\n- **Result:** fails\n- **Conclusion:** not time\n\n#### Attempt 2\n\n- **Hyp');
  });

  const sound = (text: string, texts: readonly string[]): boolean => {
    const [title = '', hypothesis = '', action = '', result = '', conclusion = ''] = texts;
    const after = edited(text, addAttempt(text, { title, hypothesis, action, result, conclusion }));
    if (after === undefined) return false;
    const now = attempts(after);
    expect(now).toHaveLength(attempts(text).length + 1);
    const own = now.filter(({ section }) => text.slice(section.heading.start, section.heading.end) !== after.slice(section.heading.start, section.heading.end));
    const wanted = [hypothesis, action, result, conclusion].map(oneLine);
    expect(own.some((made) => [made.hypothesis, made.action, made.result, made.conclusion].every((field, index) => wanted[index] === '' || (field?.text ?? '').replaceAll('`', '') === (wanted[index] ?? '').replaceAll('`', '')))).toBe(true);
    expect(phases(after).filter((phase) => !phases(text).includes(phase)).length).toBeLessThanOrEqual(1);
    return true;
  };

  it('are added to generated documents, whatever they say', () => {
    let written = 0;
    fc.assert(fc.property(document, fc.array(hostile, { minLength: 5, maxLength: 5 }), (text, texts) => void (written += sound(text, texts) ? 1 : 0)), RUNS);
    expect(written).toBeGreaterThan(500);
  });

  it.skipIf(!corpusPresent)('are added to every document of the corpus', () => {
    for (const { name, text } of corpusFiles()) expect(sound(text, ['t', 'h', 'a', 'r', 'c']), name).toBe(true);
  });
});

describe('ticking', () => {
  it('changes one character, once, and back', () => {
    fc.assert(
      fc.property(document, hostile, fc.nat(), (text, more, at) => {
        const whole = `${text}\n\n- [ ] last\n${more}`;
        const boxes = checkboxesOf(whole, outlineOf(whole));
        const box = boxes[at % Math.max(1, boxes.length)];
        if (!box) return;
        const ticked = edited(whole, tick(whole, box));
        if (ticked === undefined) throw new Error('refused');
        expect(checkboxesOf(ticked, outlineOf(ticked)).map(({ done }) => done)).toEqual(boxes.map((other) => other === box || other.done));
        expect(edited(ticked, tick(ticked, box))).toBe(ticked);
        if (!box.done) expect(edited(ticked, tick(ticked, box, false))).toBe(whole);
      }),
      RUNS,
    );
  });

  it('finds its box by its words in a newer text, and refuses where they are gone or doubled', () => {
    const [box] = checkboxesOf('- [ ] a\n', outlineOf('- [ ] a\n'));
    if (!box) throw new Error('no box');
    expect(applyEdit('new\n\n- [ ] a\n', editOf(tick('new\n\n- [ ] a\n', box)))).toBe('new\n\n- [x] a\n');
    expect(tick('- [ ] b\n', box)).toEqual({ conflict: expect.stringContaining('No checkbox') as string });
    expect(tick('x\n- [ ] a\n- [ ] a\n', box)).toEqual({ conflict: expect.stringContaining('More than one') as string });
  });
});
