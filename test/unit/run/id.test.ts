import { expect, test } from 'vitest';
import { isRunId, newRunId } from '../../../src/core/run/id.js';
import { attemptLogPath } from '../../../src/core/run/logPath.js';

const START = Date.UTC(2026, 10, 21, 14, 2, 33);
const all = (byte: number) => (count: number): Uint8Array => new Uint8Array(count).fill(byte);

test.each([
  [0, 0, '20261121-140233-0000'],
  [1, 0, '20261121-140233-0040'],
  [999, 0x3f, '20261121-140233-ffbf'],
  [999, 0xff, '20261121-140233-ffbf'],
  [1000, 5, '20261121-140234-0005'],
])('a run that starts at %i ms with the random byte %i has its UTC time and that for a name', (ms, byte, id) => {
  expect(newRunId(START + ms, all(byte))).toBe(id);
  expect(isRunId(id)).toBe(true);
});

test('the names of runs sort by their start, to the millisecond', () => {
  const ids = Array.from({ length: 2500 }, (_, ms) => newRunId(START + ms, all(ms % 2 === 0 ? 0xff : 0)));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(['', '20261121-140233-A309', '20261121-140233-a30', '20261121-140233-a309/..', '20261121-140233-a309\n', '../20261121-140233-a309', ' 20261121-140233-a309'])('%j is no id of a run', (text) => {
  expect(isRunId(text)).toBe(false);
});

test('logs have four digits, and more when it takes more', () => {
  expect([7, 9999, 10_000].map(attemptLogPath)).toEqual(['logs/0007.log', 'logs/9999.log', 'logs/10000.log']);
});
