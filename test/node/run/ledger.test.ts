import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runBlock } from '../../../src/core/report/runBlock.js';
import { reduce, type RunEvidence } from '../../../src/core/run/evidence.js';
import type { AttemptRecord, RunHeader, RunResult } from '../../../src/core/run/events.js';
import { DEFAULT_PLAN, type RunPlan } from '../../../src/core/run/plan.js';
import { processIdentity } from '../../../src/node/process/identity.js';
import { readAttempts } from '../../../src/node/run/attemptLines.js';
import { recordWriteBack, RunLedger } from '../../../src/node/run/ledger.js';
import { listRuns, readRun, readRunFile, runEvents } from '../../../src/node/run/readLedger.js';
import { tempFolder } from '../../support/temp.js';

const RESULT = { reason: 'completed', endedAt: '2026-01-02T03:05:00.000Z' } as const;

function header(changes: Partial<RunHeader> = {}): RunHeader {
  return {
    schema: 1,
    id: '20260102-030405-abcd',
    kind: 'run',
    purpose: 'repeat',
    command: ['npm', 'test'],
    cwd: '/somewhere',
    plan: DEFAULT_PLAN,
    startedAt: '2026-01-02T03:04:05.678Z',
    host: { name: os.hostname(), platform: 'linux', release: '6.1', arch: 'x64', node: 'v20.19.0', cpus: 2 },
    environment: { CI: 'true' },
    runner: processIdentity(process.pid) ?? { pid: process.pid },
    casebook: '0.1.0',
    ...changes,
  };
}

function record(attempt: number, changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    schema: 1,
    attempt,
    outcome: 'pass',
    startedAt: '2026-01-02T03:04:06.000Z',
    durationMs: 12.345,
    exitCode: 0,
    signal: null,
    log: `logs/${String(attempt).padStart(4, '0')}.log`,
    outputBytes: 10,
    ...changes,
  };
}

const FAILURE = record(2, {
  outcome: 'fail',
  exitCode: 1,
  logTruncated: true,
  leftBehind: 2,
  reason: 'Something.',
  signature: { id: '0123456789ab', title: 'Error: x', location: { file: 'src/a.ts', line: 7 } },
});

async function ledgerWith(records: readonly AttemptRecord[], changes: Partial<RunHeader> = {}, root?: string): Promise<RunLedger> {
  const ledger = await RunLedger.create(root ?? (await tempFolder()), header(changes));
  onTestFinished(() => ledger.close());
  for (const each of records) ledger.append(each);
  return ledger;
}

