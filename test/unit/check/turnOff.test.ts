import { describe, expect, test } from 'vitest';
import { turnOff } from '../../../src/core/check/turnOff.js';
import { applyEdit } from '../../../src/core/workItem/text.js';

const HEAD = '# WI1: Orders\n\n**Status**: Design\n\n## Phase 1: Investigation\n\n';

function forLine(text: string, at: string): string | undefined {
  const { line } = turnOff(text, 'file-not-found', text.indexOf(at));
  return line && applyEdit(text, line);
}

function forFile(text: string, at: string): string | undefined {
  const { file } = turnOff(text, 'file-not-found', text.indexOf(at));
  return file && applyEdit(text, file);
}

describe('for a line', () => {
  test('a paragraph gets the comment above its first line', () => {
    expect(forLine(`${HEAD}See src/a.ts:1.\n`, 'src')).toBe(`${HEAD}<!-- casebook-disable-next-line file-not-found -->\nSee src/a.ts:1.\n`);
  });

  test('a heading gets it above itself, whatever stands there', () => {
    expect(forLine('# T\ntext\n## See src/a.ts:1\n', 'src')).toBe('# T\ntext\n<!-- casebook-disable-next-line file-not-found -->\n## See src/a.ts:1\n');
  });

  test('an item of a list gets it inside the item before, so that the list stays one', () => {
    expect(forLine(`${HEAD}- one\n- src/a.ts:1\n`, 'src')).toBe(`${HEAD}- one\n  <!-- casebook-disable-next-line file-not-found -->\n- src/a.ts:1\n`);
    expect(forLine(`${HEAD}1. one\n2. src/a.ts:1\n`, 'src')).toBe(`${HEAD}1. one\n   <!-- casebook-disable-next-line file-not-found -->\n2. src/a.ts:1\n`);
  });

  test('line endings are those of the file', () => {
    expect(forLine(`${HEAD}src/a.ts:1\n`.replaceAll('\n', '\r\n'), 'src')).toContain('<!-- casebook-disable-next-line file-not-found -->\r\nsrc/a.ts:1\r\n');
  });

  test.each([
    ['inside a paragraph', `${HEAD}One line\nand src/a.ts:1.\n`],
    ['in a row of a table', `${HEAD}| a | b |\n|---|---|\n| src/a.ts:1 | c |\n`],
    ['inside a fence', `${HEAD}\`\`\`\n\nsrc/a.ts:1\n\`\`\`\n`],
    ['in front matter', '---\nid: WI1\n\nstatus: src/a.ts:1\n---\n\n# T\n'],
    ['in an evidence block', `${HEAD}<!-- casebook:begin run 20261121-140233-a3f9 -->\n\nsrc/a.ts:1\n<!-- casebook:end run 20261121-140233-a3f9 sha256:${'0'.repeat(64)} -->\n`],
  ])('there is none %s', (_, text) => {
    expect(forLine(text, 'src')).toBeUndefined();
  });
});

describe('for the file', () => {
  test('it stands behind front matter', () => {
    expect(forFile('---\nid: WI1\n---\n\n# T\n\nsrc/a.ts:1\n', 'src')).toBe('---\nid: WI1\n---\n<!-- casebook-disable file-not-found -->\n\n# T\n\nsrc/a.ts:1\n');
  });

  test('it stands below the first heading, and the header below stays one', () => {
    expect(forFile(`${HEAD}src/a.ts:1\n`, 'src')).toBe(`# WI1: Orders\n\n<!-- casebook-disable file-not-found -->\n\n**Status**: Design\n\n## Phase 1: Investigation\n\nsrc/a.ts:1\n`);
  });

  test('it stands at the end of a text without headings', () => {
    expect(forFile('src/a.ts:1', 'src')).toBe('src/a.ts:1\n\n<!-- casebook-disable file-not-found -->');
  });

  test('a fence that nothing closes leaves no place behind it', () => {
    expect(forFile('```\nsrc/a.ts:1\n', 'src')).toBeUndefined();
  });
});
