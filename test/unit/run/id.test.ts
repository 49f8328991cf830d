import { expect, test } from 'vitest';
import { isRunId, newRunId } from '../../../src/core/run/id.js';
import { attemptLogPath } from '../../../src/core/run/logPath.js';

test("a run's id is its UTC time and 16 random bits", () => {
  const id = newRunId(Date.UTC(2026, 10, 21, 14, 2, 33, 999), (count) => Uint8Array.from([0xa3, 0x09].slice(0, count)));
  expect(id).toBe('20261121-140233-a309');
  expect(isRunId(id)).toBe(true);
});

test.each(['', '20261121-140233-A309', '20261121-140233-a30', '20261121-140233-a309/..', '20261121-140233-a309\n', '../20261121-140233-a309', ' 20261121-140233-a309'])('%j is no id of a run', (text) => {
  expect(isRunId(text)).toBe(false);
});

test('logs have four digits, and more when it takes more', () => {
  expect([7, 9999, 10_000].map(attemptLogPath)).toEqual(['logs/0007.log', 'logs/9999.log', 'logs/10000.log']);
});
