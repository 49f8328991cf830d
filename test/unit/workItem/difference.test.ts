import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference } from '../../../src/core/workItem/difference.js';
import { applyEdit } from '../../../src/core/workItem/text.js';

test('equal texts have no difference', () => {
  expect(difference('a\nb', 'a\nb')).toBeUndefined();
});

test('an insertion touches no other line', () => {
  expect(difference('one\ntwo\nthree\n', 'one\ntwo\nnew\nthree\n')).toEqual({ start: 8, end: 8, text: 'new\n' });
});

test('a changed part of a line is the whole line', () => {
  expect(difference('one\r\ntwo\r\nthree\r\n', 'one\r\ntoo\r\nthree\r\n')).toEqual({ start: 5, end: 10, text: 'too\r\n' });
});

test('lines that repeat what is beside them are still inserted whole', () => {
  const before = 'a\n\nb\n\nc\n';
  const after = 'a\n\nb\n\nb\n\nc\n';
  const edit = difference(before, after);
  expect(edit && applyEdit(before, edit)).toBe(after);
});

const text = fc.array(fc.constantFrom('a', 'b', 'ä', '\ud83d\ude00', '\n', '\r\n', '', 'line\n', '<!-- x -->\r\n'), { maxLength: 30 }).map((parts) => parts.join(''));

test('the edit makes the one text of the other, and cuts neither line endings nor characters in two', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edit = difference(before, after);
      if (!edit) return before === after;
      const cuts = [edit.start, edit.end].every((at) => at === 0 || at === before.length || before[at - 1] === '\n');
      return applyEdit(before, edit) === after && cuts;
    }),
    { numRuns: 2_000 },
  );
});
