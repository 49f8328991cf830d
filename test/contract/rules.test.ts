/** Rules, their ids, their files, their pages and the configuration's schema say the same. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULE_IDS } from '../../src/core/check/ruleIds.js';
import { RULES } from '../../src/core/check/rules.js';
import { around, problemsOf } from '../unit/check/support.js';

const PARTS = ['What is wrong', 'Why it matters', 'How to mend it', 'Example'];

const camelCase = (id: string) => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

describe('the rules', () => {
  it('are those that the ids name, in that order', () => {
    expect(RULES.map(({ id }) => id)).toEqual([...RULE_IDS]);
  });

  it('have a file each, named by their id', () => {
    expect(readdirSync('src/core/check/rules').sort()).toEqual(RULE_IDS.map((id) => `${camelCase(id)}.ts`).sort());
  });

  it('have a page each, and no page is without its rule', () => {
    expect(readdirSync('docs/rules').filter((name) => name !== 'README.md').sort()).toEqual(RULE_IDS.map((id) => `${id}.md`).sort());
  });

  it.each(RULES.map((rule) => [rule.id, rule] as const))('%s has a page that says what it is, and stands in the list', (id, rule) => {
    const page = readFileSync(`docs/rules/${id}.md`, 'utf8');
    expect(page.startsWith(`# ${id}\n\nSeverity: ${rule.severity}\n`)).toBe(true);
    const headings = page.match(/^## .*$/gm)?.slice(0, PARTS.length).map((heading) => heading.slice(3));
    expect(headings).toEqual(PARTS);
    expect(readFileSync('docs/rules/README.md', 'utf8')).toContain(`| [${id}](${id}.md) | ${rule.severity} | ${rule.summary} |`);
  });

  it.each(RULE_IDS.filter((id) => id !== 'unreadable'))('%s finds the example of its page', (id) => {
    const page = readFileSync(`docs/rules/${id}.md`, 'utf8');
    const example = /^(`{3,})markdown\n([\s\S]*?)^\1$/m.exec(page.slice(page.indexOf('## Example')))?.[2] ?? '';
    expect(example).not.toBe('');
    const surroundings = around({ files: { 'src/store.ts': 10 }, commits: ['4f2a9c1b7d3e', '9b8c7d6e5f4a'], workItems: [{ path: 'WIs/WI4_other.md', alias: 'WI4', elsewhere: false }] });
    expect(problemsOf(example, { path: 'WIs/example.md', surroundings }).map(({ rule }) => rule)).toContain(id);
  });

  it('are known to the schema that editors use', () => {
    const schema = JSON.parse(readFileSync('src/core/config.schema.json', 'utf8')) as { properties: { check: { properties: { rules: { propertyNames: { enum: string[] } } } } } };
    expect(schema.properties.check.properties.rules.propertyNames.enum).toEqual([...RULE_IDS]);
  });

  it('are named in the documents by relative links that exist', () => {
    for (const [, target = ''] of readFileSync('docs/rules/README.md', 'utf8').matchAll(/\]\(([^)#]+)\)/g)) expect(existsSync(`docs/rules/${target}`), target).toBe(true);
  });
});
