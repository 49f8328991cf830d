import { describe, expect, it } from 'vitest';
import { driverRepetitions } from '../../../../src/core/run/warm/driverRepetitions.js';
import { goRepetitions } from '../../../../src/core/run/warm/goRepetitions.js';
import { gtestRepetitions } from '../../../../src/core/run/warm/gtestRepetitions.js';
import type { RepetitionReader } from '../../../../src/core/run/warm/repetition.js';

/** The lines at which a repetition begins, and the numbers of tests that each told of, the last one's at the end. */
function repetitions(reader: RepetitionReader, lines: readonly string[]): { begins: number[]; told: string[]; complete: boolean } {
  const begins: number[] = [];
  const told: string[] = [];
  const tell = (tests: ReturnType<RepetitionReader['tests']>): number => told.push(tests ? `${tests.failed}/${tests.executed}` : 'none');
  lines.forEach((line, index) => {
    const sign = reader.read(line);
    if (sign.kind !== 'begin') return;
    if (begins.length > 0) tell(sign.before);
    begins.push(index);
  });
  tell(reader.tests());
  return { begins, told, complete: reader.complete() };
}

const GO = ['=== RUN   TestA', '=== RUN   TestA/sub', '--- PASS: TestA (0.00s)', '    --- PASS: TestA/sub (0.00s)', 'printed=== RUN   TestB', '--- PASS: TestB (0.00s)'];

describe('repetitions of compiled tests of Go', () => {
  it('begin where the first test runs again, whatever was printed before it', () => {
    const failing = GO.map((line) => line.replace('PASS: TestB', 'FAIL: TestB'));
    expect(repetitions(goRepetitions(), [...GO, ...failing, ...GO, 'FAIL'])).toEqual({ begins: [0, 6, 12], told: ['0/2', '1/2', '0/2'], complete: true });
  });

  it('are not complete where the process ends in the middle', () => {
    expect(repetitions(goRepetitions(), [...GO, '=== RUN   TestA', 'panic: lost'])).toMatchObject({ begins: [0, 6], complete: false });
  });

  it('leave out examples, which run once', () => {
    expect(repetitions(goRepetitions(), [...GO, ...GO, '=== RUN   ExampleA', '--- PASS: ExampleA (0.00s)', 'PASS'])).toMatchObject({ told: ['0/2', '0/2'], complete: true });
  });
});

const GTEST = ['[==========] Running 1 test from 1 test suite.', '[ RUN      ] A.B', 'printed[       OK ] A.B (0 ms)', '[==========] 1 test from 1 test suite ran. (0 ms total)', '[  PASSED  ] 1 test.'];

describe('repetitions of a GoogleTest program', () => {
  it('begin where they are numbered', () => {
    const failing = GTEST.map((line) => line.replace('      OK ', ' FAILED  ').replace('       OK', '  FAILED '));
    const numbered = [GTEST, failing, GTEST].flatMap((lines, index) => ['', `Repeating all tests (iteration ${index + 1}) . . .`, '', ...lines]);
    expect(repetitions(gtestRepetitions(), numbered)).toEqual({ begins: [1, 9, 17], told: ['0/1', '1/1', '0/1'], complete: true });
  });

  it('is one where they are not', () => {
    expect(repetitions(gtestRepetitions(), GTEST)).toEqual({ begins: [0], told: ['0/1'], complete: true });
  });
});

describe('what our drivers say', () => {
  const reader = driverRepetitions('@mark ');

  it('is taken only behind the mark', () => {
    expect(reader.read('{"kind":"begin"}')).toEqual({ kind: 'inside' });
    expect(reader.read('@mark {"kind":"begin"}')).toEqual({ kind: 'begin', ours: true });
    expect(reader.read('@mark {"kind":"over","format":"pytest","ms":12.5,"executed":2,"failed":1,"skipped":0,"failures":["a"],"names":["a","b"]}')).toEqual({
      kind: 'over',
      ending: { durationMs: 12.5, failed: true, tests: { format: 'pytest', executed: 2, failed: 1, skipped: 0, failures: ['a'], names: ['a', 'b'] } },
    });
  });

  it('is a problem where it cannot be read, and never more than it is', () => {
    expect(reader.read('@mark {')).toMatchObject({ kind: 'problem' });
    expect(reader.read('@mark {"kind":"over","ms":-1,"executed":1e99,"failures":[1]}')).toMatchObject({ ending: { durationMs: 0, failed: false, tests: { executed: 0, failures: [] } } });
  });
});
