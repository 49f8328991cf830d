import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFromPanel } from '../../../src/protocol/fromPanel.js';
import { hostileValue } from './hostile.js';

const run = '20261121-140233-a3f9';

test('takes every request that a panel can make', () => {
  for (const type of ['ready', 'refresh', 'openWorkItem', 'runAgain', 'runUntilFailure', 'verifyFix', 'newWorkItem', 'cancel', 'compareWith', 'exportReport']) expect(parseFromPanel({ type, run })).toEqual({ type, run });
  for (const type of ['openLog', 'openSource']) expect(parseFromPanel({ type, run, attempt: 7 })).toEqual({ type, run, attempt: 7 });
  expect(parseFromPanel({ type: 'openLink', run, link: 0 })).toEqual({ type: 'openLink', run, link: 0 });
});

test('takes over nothing that is not part of the request, so that no path and no command can come along', () => {
  const message = parseFromPanel({ type: 'openLog', run, attempt: 7, path: '/etc/passwd', command: ['rm', '-rf', '/'] });
  expect(message).toEqual({ type: 'openLog', run, attempt: 7 });
});

test.each([
  ['an unknown type', { type: 'execute', run }],
  ['a type that every object has', { type: 'constructor', run }],
  ['no run', { type: 'cancel' }],
  ['a run that is a path', { type: 'cancel', run: '../../etc' }],
  ['a run that is longer than any id', { type: 'cancel', run: 'a'.repeat(65) }],
  ['a run that is inherited', Object.assign(Object.create({ run }) as object, { type: 'cancel' })],
  ['a log without an attempt', { type: 'openLog', run }],
  ['attempt 0', { type: 'openLog', run, attempt: 0 }],
  ['an attempt that is a path', { type: 'openLog', run, attempt: '../../x' }],
  ['a link without its place', { type: 'openLink', run }],
  ['a link that is an address', { type: 'openLink', run, link: 'file:///etc/passwd' }],
  ['a link before the first', { type: 'openLink', run, link: -1 }],
  ['half an attempt', { type: 'openLog', run, attempt: 1.5 }],
  ['no number', { type: 'openLog', run, attempt: Number.NaN }],
  ['a text', 'cancel'],
  ['nothing', undefined],
  ['null', null],
])('refuses %s', (_, value) => {
  expect(parseFromPanel(value)).toBeUndefined();
});

test('whatever comes, the result is undefined or a request of the known form', () => {
  const types = ['ready', 'refresh', 'openWorkItem', 'runAgain', 'runUntilFailure', 'verifyFix', 'newWorkItem', 'cancel', 'compareWith', 'exportReport', 'openLog', 'openSource', 'openLink'];
  const near = fc.record({ type: fc.oneof(fc.constantFrom(...types), fc.string()), run: fc.oneof(fc.constant(run), hostileValue), attempt: fc.oneof(fc.integer(), hostileValue), link: fc.oneof(fc.integer(), hostileValue) }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(hostileValue, near), (value) => {
      const message = parseFromPanel(value);
      if (message === undefined) return;
      expect(types).toContain(message.type);
      expect(message.run).toMatch(/^[A-Za-z0-9-]{1,64}$/);
      const keys = 'attempt' in message ? ['attempt', 'run', 'type'] : 'link' in message ? ['link', 'run', 'type'] : ['run', 'type'];
      expect(Object.keys(message).sort()).toEqual(keys);
      if ('attempt' in message) expect(Number.isSafeInteger(message.attempt) && message.attempt >= 1).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
