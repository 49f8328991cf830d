import { execFileSync } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { diffLogs } from '../../../src/core/evidence/logs/diff.js';
import { diffExcerpts, type DiffExcerpts } from '../../../src/node/logs/diffExcerpts.js';
import { readSource, type ReadSource } from '../../../src/node/logs/diffSources.js';
import type { ReadOptions } from '../../../src/node/logs/readFile.js';
import { stamped } from '../../support/logs.js';
import { tempFolder } from '../../support/temp.js';

const never = new AbortController().signal;
const OPTIONS: ReadOptions = { zone: 0, hash: true, workers: 0 };

/** A tick each second; the failing log says something else in line 60,001, behind what is kept as text of a large log, and has lines to spare behind it. */
const TICKS = Array.from({ length: 70_000 }, (_, index): [number, string] => [index * 1000, `INFO tick ${index}`]);
const PASS = stamped(TICKS);
const FAIL = stamped(TICKS.map(([ms, text], index) => (index === 60_000 ? [ms, 'ERROR pool exhausted'] : [ms, text])));

let folder: string;
let read: Readonly<Record<'passing' | 'failing', ReadSource>>;

beforeEach(async () => {
  folder = await tempFolder();
  await writeFile(path.join(folder, 'pass.log'), PASS);
  await writeFile(path.join(folder, 'fail.log'), FAIL);
  const source = (file: string): Promise<ReadSource> => readSource({ folder, files: [file], missing: [] }, { ...OPTIONS, numbers: true }, never);
  read = { passing: await source('pass.log'), failing: await source('fail.log') };
});

function excerpts(): Promise<DiffExcerpts> {
  return diffExcerpts(diffLogs(read.passing.logs, read.failing.logs).parting, read, { passing: OPTIONS, failing: OPTIONS }, never);
}

describe('the records where two logs part', () => {
  it('are those around the line, and around the same time in the other log', async () => {
    const { excerpts: found, missing } = await excerpts();
    const lines = (side: 'passing' | 'failing'): (number | undefined)[] => found[side]?.records.map(({ line }) => line) ?? [];
    expect([lines('failing'), found.failing?.focus, lines('passing'), missing]).toEqual([[59_998, 59_999, 60_000, 60_001, 60_002, 60_003, 60_004, 60_005], 60_001, [59_998, 59_999, 60_000, 60_001, 60_002, 60_003, 60_004, 60_005], []]);
    expect(found.passing).toMatchObject({ since: 'INFO tick #', by: 'time' });
  });

  it('are none of what was appended after the log was read', async () => {
    await writeFile(path.join(folder, 'fail.log'), stamped([...TICKS.slice(0, 5), [5_000, 'ERROR pool exhausted']]));
    read = { ...read, failing: await readSource({ folder, files: ['fail.log'], missing: [] }, { ...OPTIONS, numbers: true }, never) };
    await appendFile(path.join(folder, 'fail.log'), stamped([[6_000, 'INFO appended']]));
    expect((await excerpts()).excerpts.failing?.records.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  });

  it('are not shown of a log that changed, or is gone, after it was read: its hash would be of something else', async () => {
    await writeFile(path.join(folder, 'fail.log'), stamped(TICKS.map(([ms, text], index) => (index === 60_000 ? [ms, 'ERROR another one'] : [ms, text]))));
    const { excerpts: found, missing } = await excerpts();
    expect([Object.keys(found), missing]).toEqual([['passing'], ['fail.log changed after it was read: its lines around the place where they part are not shown.']]);
  });

  it('do not wait for somebody who writes into a pipe', async () => {
    execFileSync('/usr/bin/mkfifo', [path.join(folder, 'pipe.log')]);
    read = { ...read, failing: { ...read.failing, files: [path.join(folder, 'pipe.log')] } };
    expect((await excerpts()).missing).toEqual(['fail.log can be read only once: its lines around the place where they part are not shown.']);
  });
});
