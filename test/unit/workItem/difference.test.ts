import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference, differences } from '../../../src/core/workItem/difference.js';
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

test('two insertions leave what is between them alone', () => {
  const texts = ['one\ntwo\nthree\nfour\n', 'one\ntwo\nthree\nNEW\nfour\n', 'one\nFIRST\ntwo\nthree\nNEW\nfour\n'];
  expect(differences(texts)).toEqual([
    { start: 4, end: 4, text: 'FIRST\n' },
    { start: 14, end: 14, text: 'NEW\n' },
  ]);
});

test('steps in one place are one edit', () => {
  expect(differences(['a\nb\n', 'a\nx\nb\n', 'a\nx\ny\nb\n'])).toEqual([{ start: 2, end: 2, text: 'x\ny\n' }]);
});

test('no step is no edit', () => {
  expect(differences(['a', 'a', 'a'])).toEqual([]);
  expect(differences([])).toEqual([]);
});

test('the edits together make the last text of the first one, and do not overlap', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      const edits = differences(texts);
      const apart = edits.every((edit, index) => index === 0 || edit.start >= (edits[index - 1]?.end ?? 0));
      return apart && edits.toReversed().reduce(applyEdit, texts[0] ?? '') === texts.at(-1);
    }),
    { numRuns: 2_000 },
  );
});

const lines = fc.array(fc.constantFrom<string>('a', 'b', 'c', 'd'), { minLength: 3, maxLength: 12 });

test('so do insertions of lines, one after the other', () => {
  fc.assert(
    fc.property(lines, fc.array(fc.tuple(fc.nat(), fc.constantFrom('NEW', 'a')), { minLength: 1, maxLength: 4 }), (start, insertions) => {
      const texts = [start];
      for (const [at, line] of insertions) {
        const last = texts.at(-1) ?? [];
        texts.push(last.toSpliced(at % (last.length + 1), 0, line));
      }
      const joined = texts.map((one) => `${one.join('\n')}\n`);
      return differences(joined).toReversed().reduce(applyEdit, joined[0] ?? '') === joined.at(-1);
    }),
    { numRuns: 2_000 },
  );
});
