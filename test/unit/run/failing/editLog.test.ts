import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EditLog, type LineEdit } from '../../../../src/core/run/failing/editLog.js';

function log(...steps: readonly (LineEdit | 'saved')[]): EditLog {
  const made = new EditLog();
  steps.forEach((step, index) => (step === 'saved' ? made.saved(index + 1) : made.edited(index + 1, [step])));
  return made;
}

/** A whole line typed above line `at`. */
const lineAbove = (at: number): LineEdit => ({ start: at, end: at, added: 1, atLineStart: true });

test('a line goes down with lines above it and stays with those below', () => {
  expect(log(lineAbove(0)).lineNow(4, 0)).toBe(5);
  expect(log(lineAbove(4)).lineNow(4, 0)).toBe(5);
  expect(log(lineAbove(5)).lineNow(4, 0)).toBe(4);
  expect(log({ start: 4, end: 4, added: 1, atLineStart: false }).lineNow(4, 0)).toBe(4);
  expect(log({ start: 1, end: 3, added: 0, atLineStart: true }).lineNow(4, 0)).toBe(2);
});

test('what was seen after a save is moved by the edits after it only', () => {
  const edited = log(lineAbove(0), 'saved', lineAbove(0));
  expect(edited.lineNow(4, 0)).toBe(6);
  expect(edited.lineNow(4, 2)).toBe(5);
  expect(edited.lineNow(4, 9)).toBe(5);
});

test('edits that were not saved when a run read the file move its lines, too', () => {
  expect(log(lineAbove(0)).lineNow(4, 100)).toBe(5);
});

test('edits that were thrown away move nothing', () => {
  const made = log(lineAbove(0), 'saved', lineAbove(0), lineAbove(0));
  made.discarded();
  expect(made.lineNow(4, 0)).toBe(5);
});

test('a line is found where a text with the same edits has it', () => {
  const edit = fc.record({ start: fc.nat(9), size: fc.nat(3), added: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 8 }), fc.nat(9), (edits, line) => {
      const made = new EditLog();
      let text = Array.from({ length: 10 }, (_, index) => `line ${index}`);
      for (const { start, size, added } of edits) {
        // Whole lines are replaced by whole lines.
        const end = Math.min(start + size, text.length);
        if (start > end) continue;
        text = [...text.slice(0, start), ...Array.from({ length: added }, () => 'new'), ...text.slice(end)];
        made.edited(1, [{ start, end, added, atLineStart: true }]);
      }
      const now = text.indexOf(`line ${line}`);
      if (now >= 0) expect(made.lineNow(line, 0)).toBe(now);
    }),
    { numRuns: 1_000 },
  );
});

test('after too many edits a line is not known any more', () => {
  const made = new EditLog();
  for (let at = 1; at < 6_000; at++) made.edited(at, [lineAbove(0)]);
  expect(made.lineNow(1, 0)).toBeUndefined();
  made.saved(6_000);
  expect(made.lineNow(1, 6_001)).toBe(1);
});
