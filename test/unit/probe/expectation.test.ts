import { describe, expect, test } from 'vitest';
import { judge, type Expected } from '../../../src/core/probe/expectation.js';
import type { ProbeReport, ProbeResult } from '../../../src/core/probe/types.js';

/** `tcp 127.0.0.1:80 refused`, with times after it. */
function result(line: string): ProbeResult {
  const [probe, address = '', answer, ...phases] = line.split(' ');
  return { probe, address, class: answer, phases: Object.fromEntries(phases.map((name) => [name, 1])), runtime: 'Node', startedAt: '2026-11-21T14:02:33.000Z', replay: 'nc' } as ProbeResult;
}

const report = (lines: readonly string[]): ProbeReport => ({ target: 'x', results: lines.map(result), lastGood: null, firstBad: null, conclusion: '' });

const UP = ['dns localhost up', 'listener 127.0.0.1:80 absent', 'tcp 127.0.0.1:80 up', 'http1 127.0.0.1:80 up'];
const REFUSED = ['tcp [::1]:80 refused connect'];
const DROPPED = ['tcp 127.0.0.1:80 up connect', 'http1 127.0.0.1:80 eof connect'];

describe('what a probe makes of a hypothesis', () => {
  test.each<[string, readonly string[], readonly Expected[], string]>([
    ['the expected answer supports it', UP, ['up'], 'supported'],
    ['another answer refutes it', UP, ['refused'], 'refuted'],
    ['one of several supports it', REFUSED, ['timeout', 'refused'], 'supported'],
    ['the answer of the last rung counts, not of one below', DROPPED, ['up'], 'refuted'],
    ['EOF before a byte is accepted-then-dropped', DROPPED, ['accepted-then-dropped'], 'supported'],
    ['EOF behind a byte is not', ['tcp 127.0.0.1:80 up', 'http1 127.0.0.1:80 eof connect firstByte'], ['accepted-then-dropped'], 'refuted'],
    ['addresses that differ decide nothing', [...UP, ...REFUSED], ['refused'], 'undecided'],
    ['without a declaration nothing is decided', UP, [], 'undecided'],
    ['no answer decides nothing', [], ['up'], 'undecided'],
    ['a question that did not reach the target refutes nothing', ['dns orders.test resolver-down'], ['up'], 'undecided'],
    ['unless that is what was expected', ['dns orders.test resolver-down'], ['resolver-down'], 'supported'],
    ['a name that does not exist refutes', ['dns orders.test nxdomain'], ['up'], 'refuted'],
    ['an error that no rule knows refutes nothing', ['tcp 127.0.0.1:80 unknown'], ['refused'], 'undecided'],
    ['a file that grows is there', ['file server.log growing'], ['up'], 'supported'],
    ['variables of the environment are no answer', ['environment here set', ...REFUSED], ['refused'], 'supported'],
  ])('%s', (_, lines, expected, status) => {
    expect(judge(report(lines), expected).status).toBe(status);
  });

  test('it says what was expected and what came', () => {
    expect(judge(report([...UP, ...REFUSED]), ['refused']).sentence).toBe('Expected refused: up from 127.0.0.1:80 and refused from [::1]:80. The addresses differ: name one of them in the probe.');
  });
});