describe('a ledger', () => {
  it('gives back what was written', async () => {
    const git = { commit: 'a'.repeat(40), branch: 'main', dirty: true, diffHash: 'b'.repeat(64) };
    const ledger = await ledgerWith([record(1), FAILURE], { git, workItem: 'WIs/WI1.md', baseline: '20260101-000000-0000', plan: { ...DEFAULT_PLAN, attempts: 2, shell: true } });
    await ledger.finish(RESULT);
    const run = await readRun(ledger.folder);
    expect(run.file).toEqual({ ...header({ git, workItem: 'WIs/WI1.md', baseline: '20260101-000000-0000', plan: { ...DEFAULT_PLAN, attempts: 2, shell: true } }), result: { ...RESULT, attempts: 2 } });
    expect(run.attempts).toEqual([record(1), FAILURE]);
    expect(run).toMatchObject({ state: 'finished', problems: [] });
    expect(reduce(runEvents(run))).toMatchObject({ failures: 1, counted: 2, result: { ...RESULT, attempts: 2 } });
  });

  it('keeps logs out of git, and leaves a .gitignore that is there alone', async () => {
    const root = await tempFolder();
    const ledger = await ledgerWith([], {}, root);
    expect(await readFile(path.join(root, '.casebook/.gitignore'), 'utf8')).toMatch(/^\/runs\/\*\/logs\/$/m);
    expect((await readdir(ledger.folder)).sort()).toEqual(['attempts.ndjson', 'logs', 'reserve.tmp', 'run.json']);
    await writeFile(path.join(root, '.casebook/.gitignore'), 'mine\n');
    await ledgerWith([], { id: '20260102-030406-abcd' }, root);
    expect(await readFile(path.join(root, '.casebook/.gitignore'), 'utf8')).toBe('mine\n');
  });

  it('notes the write-back, and keeps the rest', async () => {
    const ledger = await ledgerWith([record(1)]);
    await ledger.finish(RESULT);
    const writeBack = { state: 'pending', workItem: 'WIs/WI1.md', at: '2026-01-02T03:06:00.000Z' } as const;
    await recordWriteBack(ledger.folder, writeBack);
    expect(await readRunFile(ledger.folder)).toEqual({ ...header(), result: { ...RESULT, attempts: 1 }, writeBack });
  });

  it('says when it cannot be written any more, and keeps whole lines', async () => {
    const ledger = await ledgerWith([record(1)]);
    await ledger.close();
    expect(() => ledger.append(record(2))).toThrow(/The ledger in .* cannot be written any more .* What was measured before attempt 2 is kept/);
    expect((await readRun(ledger.folder)).attempts).toEqual([record(1)]);
  });

  it('refuses a folder that cannot be made, and a file in its place', async () => {
    for (const occupied of ['.casebook', '.casebook/runs']) {
      const root = await tempFolder();
      await mkdir(path.dirname(path.join(root, occupied)), { recursive: true });
      await writeFile(path.join(root, occupied), '');
      await expect(RunLedger.create(root, header())).rejects.toThrow(/\(a part of its path is a file\), so nothing was run: make that folder writable/);
    }
  });
});

describe('the state of a run', () => {
  it('is running while its process lives, and interrupted when that is gone', async () => {
    expect((await readRun((await ledgerWith([])).folder)).state).toBe('running');
    for (const runner of [{ pid: 2_147_483_646 }, { pid: process.pid, startTime: '1' }]) {
      expect((await readRun((await ledgerWith([], { runner })).folder)).state).toBe('interrupted');
    }
  });

  it('is interrupted where another machine made it', async () => {
    const host = { ...header().host, name: 'another-machine' };
    expect((await readRun((await ledgerWith([], { host })).folder)).state).toBe('interrupted');
  });
});

describe('a damaged list of attempts', () => {
  it('is read without its torn last line', async () => {
    const ledger = await ledgerWith([record(1), record(2)], { runner: { pid: 2_147_483_646 } });
    await appendFile(path.join(ledger.folder, 'attempts.ndjson'), JSON.stringify(record(3)).slice(0, 60));
    const run = await readRun(ledger.folder);
    expect(run.attempts).toEqual([record(1), record(2)]);
    expect(run.problems).toEqual([{ line: 3, message: expect.stringContaining('Line 3 of the list of attempts is left out: it has no end') as string }]);
  });

  it('has no problem with a line that is being written', async () => {
    const ledger = await ledgerWith([record(1)]);
    await appendFile(path.join(ledger.folder, 'attempts.ndjson'), '{"schema":1,"att');
    expect(await readRun(ledger.folder)).toMatchObject({ state: 'running', problems: [] });
  });

  it.each([
    ['no JSON', 'garbage', 'it is no JSON'],
    ['a newer version', JSON.stringify({ ...record(2), schema: 2 }), 'a newer version of Casebook wrote it'],
    ['an unknown outcome', JSON.stringify({ ...record(2), outcome: 'fine' }), 'it is no attempt (outcome:'],
    ['a path that leads out', JSON.stringify({ ...record(2), log: '../../../etc/passwd' }), 'it is no attempt (log:'],
    ['an endless number', '{"schema":1,"attempt":1e999}', 'it is no attempt (attempt:'],
    ['a signature of a megabyte', JSON.stringify({ ...record(2), signature: { id: 'x', title: 'y'.repeat(200_000) } }), 'it is no attempt (signature.title:'],
    ['a line without measure', 'x'.repeat(3_000_000), 'it is too long'],
    ['nothing', '', 'it is no JSON'],
    ['null', 'null', 'it is no attempt ('],
    ['a prototype', '{"__proto__":{"schema":1}}', 'it is no attempt ('],
  ])('is read without a line that is %s', async (_, line, message) => {
    const ledger = await ledgerWith([record(1)]);
    await appendFile(path.join(ledger.folder, 'attempts.ndjson'), `${line}\n${JSON.stringify(FAILURE)}\n`);
    const run = await readRun(ledger.folder);
    expect(run.attempts).toEqual([record(1), FAILURE]);
    expect(run.problems).toHaveLength(1);
    expect(run.problems[0]?.line).toBe(2);
    expect(run.problems[0]?.message).toContain(message);
  });

  it('does not fill the memory with problems', async () => {
    const ledger = await ledgerWith([]);
    await appendFile(path.join(ledger.folder, 'attempts.ndjson'), 'x\n'.repeat(100_000));
    expect((await readRun(ledger.folder)).problems).toHaveLength(100);
  });

  it('is a problem where it is missing', async () => {
    const { attempts, problems } = await readAttempts(await tempFolder());
    expect(attempts).toEqual([]);
    expect(problems).toEqual([{ message: 'The list of attempts cannot be read (it does not exist).' }]);
  });
});

