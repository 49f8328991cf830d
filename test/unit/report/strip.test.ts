import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BY_SEVERITY } from '../../../src/core/report/outcomeWords.js';
import { cellAt, cellBox, markText, stripLayout, stripMarks, stripPaths } from '../../../src/core/report/strip.js';
import { OUTCOMES, type Outcome } from '../../../src/core/run/outcome.js';
import { OUTCOME_LETTERS, type AttemptColumns } from '../../../src/protocol/report.js';

function columns(outcomes: readonly Outcome[]): AttemptColumns {
  return {
    attempt: outcomes.map((_, index) => index + 1),
    outcome: outcomes.map((outcome) => OUTCOME_LETTERS[outcome]).join(''),
    ms: outcomes.map((_, index) => 100 + index),
    group: outcomes.map(() => -1),
  };
}

const passes = (n: number): Outcome[] => Array.from({ length: n }, () => 'pass');

test('severity ranks every outcome once, and every failure before all that are none', () => {
  expect([...BY_SEVERITY].sort()).toEqual([...OUTCOMES].sort());
  expect(BY_SEVERITY.slice(0, 3).sort()).toEqual(['crash', 'fail', 'timeout']);
});

describe('the layout', () => {
  test('gives each attempt a mark of its own where there is room', () => {
    expect(stripLayout(60, 900)).toEqual({ pitch: 18, columns: 50, rows: 2, perMark: 1, marks: 60, width: 900, height: 36 });
  });

  test('makes marks denser before it lets one stand for several', () => {
    expect(stripLayout(800, 900)).toMatchObject({ pitch: 10, perMark: 1 });
    expect(stripLayout(10_000, 900)).toMatchObject({ pitch: 8, perMark: 9, marks: 1112 });
  });

  test('fits its width, holds every attempt and stays within ten rows, for any number and any width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), fc.double({ min: 0, max: 4000, noNaN: true }), (total, width) => {
        const layout = stripLayout(total, width);
        expect(layout.width).toBeLessThanOrEqual(Math.max(width, layout.pitch));
        expect(layout.rows).toBeLessThanOrEqual(10);
        expect(layout.marks * layout.perMark).toBeGreaterThanOrEqual(total);
        expect(layout.rows * layout.columns).toBeGreaterThanOrEqual(layout.marks);
      }),
    );
  });

  test('finds the cell under a point, and none beside the strip', () => {
    const layout = stripLayout(60, 300);
    for (let index = 0; index < 60; index++) {
      const { x, y, side } = cellBox(layout, index);
      expect(cellAt(layout, x + side / 2, y + side / 2)).toBe(index);
    }
    expect(cellAt(layout, -1, 5)).toBeUndefined();
    expect(cellAt(layout, layout.width + 1, 5)).toBeUndefined();
    expect(cellAt(layout, 5, layout.height + 1)).toBeUndefined();
  });
});

describe('a mark', () => {
  test('that stands for several attempts shows the worst of them: one failure among 10,000 attempts is seen', () => {
    for (const place of [0, 4_999, 9_999]) {
      const attempts = columns(passes(10_000).with(place, 'fail'));
      const failed = stripMarks(attempts, stripLayout(10_000, 600)).filter(({ outcome }) => outcome !== 'pass');
      expect(failed).toMatchObject([{ outcome: 'fail', worst: place }]);
    }
  });

  test('stands for each attempt once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 3000 }), fc.integer({ min: 20, max: 1200 }), (outcomes, width) => {
        const marks = stripMarks(columns(outcomes), stripLayout(outcomes.length, width));
        expect(marks.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(outcomes.length);
        for (const [place, { index, from, worst, outcome }] of marks.entries()) {
          expect(index).toBe(place);
          expect(from).toBe(marks[place - 1]?.to ?? 0);
          expect(outcomes[worst]).toBe(outcome);
        }
      }),
    );
  });

  test('says in words what it shows', () => {
    const attempts = columns(['pass', 'fail', 'pass', 'timeout', 'fail', 'pass']);
    const [one] = stripMarks(attempts, { ...stripLayout(6, 900), perMark: 1 }).slice(1);
    expect(one && markText(one, attempts)).toBe('Attempt 2 failed, 101 ms');
    const [first, second] = stripMarks(attempts, { ...stripLayout(6, 900), perMark: 3 });
    expect(first && markText(first, attempts)).toBe('Attempts 1 to 3: 1 failed and 2 passed; the first that failed is 2');
    expect(second && markText(second, attempts)).toBe('Attempts 4 to 6: 1 timed out, 1 failed and 1 passed; the first that timed out is 4');
  });
});

describe('the drawing', () => {
  test('has a shape for each outcome that no other has, so that none is told by its colour alone', () => {
    const shapes = OUTCOMES.map((outcome) => {
      const layout = stripLayout(1, 18);
      return stripPaths(stripMarks(columns([outcome]), layout), layout).get(outcome);
    });
    expect(new Set(shapes).size).toBe(OUTCOMES.length);
    expect(shapes).not.toContain('');
  });

  test('has as many marks as attempts, and pending ones for those that are still to come', () => {
    const layout = stripLayout(100, 900);
    const paths = stripPaths(stripMarks(columns([...passes(36), 'fail']), layout), layout);
    const marksIn = (path: string | undefined): number => (path?.match(/M/g) ?? []).length;
    expect([marksIn(paths.get('pass')), marksIn(paths.get('fail')), marksIn(paths.get('pending'))]).toEqual([36, 1, 63]);
  });
});
