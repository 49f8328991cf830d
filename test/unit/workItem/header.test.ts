import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/core/workItem/parse.js';
import { readStatus } from '../../../src/core/workItem/phases.js';

function fieldsOfHeader(text: string): string[] {
  return parse(text).item.header.fields.map(({ name, value }) => `${name} = ${value}`);
}

describe('a header', () => {
  it.each([
    ['bold, colon outside', '# T\n\n**Status**: a b  \n**Component**: c\n', ['Status = a b', 'Component = c']],
    ['bold, colon inside', '# T\n**Status:** a b\n**Own Field:** c\n', ['Status = a b', 'Own Field = c']],
    ['bold items', '# T\n\n- **Date:** 2025-10-26\n* **Status**: RESOLVED\n', ['Date = 2025-10-26', 'Status = RESOLVED']],
    ['values over several lines', '# T\n**Description**: first\nsecond\n  third\n**Status**: a\n\ntext\n', ['Description = first second third', 'Status = a']],
    ['a value that is a list', '# T\n**Related**:\n- WI1\n- WI2\n\n**Status**: a\n', ['Related = WI1, WI2', 'Status = a']],
    ['a label with text below it', '# T\n**Note**:\ntext\n**Status**: a\n', ['Note = ', 'Status = a']],
    ['code as a value', '# T\n**File**: `WIs/WI4_a.md`\n**Status**: `a` and `b`\n', ['File = WIs/WI4_a.md', 'Status = `a` and `b`']],
    ['no first-level heading', '## WI4: T\n**Status**: a\n\n### More\n**Status**: b\n', ['Status = a']],
    ['no heading at all', '**Status**: a\n\ntext\n', ['Status = a']],
    ['fields above the heading', '**Date**: d\n\n# T\n\n**Status**: a\n', ['Date = d', 'Status = a']],
    ['a rule that ends it', '# T\n\n**Status**: a\n\n---\n\n**Note**: no field\n', ['Status = a']],
    ['a fence and a comment in it', '# T\n\n```\n**Status**: no\n```\n<!--\n**Status**: no\n-->\n**Status**: yes\n', ['Status = yes']],
    ['CRLF and a byte-order mark', '\ufeff# T\r\n\r\n**Status**: a  \r\n**B**: c\r\n', ['Status = a', 'B = c']],
    ['YAML lists, folded text, comments and quotes', "---\nstatus: 'it''s' # why\ntags:\n  - a\n  - b\nlong: >\n  one\n  two\nempty:\nüber: x\n# note\n---\n", ["status = it's", 'tags = a, b', 'long = one two', 'empty = ', 'über = x']],
    ['several fields on a line', '# T\n\n**Status:** Design | **Priority**: High · **Owner:** a | b\nc\n', ['Status = Design', 'Priority = High', 'Owner = a | b c']],
    ['nothing but a phase', '## Phase 1: Investigation\n**Status**: a\n', []],
  ])('is read: %s', (_, text, expected) => {
    expect(fieldsOfHeader(text)).toEqual(expected);
  });

  it.each([
    ['# T\n**Status**:  a b  \n', 'a b'],
    ['# T\n- **Status:** ✅ **done**\n', '✅ **done**'],
    ['# T\n**File**: `x.md`\n', '`x.md`'],
    ['# T\n**Long**: one\ntwo\n', 'one\ntwo'],
    ['---\nstatus: Design # later\n---\n', 'Design'],
    ['---\nstatus: "a # b" # c\n---\n', '"a # b"'],
    ['---\ntags:\n  - a\n  - b\n---\n', '- a\n  - b'],
  ])('says where a value stands: %j', (text, written) => {
    const [field] = parse(text).item.header.fields;
    expect(text.slice(field?.valueSpan.start, field?.valueSpan.end)).toBe(written);
  });

  it('reads plain front matter as the parser of YAML does', () => {
    const value = fc.oneof(
      fc.constantFrom('', 'Design', 'a  b', 'a - b', 'a -b', 'a: b', 'a:b', '10:30:00Z', '2026-01-27', '0123', '1.10', '1e3', 'null', '~', 'true', 'yes', '"a: b"', '"a # b"', "'a'", "'it''s'", '"a\\n"', '" a "', '[a]', '{a: b}', '*a', '&a', '!a', '|', '>', '- a', 'a #b', 'a#b', '%a', '@a', 'a,b', 'a/b (c)', 'ü', '0x1f', '.5', '<<', 'a\t', '?', '"a" b'),
      fc.stringMatching(/^[ -~]{0,12}$/),
    );
    const line = fc.tuple(fc.constantFrom('id', 'title', 'Status', 'a-b', '__proto__', 'constructor', 'null', '<<'), value).map(([key, written]) => `${key}: ${written}`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), fc.constantFrom('\n', '\r\n'), (lines, eol) => {
        const text = (more: readonly string[]) => ['---', ...lines, ...more, '---', '# T', ''].join(eol);
        const read = (written: string) => ({ fields: fieldsOfHeader(written), problem: parse(written).problems.length });
        // A comment is nothing to YAML, and takes a front matter out of what is read without it.
        expect(read(text([]))).toEqual(read(text(['# comment'])));
      }),
      { numRuns: 4000, seed: 20261121 },
    );
  });

  it('gives an empty value its place behind the colon', () => {
    const text = '# T\n**Status**:   \n';
    expect(parse(text).item.header.fields[0]?.valueSpan).toEqual({ start: 16, end: 16 });
  });
});

