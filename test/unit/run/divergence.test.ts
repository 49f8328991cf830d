import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divergenceText } from '../../../src/core/report/failureWords.js';
import { firstDivergence, nearestPassing } from '../../../src/core/run/divergence.js';
import { attemptsOf, evidenceOf } from './events.js';

const CWD = '/home/dev/orders';

function parted(failing: readonly string[], passing: readonly string[], another?: readonly string[]) {
  const head = (lines: readonly string[]): { text: string; cut: boolean } => ({ text: lines.map((line) => `${line}\n`).join(''), cut: false });
  return firstDivergence(head(failing), head(passing), CWD, another && head(another));
}

describe('a failing log leaves a passing one', () => {
  test('at the first line that the passing one has nowhere, beside the line in its place', () => {
    expect(parted(['start', 'stock is 3', 'reserve', 'conflict on order', 'AssertionError: lost'], ['start', 'stock is 3', 'reserve', 'committed', 'ok'])).toEqual({
      failing: { line: 4, text: 'conflict on order' },
      passing: { line: 4, text: 'committed' },
    });
  });

  test('whatever differs in times, numbers, ports, ids, and folders', () => {
    const log = (time: string, port: number, id: string, folder: string, end: string): string[] => [
      `2026-11-21T14:02:${time}Z listening on 127.0.0.1:${port}`,
      `\u001b[32mINFO\u001b[0m request ${id} took ${port % 97}ms at 0x${port.toString(16)}f`,
      `writing ${folder}/data.json`,
      end,
    ];
    const failing = log('33.123', 40_123, '6f1c2b3a-0000-4000-8000-00000000abcd', '/tmp/orders-Xa8b2q', 'timeout waiting for commit');
    const passing = log('59.001', 51_877, '11111111-2222-4333-8444-555555555555', '/tmp/orders-zzzz99', 'committed');
    expect(parted(failing, passing)?.failing).toEqual({ line: 4, text: 'timeout waiting for commit' });
    expect(parted(failing.slice(0, 3), passing.slice(0, 3))).toBeUndefined();
  });

  test('not where lines come in another order, or more often', () => {
    const passing = ['a', 'b', 'c', 'waiting', 'waiting', 'ready', 'd', 'done'];
    expect(parted(['b', 'a', 'c', 'waiting', 'ready', 'd', 'done'], passing)).toBeUndefined();
    expect(parted(['a', 'b', 'c', 'waiting', 'waiting', 'waiting', 'waiting', 'ready', 'd', 'done'], passing)).toBeUndefined();
  });

  test('and is found behind such noise', () => {
    const passing = ['a', 'b', 'c', 'waiting', 'waiting', 'ready', 'd', 'done'];
    expect(parted(['b', 'a', 'c', 'waiting', 'ready', 'lost connection', 'd', 'done'], passing)).toEqual({ failing: { line: 6, text: 'lost connection' }, passing: { line: 7, text: 'd' } });
  });

  test('where a line is left out that the passing one has', () => {
    expect(parted(['start', 'reserve', 'done'], ['start', 'connected', 'reserve', 'done'])).toEqual({ failing: { line: 2, text: 'reserve' }, passing: { line: 2, text: 'connected' } });
  });

  test('where it ends, or the other one does', () => {
    expect(parted(['start', 'waiting'], ['start', 'waiting', 'done'])).toEqual({ passing: { line: 3, text: 'done' } });
    expect(parted(['start', 'done', 'panic'], ['start', 'done'])).toEqual({ failing: { line: 3, text: 'panic' } });
    expect(parted([], ['start'])).toEqual({ passing: { line: 1, text: 'start' } });
    expect(parted(['start'], [])).toEqual({ failing: { line: 1, text: 'start' } });
    expect(parted([], [])).toBeUndefined();
  });

  test('with line numbers of the logs as they are, empty lines and carriage returns included', () => {
    expect(parted(['start\r', '', '  ', 'boom'], ['', '', 'start', 'fine'])).toEqual({ failing: { line: 4, text: 'boom' }, passing: { line: 4, text: 'fine' } });
  });

  test('not at what a second passing log shows to be noise', () => {
    const [failing, passing] = [['start', 'worker gamma', 'boom'], ['start', 'worker alpha', 'gc ran', 'done']];
    expect(parted(failing, passing)?.failing?.text).toBe('worker gamma');
    expect(parted(failing, passing, ['start', 'worker gamma', 'done'])).toEqual({ failing: { line: 3, text: 'boom' }, passing: { line: 4, text: 'done' } });
  });

  test('never with a secret or a line that is too long', () => {
    const { failing } = parted([`password=hunter2 ${'x'.repeat(2000)}`], ['fine']) ?? {};
    expect(failing?.text).toMatch(/^password=‹secret/);
    expect(failing?.text.length).toBe(200);
  });
});

