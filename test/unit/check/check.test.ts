import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/core/check/check.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { scaffold } from '../../../src/core/workItem/scaffold.js';
import { COMMON_SCHEMA, schemaOf, type TemplateSchema } from '../../../src/core/workItem/templateSchema.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const template = readFileSync('templates/bug-fix.md', 'utf8');
const fresh = scaffold(template, { id: 'WI1', title: 'A "quoted": title', created: '2026-11-21' });

function problems(text: string, schema: TemplateSchema = schemaOf(template)): string[] {
  const { item, problems: parsed } = parse(text);
  return check({ text, item, schema, sha256 }, parsed).map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
}

describe('checking', () => {
  it('finds no error in a work item that was just made, and points at what its phase needs', () => {
    expect(problems(fresh).filter((problem) => problem.startsWith('error'))).toEqual([]);
    expect(problems(fresh)).toEqual([expect.stringMatching(/^warning mandatory-section-empty: "Debug Information/)]);
  });

  it('demands content of a phase that was left', () => {
    const left = problems(fresh.replace('status: Investigation', 'status: Implementation'));
    const of = (rule: string) => left.filter((problem) => problem.startsWith(`error ${rule}`)).length;
    expect(of('debug-field-missing')).toBe(5);
    expect(of('mandatory-section-empty')).toBe(3); // Debug Information, Decision, Test Specifications
    const closed = problems(fresh.replace('status: Investigation', 'status: Completed'));
    expect(closed.join('\n')).toMatch(/"Test Results" is still empty, but the status is past Testing & Validation/);
  });

  it.each([
    ['a missing phase', (text: string) => text.replace('## Phase 3: TDD/BDD', '## Third'), /error phase-missing: Phase 3 is missing/],
    ['a missing section', (text: string) => text.replace('### Debug Information (MANDATORY)', '### Notes'), /error mandatory-section-missing: .*Debug Information/],
    ['a missing field', (text: string) => text.replace('#### System State', '#### Else'), /error debug-field-missing: .*"System State"/],
    ['no status', (text: string) => text.replace('status: Investigation\n', ''), /warning header-field-missing: .*Status/],
    ['an open fence', (text: string) => `${text}\n\`\`\`\n`, /warning unclosed-fence/],
    ['malformed front matter', (text: string) => text.replace('priority: Medium', 'priority: "Medium'), /error front-matter: .*not valid YAML/],
  ])('finds %s', (_, spoil, expected) => {
    expect(problems(fresh).join('\n')).not.toMatch(expected);
    expect(problems(spoil(fresh)).join('\n')).toMatch(expected);
  });

  it('finds an evidence block that was edited by hand', () => {
    const body = '**3 of 100 attempts failed.**';
    const block = `<!-- casebook:begin run 20261121-140233-a3f9 -->\n${body}\n<!-- casebook:end run 20261121-140233-a3f9 sha256:${sha256(body)} -->`;
    expect(problems(`${fresh}\n${block}\n`).join()).not.toContain('evidence-edited');
    expect(problems(`${fresh}\n${block.replace('3 of', '0 of')}\n`).join()).toContain('error evidence-edited');
  });

  it('takes the schema from the template: its phases, and what it marks as mandatory', () => {
    const schema = schemaOf('## Phase 1: Look\n### Symptom (MANDATORY - always)\n### Notes\n## Phase 2: Do\n');
    expect(schema).toEqual({ phases: ['Investigation', 'Design'], mandatory: [{ phase: 'Investigation', title: 'Symptom' }] });
  });

  it('holds a work item that names no template only to what all have in common', () => {
    const older = '# WI9: T\n\n**Status**: Investigation\n\n' + ['Investigation', 'Design', 'TDD/BDD', 'Implementation', 'Testing & Validation', 'Owner Acceptance'].map((name, index) => `## Phase ${index + 1}: ${name}\n`).join('\n');
    expect(problems(older, COMMON_SCHEMA).map((problem) => problem.split(':')[0])).toEqual(['error mandatory-section-missing', 'error mandatory-section-missing']);
  });
});

describe('every built-in template', () => {
  it.each(['bug-fix', 'flaky-test'])('%s has six phases and the five fields', (name) => {
    const text = scaffold(readFileSync(`templates/${name}.md`, 'utf8'), { id: 'WI1', title: 't', created: '2026-11-21' });
    expect(text).not.toMatch(/\{\{|\}\}/);
    expect(parse(text).item.phases).toHaveLength(6);
    expect(problems(text, schemaOf(text)).filter((problem) => problem.startsWith('error'))).toEqual([]);
  });
});
