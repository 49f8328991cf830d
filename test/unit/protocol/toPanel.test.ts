import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReportFeed } from '../../../src/core/report/reportFeed.js';
import type { Outcome } from '../../../src/core/run/outcome.js';
import { LIMITS } from '../../../src/protocol/report.js';
import { parseToPanel } from '../../../src/protocol/toPanel.js';
import { passesBut, RUN_ID, runEvidence, STARTED_AT } from '../../support/runEvidence.js';
import { hostileValue } from './hostile.js';

const EVIDENCE = runEvidence({ outcomes: passesBut(8, { 3: 'fail', 5: 'leak' }), reason: 'It left a process.', run: { workItem: 'WIs/WI4_x.md' }, result: { reason: 'completed', endedAt: STARTED_AT } });

const REPORT = new ReportFeed().next(
  { ...EVIDENCE, groups: EVIDENCE.groups.map((group) => ({ ...group, position: { kind: 'late', p: 0.001 }, divergence: { failingAttempt: 4, passingAttempt: 3, passing: { line: 3, text: 'committed' } } })) },
  'finished',
  { now: 0, actions: ['runAgain'] },
);

test('takes a report as it is', () => {
  expect(REPORT.type).toBe('report');
  expect(parseToPanel(structuredClone(REPORT))).toEqual(REPORT);
});

test('takes what the message channel makes of it: JSON', () => {
  expect(parseToPanel(JSON.parse(JSON.stringify(REPORT)))).toEqual(REPORT);
});

test('takes the sentence that says why there is no report', () => {
  const message = { type: 'unavailable', run: RUN_ID, reason: 'The ledger of the run was deleted.' };
  expect(parseToPanel({ ...message, html: '<b>' })).toEqual(message);
});

/** The paths of all values inside a message, e.g. `['head', 'verdict', 'rate']`. */
function paths(value: unknown, path: readonly string[] = []): string[][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, child]) => paths(child, [...path, key])) : [];
  return path.length > 0 ? [[...path], ...inner] : inner;
}

function changed(path: readonly string[], to: unknown): unknown {
  const message = structuredClone(REPORT) as unknown as Record<string, unknown>;
  const parent = path.slice(0, -1).reduce((object, key) => object[key] as Record<string, unknown>, message);
  parent[path.at(-1) ?? ''] = to;
  return message;
}

test('refuses a report in which any one value is of another type', () => {
  const all = paths(REPORT);
  expect(all.length).toBeGreaterThan(60);
  for (const path of all) expect(parseToPanel(changed(path, Symbol.iterator)), path.join('.')).toBeUndefined();
});

test('refuses a report with any one text that is too long, or any one number that is none', () => {
  for (const path of paths(REPORT)) {
    const value = path.reduce<unknown>((object, key) => (object as Record<string, unknown>)[key], REPORT);
    if (typeof value === 'string') expect(parseToPanel(changed(path, 'p'.repeat(LIMITS.attempts + 1))), path.join('.')).toBeUndefined();
    if (typeof value === 'number') expect(parseToPanel(changed(path, Number.NaN)), path.join('.')).toBeUndefined();
  }
});

test.each([
  ['too few durations', ['attempts', 'ms'], [1, 2, 3]],
  ['too few numbers', ['attempts', 'attempt'], [1, 2, 3]],
  ['too many groups of attempts', ['attempts', 'group'], [0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['too many outcomes', ['attempts', 'outcome'], 'ppppppppp'],
  ['an unknown outcome', ['attempts', 'outcome'], 'pppfpl!p'],
  ['a rate above 1', ['head', 'verdict', 'rate'], 1.01],
  ['a hole in an array', ['head', 'actions'], Array.from<string>({ length: 1 })],
  ['a group without an attempt', ['head', 'groups', '0', 'attempts'], []],
  ['more groups than are listed', ['head', 'groups'], Array.from({ length: LIMITS.groups + 1 }, () => ({ index: 0, title: '', count: 1, attempts: [1] }))],
  ['a start that is no time', ['head', 'startedAt'], 'javascript:alert(1)'],
])('refuses %s', (_, path, value) => {
  expect(parseToPanel(changed(path, value))).toBeUndefined();
});

test('whatever comes in one place of a report, what is taken is again a report that is taken as it is', () => {
  const place = fc.constantFrom(...paths(REPORT));
  fc.assert(
    fc.property(place, hostileValue, (path, value) => {
      const message = parseToPanel(changed(path, value));
      if (message !== undefined) expect(parseToPanel(message)).toEqual(message);
    }),
    { numRuns: 2000 },
  );
});

test('no value at large is taken for a message', () => {
  fc.assert(
    fc.property(hostileValue, (value) => {
      expect(parseToPanel(value)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('whatever a run holds, its report keeps the limits', () => {
  const outcome = fc.constantFrom<Outcome>('pass', 'fail', 'timeout', 'crash', 'leak', 'infra', 'no-tests', 'fewer-tests', 'cancelled');
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(6000).map((length) => 'x'.repeat(length)));
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 150 }), text, fc.array(text, { minLength: 1, maxLength: 150 }), fc.constantFrom('running', 'finished', 'interrupted'), (outcomes, reason, titles, state) => {
      const evidence = runEvidence({
        outcomes,
        reason,
        signatureAt: (index) => ({ id: String(index), title: titles[index % titles.length] ?? '', location: { file: reason, line: 1 } }),
        run: { command: titles, cwd: reason, workItem: reason, git: { commit: reason, branch: reason, dirty: true } },
        result: { reason: 'error', endedAt: STARTED_AT, message: reason },
      });
      const message = new ReportFeed().next(evidence, state, { now: 0, actions: ['cancel', 'cancel', 'runAgain'], workItemLabel: reason });
      expect(parseToPanel(message)).toEqual(message);
    }),
    { numRuns: 200 },
  );
});
