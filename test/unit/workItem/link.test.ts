import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linkTo, type LinkTarget } from '../../../src/core/workItem/link.js';
import { outlineOf } from '../../../src/core/workItem/outline.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { referencesOf } from '../../../src/core/workItem/references.js';
import { hasContent } from '../../../src/core/workItem/summary.js';
import { allSections } from '../../../src/core/workItem/sections.js';
import { scaffold } from '../../../src/core/workItem/scaffold.js';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';
import { document, hostile, RUNS } from './documents.js';

const STORE: LinkTarget = { label: 'src/store.ts', path: '../src/store.ts' };

function linked(text: string, target: LinkTarget = STORE): string {
  const result = linkTo(text, target);
  if ('conflict' in result) throw new Error(result.conflict);
  return applyEdit(text, result.edit);
}

describe('a link', () => {
  it('goes behind the list in the section for references, with its bullet and line endings', () => {
    expect(linked('# T\r\n\r\n## References\r\n\r\n* [a](a.md)\r\n\r\n## Next\r\n')).toBe('# T\r\n\r\n## References\r\n\r\n* [a](a.md)\r\n* [src/store.ts](../src/store.ts)\r\n\r\n## Next\r\n');
    expect(linked('# T\n## Related Work Items (all)\nText.')).toBe('# T\n## Related Work Items (all)\nText.\n\n- [src/store.ts](../src/store.ts)');
  });

  it('takes the place of a placeholder', () => {
    expect(linked('# T\n\n## References\n\nTBD\n')).toBe('# T\n\n## References\n\n- [src/store.ts](../src/store.ts)\n');
  });

  it('makes the section at the end of the first phase, before a rule, where there is none', () => {
    expect(linked('# T\n\n## Phase 1: Investigation\n\nText.\n\n---\n\n## Phase 2: Design\n')).toBe('# T\n\n## Phase 1: Investigation\n\nText.\n\n### References\n\n- [src/store.ts](../src/store.ts)\n\n---\n\n## Phase 2: Design\n');
    expect(linked('Just text')).toBe('Just text\n\n## References\n\n- [src/store.ts](../src/store.ts)');
  });

  it('never fills what the phase gate asks for', () => {
    const fresh = scaffold(readFileSync('templates/bug-fix.md', 'utf8'), { id: 'WI1', title: 't', created: '2026-11-21' });
    const filled = (text: string) => [...allSections(parse(text).item.sections)].filter((section) => section.children.length === 0 && hasContent(text, section)).map(({ title }) => title);
    expect(filled(linked(fresh))).toEqual([...filled(fresh), 'References'].sort((a, b) => order(linked(fresh), a) - order(linked(fresh), b)));
  });

  it('stands once', () => {
    const once = linked('# T\n');
    expect(linked(once)).toBe(once);
    expect(linked(once, { ...STORE, line: 12 })).toContain('(../src/store.ts#L12)');
  });

  it('leads to any path, and its words open nothing', () => {
    const target: LinkTarget = { label: 'a](x.md) <b> `c` *d*\u001b[31m', path: '../a b/(c)#d?é.ts', line: 3 };
    const text = linked('# T\n', target);
    const { links } = referencesOf(text, outlineOf(text));
    expect(links.map(({ target: to }) => to)).toEqual(['../a%20b/%28c%29%23d%3F%C3%A9.ts#L3']);
    expect(decodeURIComponent('../a%20b/%28c%29%23d%3F%C3%A9.ts')).toBe('../a b/(c)#d?é.ts');
    expect(text).toContain('[a\\] (x.md) \\<b\\> \\`c\\` \\*d\\*]');
  });

  const fields = (text: string) => parse(text).item.header.fields.map(({ name, value }) => [name, value]);
  const changesOnlyItsPlace = (text: string) => {
    const result = linkTo(text, STORE);
    if ('conflict' in result) return;
    const after = applyEdit(text, result.edit);
    expect(after.replace(result.edit.text, '').length).toBe(text.length - (result.edit.end - result.edit.start));
    expect(parse(after).item.phases.map(({ section }) => section.title)).toEqual(parse(text).item.phases.map(({ section }) => section.title));
    expect(fields(after)).toEqual(fields(text));
    expect(parse(after).item.evidence.map(({ id }) => id)).toEqual(parse(text).item.evidence.map(({ id }) => id));
  };

  it('changes nothing else, in generated documents', () => fc.assert(fc.property(fc.tuple(document, hostile), ([whole, more]) => changesOnlyItsPlace(`${whole}\n\n${more}`)), RUNS));

  it.skipIf(!corpusPresent)('changes nothing else, in the corpus', () => corpusFiles().forEach((file) => changesOnlyItsPlace(file.text)));
});

function order(text: string, title: string): number {
  return text.indexOf(` ${title}`);
}
