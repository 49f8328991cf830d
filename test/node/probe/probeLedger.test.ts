import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../../src/core/refusal.js';
import { probeBlock } from '../../../src/core/report/probeBlock.js';
import { readProbe, recordProbeWriteBack } from '../../../src/node/probe/probeLedger.js';
import type { ProbeRecord } from '../../../src/node/probe/probeRecord.js';
import { runFolder } from '../../../src/node/run/folders.js';
import { writeNewRecord } from '../../../src/node/run/newRecord.js';
import { BEHAVIOURS, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { ask } from '../../support/ask.js';
import { needs } from '../../support/needs.js';

const ID = '20261121-140233-a3f9';
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'casebook-probe-'));
});
afterEach(async () => {
  await closeServers();
  await rm(root, { recursive: true, force: true });
});

/** The record of a probe that was really made. */
async function measured(): Promise<ProbeRecord> {
  const { port } = await serve(BEHAVIOURS.eofAfterRequest);
  const report = await ask(`http://127.0.0.1:${port}/`);
  return {
    schema: 1,
    id: ID,
    kind: 'probe',
    target: report.target,
    timeoutMs: 20_000,
    startedAt: '2026-11-21T14:02:33.000Z',
    host: { name: 'buildhost', platform: 'linux', release: '6.1.0', arch: 'x64', node: 'v20.20.2', cpus: 2 },
    casebook: '0.1.0',
    report,
  };
}

/** The folder of a record that was written. */
async function kept(record: ProbeRecord): Promise<string> {
  return runFolder(root, (await writeNewRecord(root, record)).id);
}

/** The refusal that the action ends with. */
async function refusal(action: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await action.then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof Refusal)) throw new Error(`Not refused: ${String(error)}`);
  return error;
}

describe("a probe's ledger", () => {
  it('is read as it was written, and gives the same block', async () => {
    const record = await measured();
    const folder = await kept(record);
    expect(folder).toBe(path.join(root, '.casebook', 'runs', ID));
    expect(await readdir(folder)).toEqual(['run.json']);
    expect(await readdir(path.join(root, '.casebook'))).toContain('.gitignore');
    const read = await readProbe(folder);
    expect(read).toEqual(record);
    expect(read && probeBlock(read.report, read)).toEqual(probeBlock(record.report, record));
  });

  it('keeps the state of the write-back, and changes nothing else', async () => {
    const record = await measured();
    const folder = await kept(record);
    const writeBack = { state: 'pending', workItem: 'WIs/WI1_x.md', at: '2026-11-21T14:02:40.000Z' } as const;
    await recordProbeWriteBack(folder, writeBack);
    expect(await readProbe(folder)).toEqual({ ...record, writeBack });
  });

  it('of another kind is none of a probe', async () => {
    const folder = path.join(root, 'run');
    await mkdir(folder);
    await writeFile(path.join(folder, 'run.json'), '{"schema":1,"kind":"run"}');
    expect(await readProbe(folder)).toBeUndefined();
    expect((await refusal(recordProbeWriteBack(folder, { state: 'written', workItem: 'x', at: '2026-11-21T14:02:40.000Z' }))).code).toBe('usage');
  });

  it('is never overwritten by another probe of the same id, which gets one of its own', async () => {
    const record = await measured();
    const folder = await kept(record);
    const before = await readFile(path.join(folder, 'run.json'));
    const others = await Promise.all(Array.from({ length: 30 }, () => writeNewRecord(root, { ...record, casebook: 'other' })));
    expect(new Set([ID, ...others.map(({ id }) => id)]).size).toBe(31);
    for (const other of others) expect(await readProbe(runFolder(root, other.id))).toEqual(other);
    expect(await readFile(path.join(folder, 'run.json'))).toEqual(before);
  });

  it.each([
    ['text that is no JSON', () => '{"kind":"probe"', 'it is no JSON', 'unable'],
    ['a newer version', (record: ProbeRecord) => JSON.stringify({ ...record, schema: 2 }), 'newer version of Casebook', 'unable'],
    ['an unknown class', (record: ProbeRecord) => JSON.stringify(record).replace('"class":"eof"', '"class":"great"'), /report\.results\.\d\.class/, 'unable'],
    ['an id that leads elsewhere', (record: ProbeRecord) => JSON.stringify({ ...record, id: '../../x' }), /id: is no id of a run/, 'unable'],
    ['a missing report', (record: ProbeRecord) => JSON.stringify({ ...record, report: undefined }), 'report', 'unable'],
  ])('with %s is refused with a sentence', async (_, change, words, code) => {
    const record = await measured();
    const folder = await kept(record);
    await writeFile(path.join(folder, 'run.json'), change(record));
    const refused = await refusal(readProbe(folder));
    expect(refused.code).toBe(code);
    expect(refused.message).toMatch(words);
  });

  it('is not taken for a probe where nobody can tell what it is', async () => {
    const folder = await kept(await measured());
    await writeFile(path.join(folder, 'run.json'), '{');
    expect((await refusal(readProbe(folder))).message).toMatch(/restore it from a copy, or measure again\. What lies beside it is untouched\.$/);
  });

  it('that is not there is bad usage', async () => {
    expect(await refusal(readProbe(path.join(root, '.casebook', 'runs', ID)))).toMatchObject({ code: 'usage', message: expect.stringContaining('There is no run') as string });
  });

  it('that cannot be written is refused, and leaves no half of it', async () => {
    const record = await measured();
    await writeFile(path.join(root, '.casebook'), 'a file where the folder should be');
    expect(await refusal(kept(record))).toMatchObject({ code: 'unable', message: expect.stringContaining('The ledger cannot be written') as string });
  });

  it.runIf(needs(process.getuid?.() !== 0, 'a user that is not root'))('in a read-only folder is refused', async () => {
    const record = await measured();
    const runs = path.join(root, '.casebook', 'runs');
    await mkdir(runs, { recursive: true });
    await chmod(runs, 0o500);
    expect(await refusal(kept(record))).toMatchObject({ code: 'unable', message: expect.stringContaining('permission denied') as string });
  });
});
