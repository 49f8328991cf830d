import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarker } from '../../../src/core/report/block.js';
import { bounded, cellCode, clean, fenced, inlineCode, plain } from '../../../src/core/report/untrusted.js';
import { allNodes, nodeTypes, parseMarkdown } from './markdown.js';

/** Text of pieces that mean something to a terminal or in markdown. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('`', '``', '```', '````', '~~~', '\n', '\r\n', '\r', '\n\n', '# ', '---', '---js\n', '> ', '- ', '| a |', '|', '\\', '\\|', '<!--', '-->', '<!-- casebook:begin run 20261121-140233-a3f9 -->', '<!-- casebook:', '<div>', '[a](b)', '*', '    ', '\t', ' '),
      fc.constantFrom('\u001b[31m', '\u001b[', '\u001b]0;title\u0007', '\u001b]', '\u001b', '\u009b1m', '\u0000', '\u202e', '\u2028', '\u0085', '\ud800', 'é', '𝒳', 'text', 'password=hunter2'),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));

describe('plain text', () => {
  test.each([
    ['colours', '\u001b[1;31mFAIL\u001b[0m \u001b[38;2;1;2;3mred\u001b[m', 'FAIL red'],
    ['cursor moves and clearing', 'a\u001b[2K\u001b[1Gb\u001b[?25l', 'ab'],
    ['links and titles', '\u001b]8;;http://a.b\u001b\\link\u001b]8;;\u001b\\ \u001b]0;title\u0007x', 'link x'],
    ['a title that never ends, up to its line', '\u001b]0;title\nError: the store is gone', '\nError: the store is gone'],
    ['single escapes and one-byte CSI', '\u001b7a\u001b(Bb\u009b31mc', 'abc'],
    ['control characters', 'a\u0000b\u0008c\u007fd\u0085e', 'abcde'],
    ['what turns the direction of text', 'a\u202eb\u2066c', 'abc'],
  ])('has no %s', (_, text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  test('has LF line endings; a redrawn line counts as a new one', () => {
    expect(plain('a\r\nb\rc\n')).toBe('a\nb\nc\n');
  });

  test('is without secrets when it is clean', () => {
    expect(clean('\u001b[1mpass\u001b[0mword=hunter2')).toBe('password=‹secret:value›');
  });

  test('stays what it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(plain(plain(text))).toBe(plain(text));
        expect(clean(clean(text))).toBe(clean(text));
      }),
    );
  });
});

describe('a fenced block', () => {
  test('shows the text', () => {
    expect(fenced('Error: gone\n  at a\n\n')).toBe('```text\nError: gone\n  at a\n```');
    expect(fenced('a\n````\nb', 'sh')).toBe('`````sh\na\n````\nb\n`````');
  });

  test('cannot be left by what stands in it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = `before\n\n${fenced(text)}\n\nafter`;
        expect(nodeTypes(markdown)).toEqual(['root', 'paragraph', 'text', 'code', 'paragraph', 'text']);
        expect(markdown.split('\n').some((line) => parseMarker(line) !== undefined)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('takes many newlines and fences in stride', () => {
    const size = 1_000_000;
    expect(fenced(`${'\n'.repeat(size)}x${'\n'.repeat(size)}`)).toHaveLength(size + '```text\nx\n```'.length);
    expect(fenced('` '.repeat(size))).toHaveLength(2 * size + '```text\n\n```'.length);
  });
});

describe('inline code', () => {
  test('is one line of bounded length', () => {
    expect(inlineCode('a\n  b\tc')).toBe('`a b c`');
    expect(inlineCode('x'.repeat(300), 10)).toBe(`\`${'x'.repeat(9)}…\``);
    expect(inlineCode('')).toBe('`` ``');
    expect(inlineCode('`a` b``')).toBe('``` `a` b`` ```');
  });

  test('is one code node wherever it stands', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(nodeTypes(`before ${inlineCode(text)} after`)).toEqual(['root', 'paragraph', 'text', 'inlineCode', 'text']);
        expect(nodeTypes(inlineCode(text))).toEqual(['root', 'paragraph', 'inlineCode']);
      }),
      { numRuns: 500 },
    );
  });

  test('stays in its cell', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const table = `| a | b |\n|---|---|\n| ${cellCode(one)} | ${cellCode(other)} |`;
        const types = nodeTypes(table);
        expect(types.filter((type) => type !== 'text')).toEqual(['root', 'table', 'tableRow', 'tableCell', 'tableCell', 'tableRow', 'tableCell', 'inlineCode', 'tableCell', 'inlineCode']);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['a|b', 'a\\|b', 'a\\\\|b', '|', '\\'])('shows %s in a cell, at most with more backslashes', (text) => {
    const cells = allNodes(parseMarkdown(`| a |\n|---|\n| ${cellCode(text)} |`)).filter((node) => node.type === 'inlineCode');
    expect(cells.map(({ value }) => value.replaceAll('\\', ''))).toEqual([text.replaceAll('\\', '')]);
  });
});

test('a bounded text is not cut inside a character', () => {
  expect(bounded('abcdef', 6)).toBe('abcdef');
  expect(bounded('abcdef', 4)).toBe('abc…');
  expect(bounded('ab𝒳def', 4)).toBe('ab…');
});
