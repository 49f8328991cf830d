import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULE_IDS, type RuleId } from '../../../src/core/check/ruleIds.js';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { scaffold } from '../../../src/core/workItem/scaffold.js';
import { schemaOf } from '../../../src/core/workItem/templateSchema.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';
import { around, FRESH, older, problemsOf, TEMPLATE } from './support.js';

/** For each rule a document in which it finds something at one place or more. The examples of the pages are held in test/contract. */
function example(rule: RuleId): string {
  const page = readFileSync(`docs/rules/${rule}.md`, 'utf8');
  return /^(`{3,})markdown\n([\s\S]*?)^\1$/m.exec(page.slice(page.indexOf('## Example')))?.[2] ?? '';
}

const SURROUNDINGS = around({ files: { 'src/store.ts': 10 }, commits: ['4f2a9c1b7d3e', '9b8c7d6e5f4a'], workItems: [{ path: 'WIs/WI4_other.md', alias: 'WI4', elsewhere: false }] });
const RULES_OF_TEXT = RULE_IDS.filter((id) => id !== 'unreadable');

const rulesIn = (text: string, settings = {}) => problemsOf(text, { path: 'WIs/example.md', surroundings: SURROUNDINGS }, settings);

describe('checking', () => {
  it('finds no error in a work item that was just made, and points at what its phase needs', () => {
    expect(problemsOf(FRESH).map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`)).toEqual([expect.stringMatching(/^warning mandatory-section-empty: "Debug Information/)]);
  });

  it('finds nothing in an older work item that stands where its status says', () => {
    expect(problemsOf(older())).toEqual([]);
  });

  it('reports problems in the order of the file', () => {
    const starts = problemsOf(FRESH.replace('status: Investigation', 'status: Completed')).map(({ start }) => start);
    expect(starts.length).toBeGreaterThan(2);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  it('takes the schema from the template: its phases, and what it marks as mandatory', () => {
    const schema = schemaOf('## Phase 1: Look\n### Symptom (MANDATORY - always)\n### Notes\n## Phase 2: Do\n');
    expect(schema).toEqual({ phases: ['Investigation', 'Design'], mandatory: [{ phase: 'Investigation', title: 'Symptom' }] });
    expect(problemsOf('# WI9: T\n\n**Status**: Design\n**Priority**: Low\n**Created**: today\n\n## Phase 1: Look\n\n## Phase 2: Do\n', { schema }).map(({ rule }) => rule)).toEqual(['mandatory-section-missing']);
  });

  it('holds a work item that names no template only to what all have in common', () => {
    const bare = '# WI9: T\n\n**Status**: Investigation\n\n' + ['Investigation', 'Design', 'TDD/BDD', 'Implementation', 'Testing & Validation', 'Owner Acceptance'].map((name, index) => `## Phase ${index + 1}: ${name}\n`).join('\n');
    expect(problemsOf(bare).filter(({ severity }) => severity !== 'hint').map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['error mandatory-section-missing', 'warning mandatory-section-missing']);
  });

  it.skipIf(!corpusPresent)('finds no secret, no marker and no front matter to mend in real documents, and no error in a report but for what its own numbers refute', () => {
    for (const { name, text } of corpusFiles()) {
      const problems = problemsOf(text, { path: name });
      expect(problems.filter(({ rule }) => ['secret-in-text', 'front-matter', 'evidence-marker', 'evidence-edited', 'disable-comment', 'phase-order'].includes(rule)), name).toEqual([]);
      const errors = problems.filter(({ rule, severity }) => severity === 'error' && !rule.startsWith('claim-')).map(({ rule }) => rule);
      if (!/^(?:flinkdotnet|workbench)\/|^seeds\/001/.test(name)) expect(errors, name).toEqual([]);
      else expect(errors.length, name).toBeLessThanOrEqual(1);
    }
  });
});

describe('every rule', () => {
  it.each(RULES_OF_TEXT)('%s is turned off, and given another severity, by the configuration', (rule) => {
    const text = example(rule);
    expect(rulesIn(text).map((problem) => problem.rule)).toContain(rule);
    expect(rulesIn(text, { [rule]: 'off' }).map((problem) => problem.rule)).not.toContain(rule);
    const severities = rulesIn(text, { [rule]: 'hint' }).filter((problem) => problem.rule === rule).map(({ severity }) => severity);
    expect(new Set(severities)).toEqual(new Set(['hint']));
  });

  // An unclosed fence swallows what stands behind it, and a comment before front matter would make it none.
  it.each(RULES_OF_TEXT)('%s is turned off for the file by a comment', (rule) => {
    const comment = `<!-- casebook-disable ${rule} -->`;
    const text = example(rule);
    const commented = text.startsWith('---\n') ? text.replace(/^---\n[\s\S]*?\n---\n/, (block) => `${block}\n${comment}\n`) : text.replace('\n', `\n\n${comment}\n`);
    expect(commented).not.toBe(text);
    expect(rulesIn(commented).map((problem) => problem.rule)).not.toContain(rule);
  });

  it.each(RULES_OF_TEXT.filter((rule) => rule !== 'front-matter'))('%s is turned off for one line by a comment before it', (rule) => {
    const text = example(rule);
    const problems = rulesIn(text).filter((problem) => problem.rule === rule);
    const commented = problems.toReversed().reduce((before, { start }) => {
      const lineStart = before.lastIndexOf('\n', start - 1) + 1;
      return applyEdit(before, { start: lineStart, end: lineStart, text: `<!-- casebook-disable-next-line ${rule} -->\n` });
    }, text);
    expect(rulesIn(commented).map((problem) => problem.rule)).not.toContain(rule);
  });
});

describe('quick fixes', () => {
  it.each(RULES_OF_TEXT)('%s: each of them mends its problem', (rule) => {
    for (const problem of rulesIn(example(rule))) {
      if (problem.rule !== rule || !problem.fix) continue;
      const mended = applyEdit(example(rule), problem.fix.edit);
      expect(rulesIn(mended).filter((left) => left.rule === rule && left.message === problem.message)).toEqual([]);
      expect(parse(mended).problems.length).toBeLessThanOrEqual(parse(example(rule)).problems.length);
    }
  });
});

describe('every built-in template', () => {
  it.each(['bug-fix', 'flaky-test'])('%s has six phases and the five fields', (name) => {
    const text = scaffold(readFileSync(`templates/${name}.md`, 'utf8'), { id: 'WI1', title: 't', created: '2026-11-21' });
    expect(text).not.toMatch(/\{\{|\}\}/);
    expect(parse(text).item.phases).toHaveLength(6);
    expect(problemsOf(text, { schema: schemaOf(TEMPLATE) }).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