describe('a status in the footer', () => {
  const withFooter = (footer: string) => parse(`# T\n\n**Status**: Investigation\n\n## Findings\n\ntext\n\n${footer}`).item.footerStatus;

  it.each([
    ['---\n\n**Status**: ✅ INVESTIGATION\n', 'same'],
    ['---\n\n**Status**: Investigation, day 2\n**Next**: b\n', 'same'],
    ['---\n\n**Status**: ✅ **RESOLVED**', 'meaning'],
    ['**Owner**: me  \n**Status**: Design', 'meaning'],
    ['---\n\n**Issue:** x  \n**Status:** 17 of 21\n\n**Date:** y\n\n---\n', 'wording'],
    ['more\n---\n\n**Status**: Closed\n', 'meaning'],
  ])('is held against the header: %j', (footer, agreement) => {
    expect(withFooter(footer)?.agreement).toBe(agreement);
  });

  it.each([
    ['no footer', 'more text\n'],
    ['a status in the middle', '---\n\n**Status**: Closed\n\n## Next\n\ntext\n'],
    ['a section that is nothing but its status', '## Phase 2: Design\n\n**Status**: done\n'],
    ['a phase that ends with its status', '## Phase 2: Design\n\ntext\n\n**Status**: done\n'],
    ['a rule with text behind it', '---\n\ntext first\n\n**Status**: Closed and text\n'],
    ['a fence', '---\n\n```\n**Status**: Closed\n```\n'],
  ])('is not seen in %s', (_, footer) => {
    expect(withFooter(footer)).toBeUndefined();
  });

  it('stands alone where the header has none', () => {
    expect(parse('# T\n\ntext\n\n---\n\n**Status:** Under investigation').item).toMatchObject({ status: { closed: false }, footerStatus: { text: 'Under investigation', phase: 'Investigation', agreement: 'alone' } });
  });

  it('is the header where there is nothing else', () => {
    expect(parse('# T\n\n**Status**: Closed').item.footerStatus).toBeUndefined();
  });
});

describe('the words of a status', () => {
  it('can be a team\'s own', () => {
    const words = { phaseWords: { Design: ['drawing*', 'am zeichnen'], 'Owner Acceptance': ['in_abnahme'] }, closedWords: ['fertig'] };
    expect(readStatus('Drawings under way', words)).toEqual({ phase: 'Design', closed: false });
    expect(readStatus('in abnahme', words)).toEqual({ phase: 'Owner Acceptance', closed: false });
    expect(readStatus('Design', words)).toEqual({ phase: 'Design', closed: false });
    expect(readStatus('Fertig!', words)).toEqual({ closed: true });
    expect(readStatus('done', words)).toEqual({ closed: false });
    expect(parse('# T\n\n**Status**: am Zeichnen\n', words).item.status.phase).toBe('Design');
  });

  it.each([[[]], [['']], [['*']], [['(', '[a-z', '\\']]])('do not fail on %j', (closedWords) => {
    expect(readStatus('anything (at) all', { closedWords }).phase).toBeUndefined();
  });
});