describe('logs that were cut', () => {
  test('say nothing on what they would have said next', () => {
    const cut = { text: 'start\nhal', cut: true };
    expect(firstDivergence(cut, { text: 'start\ngo\ndone\n', cut: false }, CWD)).toBeUndefined();
    expect(firstDivergence({ text: 'start\ngo\ndone\n', cut: false }, cut, CWD)).toBeUndefined();
  });

  test('of any size are compared in bounded time', () => {
    const long = Array.from({ length: 60_000 }, (_, index) => `line ${'abcdefgh'.charAt(index % 8)} of ${'stuv'.charAt(index % 3)}`).join('\n');
    const other = Array.from({ length: 60_000 }, (_, index) => `line ${'hgfedcba'.charAt(index % 7)} of ${'vuts'.charAt(index % 4)}`).join('\n');
    firstDivergence({ text: long, cut: false }, { text: other, cut: false }, CWD);
    // The failing line lies beyond what is looked at.
    expect(firstDivergence({ text: `${long}\nboom`, cut: false }, { text: long, cut: false }, CWD)).toBeUndefined();
  });
});

test('a log never leaves itself, and whatever is inserted into one is found where it stands', () => {
  const words = fc.array(fc.constantFrom<string>('alpha', 'beta', 'gamma', 'delta', 'waiting for it', ''), { maxLength: 40 });
  fc.assert(
    fc.property(words, fc.nat(40), (lines, place) => {
      expect(parted(lines, lines)).toBeUndefined();
      const at = Math.min(place, lines.length);
      expect(parted(lines.toSpliced(at, 0, 'never seen'), lines)?.failing).toEqual({ line: at + 1, text: 'never seen' });
      expect(parted(lines, lines.toSpliced(at, 0, 'never seen'))?.passing).toEqual({ line: at + 1, text: 'never seen' });
    }),
  );
});

test('the nearest passing attempts are the nearest by number, the earlier one first', () => {
  const { attempts } = evidenceOf(attemptsOf([40, 'pass'], [1, 'fail'], [1, 'leak'], [1, 'pass'], [1, 'infra'], [40, 'pass']));
  expect(nearestPassing(attempts, 41, 5)).toEqual([40, 39, 43, 38, 37]);
  expect(nearestPassing(attempts, 1, 2)).toEqual([1, 2]);
  expect(nearestPassing(evidenceOf(attemptsOf([3, 'fail'])).attempts, 2, 5)).toEqual([]);
});

test('is told in a sentence', () => {
  const attempts = { failingAttempt: 7, passingAttempt: 6 };
  const [failing, passing] = [{ line: 12, text: 'boom' }, { line: 14, text: 'ok' }];
  const said = (found: Parameters<typeof divergenceText>[0]): string => divergenceText(found, (text) => `"${text}"`);
  expect(said({ ...attempts, failing, passing })).toBe('the log of attempt 7 leaves that of passing attempt 6 at line 12: "boom" instead of "ok" (line 14)');
  expect(said({ ...attempts, failing })).toBe('the log of attempt 7 leaves that of passing attempt 6 at line 12: "boom" where the other log ends');
  expect(said({ ...attempts, passing })).toBe('the log of attempt 7 ends where that of passing attempt 6 goes on with line 14: "ok"');
});
