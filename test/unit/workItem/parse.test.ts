import { describe, expect, it } from 'vitest';
import { fieldValue } from '../../../src/core/workItem/header.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { readStatus } from '../../../src/core/workItem/phases.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';

describe('parsing', () => {
  it('reads front matter, with positions, and takes dates and numbers as they are written', () => {
    const text = '---\nid: WI7\ntitle: "Orders: lost"\nstatus: Design # later\ncreated: 2026-11-21\nversion: 1.10\ntags: [a, b]\n---\n\n# WI7: Orders: lost\n';
    const { item, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(item).toMatchObject({ title: 'Orders: lost', alias: 'WI7', header: { form: 'front-matter' }, status: { text: 'Design', phase: 'Design', closed: false } });
    const values = Object.fromEntries(item.header.fields.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({ created: '2026-11-21', version: '1.10', tags: 'a, b' });
    const title = item.header.fields.find(({ name }) => name === 'title');
    expect(text.slice(title?.valueSpan.start, title?.valueSpan.end)).toBe('"Orders: lost"');
  });

  it.each([
    ['**Status**: Investigation', 'Investigation'],
    ['**Status:** Investigation', 'Investigation'],
    ['- **Status:** RESOLVED', 'RESOLVED'],
    ['- **Status**: RESOLVED  ', 'RESOLVED'],
  ])('reads the header line %s', (line, status) => {
    const { item } = parse(`# WI4: A title\n\n**File**: \`WIs/WI4_a.md\`\n${line}\n\n## Phase 1: Investigation\n**Status**: other\n`);
    expect(item.header.form).toBe('bold');
    expect(item.status.text).toBe(status);
    expect(item.alias).toBe('WI4');
  });

  it.each(['---js', '---JS', '--- js', '---javascript', '\ufeff---js', '---coffee', '---json'])('never executes front matter that starts with %s', (opening) => {
    const key = `casebookHostile${opening.length}`;
    const text = `${opening}\nmodule.exports = (globalThis.${key} = true), { title: 'owned' }\n---\n# Title\n`;
    const { item, problems } = parse(text);
    expect((globalThis as Record<string, unknown>)[key]).toBeUndefined();
    expect(item.title).toBe('Title');
    expect(problems.map(({ rule }) => rule)).toContain('front-matter');
  });

  it('does not execute JavaScript that YAML tags ask for', () => {
    const { item, problems } = parse('---\ntitle: !!js/function "function () { globalThis.casebookTagged = true }"\n---\n# T\n');
    expect((globalThis as Record<string, unknown>)['casebookTagged']).toBeUndefined();
    expect(problems[0]?.message).toContain('not valid YAML');
    expect(item.title).not.toBe('');
  });

  it('says what is wrong with malformed front matter, each time it is asked, and reads its plain lines all the same', () => {
    const text = '---\ntitle: "open\nstatus: Design\n---\n# T\n';
    for (let again = 0; again < 2; again += 1) {
      const { item, problems } = parse(text);
      expect(problems.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['error front-matter']);
      expect(item.status.phase).toBe('Design');
    }
  });

  it('keeps phases that are renamed, annotated or doubled', () => {
    const { item } = parse('## Phase 2: Debug Deep Dive\n## Other\n## Phase 4: Implementation (COMPLETED)\n## Phase 4: Again\n### Phase 3: a step of a plan\n# Phase 6\n');
    expect(item.phases.map(({ phase, section }) => `${phase}: ${section.title}`)).toEqual(['Design: Phase 2: Debug Deep Dive', 'Implementation: Phase 4: Implementation (COMPLETED)', 'Implementation: Phase 4: Again', 'Owner Acceptance: Phase 6']);
  });

  it('reports an evidence marker without its partner, and takes no block from it', () => {
    const { item, problems } = parse('# a\n\n<!-- casebook:begin run 20261121-140233-a3f9 -->\ntext\n');
    expect(item.evidence).toEqual([]);
    expect(problems.map(({ rule }) => rule)).toEqual(['evidence-marker']);
  });

  it.skipIf(!corpusPresent)('reads every document of the corpus', () => {
    for (const file of corpusFiles()) {
      const { item } = parse(file.text);
      expect(item.title, file.name).not.toBe('');
      if (file.name.startsWith('flinkdotnet/')) {
        expect(item.header.form, file.name).toBe('bold');
        expect(new Set(item.phases.map(({ phase }) => phase)).size, file.name).toBe(6);
        expect(fieldValue(item.header, 'Priority'), file.name).toBeDefined();
      }
    }
  });
});

describe('a status', () => {
  it('is read by the words that are configured, and by the name of a phase in any case', () => {
    const words = { phaseWords: { Design: ['sketch*'] }, closedWords: ['binned'] };
    expect(readStatus('Sketching', words)).toEqual({ phase: 'Design', closed: false });
    expect(readStatus('Design', words)).toEqual({ phase: 'Design', closed: false });
    expect(readStatus('binned', words)).toEqual({ closed: true });
    expect(readStatus('done', words)).toEqual({ closed: false });
  });

  it.each([
    ['Investigation', 'Investigation', false],
    ['Debugging - Reverted to .AddKafka(), testing again', 'Investigation', false],
    ['Testing & Validation', 'Testing & Validation', false],
    ['in_progress', 'Implementation', false],
    ['✅ **COMPLETE**', undefined, true],
    ["Won't Fix", undefined, true],
    ['Resolved - see testing', undefined, true],
    ['Investigation complete, design next', 'Investigation', false],
    ['not done', undefined, false],
    ['Not fully resolved', undefined, false],
    ['Partially resolved', undefined, false],
    ['Fixed, pull request open', 'Testing & Validation', false],
    ['Not fixed', undefined, false],
    ['✅ Approved - mandatory for all new services', undefined, false],
    ['NEW', 'Investigation', false],
    ['Abandoned', undefined, true],
    ['Duplicate of WI3', undefined, true],
    ['Code complete, migration pending', undefined, false],
    ['Planning complete, ready for implementation', 'Implementation', false],
    ['Proposed <!-- Proposed | Accepted | Superseded -->', undefined, false],
    ['{Proposed | Accepted | Superseded}', undefined, false],
    ['Open | Fixing | Done', undefined, false],
    ['To be done', undefined, false],
    ['Almost done', undefined, false],
    ["Isn't done", undefined, false],
    ['Cannot be resolved yet', undefined, false],
    ['Phase 1 complete', undefined, false],
    ['Not a DNS issue; resolved', undefined, true],
    ['incomplete', undefined, false],
    ['whatever', undefined, false],
  ])('%s', (text, phase, closed) => {
    expect(readStatus(text)).toEqual({ ...(phase !== undefined && { phase }), closed });
  });
});
