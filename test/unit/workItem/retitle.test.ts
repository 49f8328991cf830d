import { expect, it } from 'vitest';
import { retitled } from '../../../src/core/workItem/retitle.js';
import { parse } from '../../../src/core/workItem/parse.js';

function after(text: string, title: string): string {
  const result = retitled(text, title);
  return 'conflict' in result ? `conflict: ${result.conflict}` : result.text;
}

it('the header and the first heading get the title, each in its own form', () => {
  expect(after('---\nid: WI1\ntitle: Old # why\n---\n\n# WI1: Old\n\nOld text\n', 'A: "new" one')).toBe(`---\nid: WI1\ntitle: "A: \\"new\\" one" # why\n---\n\n# WI1: A: "new" one\n\nOld text\n`);
  expect(after('# WI4: Old\r\n\r\n**Title**: Old  \r\n**Status**: Open\r\n', 'New')).toBe('# WI4: New\r\n\r\n**Title**: New  \r\n**Status**: Open\r\n');
  expect(after('Old\n===\n\ntext', 'New')).toBe('New\n===\n\ntext');
});

it('a heading that says something else stays', () => {
  expect(after('# Report of March\n\n**Title**: Old\n', 'New')).toBe('# Report of March\n\n**Title**: New\n');
});

it.each([
  ['no title at all', 'text\n', 'New', /write a first line/],
  ['marks that would be read', '# Old\n', 'a **bold** one', /leave out the marks/],
])('refuses %s, and says what to do', (_, text, title, expected) => {
  expect(after(text, title)).toMatch(expected);
});

it('a title of many lines becomes one', () => {
  expect(parse(after('# Old\n', 'New\n## Phase 1: x')).item.title).toBe('New ## Phase 1: x');
});
