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
    expect(parted(['b', 'a', 'c', 'waiting', 'ready', 'lost connection', 'd', 'done'], passing)).toEqual({ failing: { line: 6, text: 'lost connection' }, passing: { line: 7, text: 'd', elsewhere: true } });
  });

  test('where a line is left out that the passing one has', () => {
    expect(parted(['start', 'reserve', 'done'], ['start', 'connected', 'reserve', 'done'])).toEqual({ failing: { line: 2, text: 'reserve', elsewhere: true }, passing: { line: 2, text: 'connected' } });
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

/** Logs of go 1.19 and cargo 1.95 on a test of each that fails in one attempt of several. */
describe('a log of go test -json', () => {
  const event = (rest: object): string => JSON.stringify({ ...rest, Package: 'example.com/shop' });
  const output = (Output: string, Test = 'TestRace'): string => event({ Action: 'output', Test, Output });
  const log = (elapsed: number, end: readonly string[], action: string): string[] => [
    event({ Action: 'run', Test: 'TestRace' }),
    output('=== RUN   TestRace\n'),
    output('connecting to '),
    output('z runs\n', 'TestZ'),
    output(`127.0.0.1: ${elapsed * 1000}\n`),
    output(`    a_test.go:8: \u001b[33mtook\u001b[0m ${elapsed}ms\n`),
    ...end.map((text) => output(`    a_test.go:10: ${text}\n`)),
    output(`--- ${action}: TestRace (0.0${elapsed}s)\n`),
    event({ Action: action.toLowerCase(), Test: 'TestRace', Elapsed: elapsed }),
  ];

  test('parts at a line that the test printed, shown without its event, at the place of the event', () => {
    expect(parted(log(3, ['lease was lost', 'stock is 0'], 'FAIL'), log(4, ['lease held'], 'PASS'))).toEqual({ failing: { line: 7, text: '    a_test.go:10: lease was lost' }, passing: { line: 7, text: '    a_test.go:10: lease held' } });
  });

  test('does not part where only times, the order of tests and outcomes differ', () => {
    expect(parted(log(3, [], 'FAIL'), log(4, [], 'PASS'))).toBeUndefined();
    const [run, name, ...rest] = log(3, [], 'FAIL');
    const [first, second, third, ...others] = rest;
    expect(parted([run, name, second, first, third, ...others] as string[], log(4, [], 'PASS'))).toBeUndefined();
  });
});

describe('a log of go test', () => {
  test('with -v parts at what the test printed, not at its outcome', () => {
    expect(parted(['=== RUN   TestRace', '    a_test.go:9: lease was lost', '--- FAIL: TestRace (0.01s)', 'FAIL', 'FAIL\texample.com/shop\t0.012s', 'FAIL'], ['=== RUN   TestRace', '    a_test.go:10: lease held', '--- PASS: TestRace (0.00s)', 'PASS', 'ok  \texample.com/shop\t0.008s'])?.failing).toEqual({ line: 2, text: '    a_test.go:9: lease was lost' });
  });

  test('without -v tells nothing by what passing tests do not show', () => {
    const failing = ['connecting to 127.0.0.1: 4001', '--- FAIL: TestRace (0.00s)', '    a_test.go:8: took 10ms', '    a_test.go:9: stock is 0', 'z runs', 'FAIL', 'exit status 1', 'FAIL\texample.com/shop\t0.004s'];
    expect(parted(failing, ['ok  \texample.com/shop\t0.012s'])).toBeUndefined();
    expect(parted(failing, ['connecting to 127.0.0.1: 4002', 'z runs', 'PASS', 'ok  \texample.com/shop\t0.012s'])).toBeUndefined();
    expect(parted(['retrying', ...failing], ['connecting to 127.0.0.1: 4002', 'z runs', 'PASS', 'ok  \texample.com/shop\t0.012s'])?.failing?.text).toBe('retrying');
  });
});

describe('a log of cargo test', () => {
  const head = (seconds: string): string[] => [`    Finished \`test\` profile [unoptimized + debuginfo] target(s) in ${seconds}s`, '     Running unittests src/lib.rs (target/debug/deps/orders-300cfb589640ba2b)', '', 'running 2 tests'];
  const passed = [...head('0.06'), 'test tests::adds ... ok', 'test tests::race ... ok', '', 'test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s'];
  const end = ['', 'failures:', '', '---- tests::race stdout ----', 'connecting, pid 77', 'lease was lost', "thread 'tests::race' (78) panicked at src/lib.rs:6:94:", 'stock is 0', '', 'failures:', '    tests::race', '', 'test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.74s', '', 'error: test failed, to rerun pass `--lib`'];

  test('tells nothing by what the harness keeps back of tests that pass', () => {
    expect(parted(['   Compiling orders v0.1.0 (/home/dev/orders)', ...head('3.38'), 'test tests::race ... FAILED', 'test tests::adds ... ok', ...end], passed)).toBeUndefined();
    expect(parted([...head('0.06'), 'warning: unused', 'test tests::race ... FAILED', ...end], ['warning: unused', ...passed])).toBeUndefined();
  });

  test('with --nocapture parts at what the test printed, also behind its name', () => {
    const held = [...head('0.06'), 'test tests::race ... connecting, pid 12', 'lease held', 'ok', ...passed.slice(-2)];
    expect(parted([...head('0.05'), 'test tests::race ... connecting, pid 13', 'lease was lost', "thread 'tests::race' (14) panicked at src/lib.rs:6:94:", 'FAILED', ...end], held)).toEqual({ failing: { line: 6, text: 'lease was lost' }, passing: { line: 6, text: 'lease held' } });
    expect(parted([...head('0.05'), 'test tests::race ... no route', 'FAILED', ...end], held)?.failing).toEqual({ line: 5, text: 'no route' });
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
  // `ok` stands in the failing log, too, `boom` in the passing one: what the other log has is not said to be missing there.
  expect(said({ ...attempts, failing, passing: { ...passing, elsewhere: true } })).toBe('the log of attempt 7 leaves that of passing attempt 6 at line 12: "boom", which the other log does not have');
  expect(said({ ...attempts, failing: { ...failing, elsewhere: true }, passing })).toBe('the log of attempt 7 leaves that of passing attempt 6 at line 12: it does not have "ok" (line 14 there)');
  expect(said({ ...attempts, passing })).toBe('the log of attempt 7 ends where that of passing attempt 6 goes on with line 14: "ok"');
});