describe('a run that ended', () => {
  const PLAN = { ...DEFAULT_PLAN, attempts: 20 };

  /** The verdict on a run of 20 passing attempts whose list was changed afterwards. */
  async function verdictAfter(change: (lines: string[]) => readonly string[], result: RunResult = RESULT, plan: RunPlan = PLAN): Promise<RunEvidence> {
    const ledger = await ledgerWith(Array.from({ length: 20 }, (_, index) => record(index + 1)), { plan });
    await ledger.finish(result);
    const file = path.join(ledger.folder, 'attempts.ndjson');
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await writeFile(file, change(lines).map((line) => `${line}\n`).join(''));
    return reduce(runEvents(await readRun(ledger.folder)));
  }

  it('passes while its ledger is whole', async () => {
    expect((await verdictAfter((lines) => lines)).verdict.kind).toBe('passing');
  });

  it.each([
    ['a line was overwritten', (lines: string[]) => lines.with(6, 'x'), 19, '1 of 20 attempts is missing. Line 7 of the list of attempts is left out: it is no JSON. Restore the ledger from a copy, or run again.'],
    ['lines were dropped', (lines: string[]) => lines.slice(3), 17, '3 of 20 attempts are missing. Restore the ledger from a copy, or run again.'],
    ['one line stands in the place of another', (lines: string[]) => lines.with(6, lines[5] ?? ''), 19, '1 of 20 attempts is missing. Restore the ledger from a copy, or run again.'],
    ['a line was added that nobody understands', (lines: string[]) => [...lines, '{}'], 20, /^Line 21 of the list of attempts is left out: it is no attempt/],
  ])('does not pass any more when %s, and says why', async (_, change, left, message) => {
    const { verdict, result } = await verdictAfter(change);
    expect(verdict.kind).toBe('inconclusive');
    expect(verdict.sentence).toContain(`The ledger is damaged: ${left} of 20 attempts can be read. Inconclusive.`);
    expect(result).toMatchObject({ reason: 'damaged', message: typeof message === 'string' ? message : expect.stringMatching(message) as string });
  });

  it('is damaged, too, when the end of a run that was stopped early is gone', async () => {
    for (const reason of ['cancelled', 'decided'] as const) {
      const { result } = await verdictAfter((lines) => lines.slice(0, 9), { ...RESULT, reason }, DEFAULT_PLAN);
      expect(result).toMatchObject({ reason: 'damaged', message: expect.stringContaining('11 of 20 attempts are missing.') as string });
    }
  });

  it('is damaged when the failure that ended it is gone', async () => {
    const { verdict, result } = await verdictAfter((lines) => lines, { ...RESULT, reason: 'first-failure' });
    expect(verdict.kind).toBe('inconclusive');
    expect(result?.message).toMatch(/^The failure that ended the run is missing\./);
  });

  it('is damaged when the whole list is gone', async () => {
    const { verdict } = await verdictAfter(() => []);
    expect(verdict).toMatchObject({ kind: 'no-data', sentence: 'No data: the ledger is damaged, and no attempt in it can be read.' });
  });

  it('says so in its block', async () => {
    const { body } = runBlock(await verdictAfter((lines) => lines.with(6, 'x')), { runFolder: '.casebook/runs/x' });
    expect(body).toContain('The ledger is damaged: 19 of 20 attempts can be read.');
    expect(body).toContain('Line 7 of the list of attempts is left out');
    expect(body).not.toMatch(/Passing/);
  });
});

