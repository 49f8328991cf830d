/** Stamps without a zone are in that of this machine, as it was when the log was written: in November a log of July is in summer time. */
import { utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clockFor } from '../../../src/node/logs/localClock.js';
import { readLogFile } from '../../../src/node/logs/readFile.js';
import { spanOf } from '../../../src/node/logs/readLogs.js';
import { tempFolder } from '../../support/temp.js';

const zone = process.env['TZ'];
beforeAll(() => {
  process.env['TZ'] = 'Europe/Berlin';
});
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const { signal } = new AbortController();

async function logOf(text: string, changed: string): Promise<string> {
  const folder = await tempFolder();
  await writeFile(path.join(folder, 'a.log'), text);
  await utimes(path.join(folder, 'a.log'), new Date(changed), new Date(changed));
  return folder;
}

test.each([
  ['2026-07-01 12:00:00.000 ERROR lost\n', '2026-07-01T10:00:01Z', '2026-07-01T10:00:00.000Z', 120],
  ['2026-11-29 12:00:00.000 ERROR lost\n', '2026-11-29T11:00:01Z', '2026-11-29T11:00:00.000Z', 60],
])('a log of that day: %j, changed at %s', async (text, changed, first, minutes) => {
  const folder = await logOf(text, changed);
  const read = await readLogFile(folder, 'a.log', { hash: false, workers: 0 }, signal);
  expect('data' in read && new Date(read.data.firstAt).toISOString()).toBe(first);
  expect(await spanOf(folder, 'a.log', undefined, signal)).toMatchObject({ first: Date.parse(first), zone: minutes });
});

test('a zone that was named goes before that', async () => {
  const folder = await logOf('2026-07-01 12:00:00 ERROR lost\n', '2026-07-01T10:00:01Z');
  const read = await readLogFile(folder, 'a.log', { zone: 0, hash: false, workers: 0 }, signal);
  expect('data' in read && read.data.firstAt).toBe(Date.parse('2026-07-01T12:00:00Z'));
  expect(clockFor(-300, 0)).toEqual({ zone: -300, reference: 0 });
});