describe('following a ledger', () => {
  it('reads on from where it was left, never half a line', async () => {
    const ledger = await ledgerWith([record(1), record(2)]);
    const file = path.join(ledger.folder, 'attempts.ndjson');
    const first = await readAttempts(ledger.folder);
    expect(first.attempts).toEqual([record(1), record(2)]);
    const line = `${JSON.stringify(FAILURE)}\n`;
    await appendFile(file, line.slice(0, 30));
    const second = await readAttempts(ledger.folder, first.position);
    expect(second).toMatchObject({ attempts: [], position: first.position, torn: true });
    await appendFile(file, `${line.slice(30)}bad\n`);
    const third = await readAttempts(ledger.folder, second.position);
    expect(third.attempts).toEqual([FAILURE]);
    expect(third.problems[0]?.line).toBe(4);
    expect(third.torn).toBe(false);
    expect((await readAttempts(ledger.folder, third.position)).attempts).toEqual([]);
  });

  it('reads lines that lie across the borders of its reads', async () => {
    const records = Array.from({ length: 5_000 }, (_, index) => record(index + 1));
    const ledger = await ledgerWith(records);
    expect((await readAttempts(ledger.folder)).attempts).toEqual(records);
  });
});

describe('a damaged run.json', () => {
  it.each([
    ['is missing', undefined, /There is no run in /],
    ['is no JSON', '{', /cannot be read \(it is no JSON\)/],
    ['is of a newer version', JSON.stringify({ ...header(), schema: 2 }), /was written by a newer version of Casebook: update Casebook/],
    ['is of no version', '{}', /cannot be read \(schema: /],
    ['has an id that leads elsewhere', JSON.stringify({ ...header(), id: '../../x' }), /cannot be read \(id: is no id of a run\)/],
    ['has no command', JSON.stringify({ ...header(), command: [] }), /cannot be read \(command: /],
  ])('is refused where it %s', async (_, content, message) => {
    const folder = await tempFolder();
    if (content !== undefined) await writeFile(path.join(folder, 'run.json'), content);
    await expect(readRun(folder)).rejects.toThrow(message);
  });
});

describe('the runs of a root', () => {
  it('are none where there is no ledger', async () => {
    for await (const run of listRuns(await tempFolder())) throw new Error(`there is ${run.folder}`);
  });

  it('are listed newest first, without what cannot be read and what is no run', async () => {
    const root = await tempFolder();
    const ids = Array.from({ length: 40 }, (_, index) => `202601${String(index % 28 + 1).padStart(2, '0')}-0304${String(index).padStart(2, '0')}-abcd`);
    for (const id of ids) await (await ledgerWith([], { id }, root)).finish(RESULT);
    const other = async (id: string, content: string): Promise<void> => {
      await mkdir(path.join(root, '.casebook/runs', id));
      await writeFile(path.join(root, '.casebook/runs', id, 'run.json'), content);
    };
    await other('20260115-000000-0001', '{"schema":1,"kind":"probe"}');
    await other('20260115-000000-0002', 'damaged');
    await mkdir(path.join(root, '.casebook/runs/notes'));
    const problems: string[] = [];
    const listed: string[] = [];
    for await (const { file } of listRuns(root, ({ message }) => problems.push(message))) listed.push(file.id);
    expect(listed).toEqual([...ids].sort().reverse());
    expect(problems).toEqual([expect.stringContaining('20260115-000000-0002')]);
  });
});
