/** Runs that pause, and runs that are taken up again. */
import { execFileSync } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/run/events.js';
import { reduce } from '../../../src/core/run/evidence.js';
import { requestContinue, requestPause, watchControl } from '../../../src/node/run/control.js';
import { execute } from '../../../src/node/run/execute.js';
import { runFolder } from '../../../src/node/run/folders.js';
import { readRun } from '../../../src/node/run/readLedger.js';
import { resume, type ResumeRequest } from '../../../src/node/run/resume.js';
import { systemClock } from '../../../src/node/ports.js';
import { tempFolder } from '../../support/temp.js';
import { made, never, request, type Asked } from './support.js';

/** A run that its user cancels when so many attempts have ended. */
async function cancelled(script: string, after: number, asked: Asked): Promise<{ root: string; id: string; folder: string }> {
  const run = await request(['bash', '-c', script], asked);
  const abort = new AbortController();
  let ended = 0;
  await made(run, { signal: abort.signal, onEvent: (event) => event.type === 'attempt-finished' && ++ended === after && abort.abort() });
  return { root: run.root, id: run.id, folder: runFolder(run.root, run.id) };
}

async function takenUp(run: { root: string; id: string }, asked: Partial<ResumeRequest> = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of resume({ environment: {}, changedSources: false, workItemFolders: [], results: [], ...run, ...asked }, never, {})) events.push(event);
  return events;
}

describe('a run that was cancelled', () => {
  it('is taken up again: same id and plan, further attempts, none lost or doubled', async () => {
    const run = await cancelled('echo $CASEBOOK_SEED; exit $((CASEBOOK_ATTEMPT % 3 == 0))', 4, { plan: { attempts: 10, shuffleSeed: 5 } });
    const before = (await readRun(run.folder)).attempts;
    const events = await takenUp(run);
    const { file, attempts, state, problems } = await readRun(run.folder);
    expect({ state, problems, reason: file.result?.reason }).toEqual({ state: 'finished', problems: [], reason: 'completed' });
    expect(attempts.slice(0, before.length)).toEqual(before);
    const kept = attempts.filter(({ outcome }) => outcome !== 'cancelled');
    expect(kept).toHaveLength(10);
    expect(new Set(attempts.map(({ attempt }) => attempt)).size).toBe(attempts.length);
    expect(file.plan.shuffleSeed).toBe(5);
    expect(file.history).toMatchObject([{ type: 'resumed' }]);
    const evidence = reduce(events);
    expect(evidence.attempts.length).toBe(attempts.length);
    expect(evidence.counted).toBe(10);
  });

  it('counts the failures and the time that it had', async () => {
    const run = await cancelled('sleep 0.02; exit $((CASEBOOK_ATTEMPT == 2))', 3, { plan: { attempts: 100, untilFailures: 2 } });
    const first = (await readRun(run.folder)).file.activeMs ?? 0;
    expect(first).toBeGreaterThan(20);
    await takenUp(run);
    const { file, attempts } = await readRun(run.folder);
    expect(file.result?.reason).toBe('completed');
    expect(attempts.filter(({ outcome }) => outcome === 'fail')).toHaveLength(1);
    expect(file.activeMs ?? 0).toBeGreaterThan(first);
  });

  it('stops at the failure that it already had', async () => {
    const run = await cancelled('exit $((CASEBOOK_ATTEMPT == 2))', 3, { plan: { attempts: 10 } });
    const file = path.join(run.folder, 'run.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"attempts": 10,', '"attempts": 10, "untilFailures": 1,'));
    const before = (await readRun(run.folder)).attempts.length;
    await takenUp(run);
    expect((await readRun(run.folder)).file.result).toMatchObject({ reason: 'first-failure', attempts: before });
  });
});

describe('a run that cannot be taken up', () => {
  it('has ended, goes on, or is not there', async () => {
    const ended = await request(['true']);
    await made(ended);
    await expect(takenUp(ended)).rejects.toThrow(/has ended \(completed\), and nothing of it is left to do/);
    await expect(takenUp({ root: ended.root, id: '20260101-000000-abcd' })).rejects.toThrow(/There is no run/);
    const going = await request(['sleep', '0.2']);
    for await (const event of execute(going, never)) if (event.type === 'attempt-started') await expect(takenUp(going)).rejects.toThrow(/goes on in process/);
  });

  it('took turns with others, and says for each kind what to do instead', async () => {
    const asked = { plan: { attempts: 8, jobs: 4 } };
    const series = async (kind: 'matrix' | 'interleave' | 'bisect', label: string): Promise<string> => {
      const run = await cancelled('true', 2, { ...asked, series: { kind, id: '20260101-000000-abcd', label } });
      return takenUp(run).then(() => '', (error: unknown) => (error as Error).message);
    };
    expect(await series('matrix', 'parallel:4')).toMatch(/one condition of a matrix \(parallel:4\).*Make all anew with `casebook run --matrix CONDITIONS -n 8 -- bash -c true`\. What was measured is kept, and `casebook writeback \S+ --wi REF` writes it\.$/);
    expect(await series('interleave', 'HEAD~1')).toMatch(/one side of two \(HEAD~1\).*Make both anew with `casebook run --interleave REV -n 8 --jobs 4 -- bash -c true`/);
    expect(await series('bisect', 'abc')).toMatch(/a step of a bisection.*give commits that its runs in \.casebook\/runs have judged as --good and --bad/);
  });

  it('is damaged', async () => {
    const run = await cancelled('true', 3, { plan: { attempts: 10 } });
    const list = path.join(run.folder, 'attempts.ndjson');
    await writeFile(list, (await readFile(list, 'utf8')).replace('"attempt":2', '"attempt":"two"'));
    await expect(takenUp(run)).rejects.toThrow(/damaged \(Line 2 .*\): restore it from a copy/);
  });

  it('is missing a line', async () => {
    const run = await cancelled('true', 3, { plan: { attempts: 10 } });
    const list = path.join(run.folder, 'attempts.ndjson');
    await writeFile(list, (await readFile(list, 'utf8')).split('\n').slice(1).join('\n'));
    await expect(takenUp(run)).rejects.toThrow(/1 of its attempts are missing/);
  });

  it('began with other sources, unless that is said', async () => {
    const root = await tempFolder();
    const git = (...args: string[]): void => void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], { cwd: root });
    git('init', '-q');
    await writeFile(path.join(root, 'a'), '1\n');
    git('add', '.');
    git('commit', '-qm', 'one');
    const run = await cancelled('true', 2, { root, plan: { attempts: 5 } });
    await writeFile(path.join(root, 'a'), '2\n');
    await expect(takenUp(run)).rejects.toThrow(/sources are not those.*--changed-sources/);
    await takenUp(run, { changedSources: true });
    const { file } = await readRun(run.folder);
    expect(file.git).toMatchObject({ dirty: false });
    expect(file.history).toMatchObject([{ type: 'resumed', git: { dirty: true } }]);
  });

  it('has a secret among its variables, until that is given again', async () => {
    const run = await cancelled('test $API_KEY = abc', 2, { plan: { attempts: 5, environment: { API_KEY: 'abc' } } });
    await expect(takenUp(run)).rejects.toThrow(/give the value of API_KEY again with --env/);
    await takenUp(run, { environment: { API_KEY: 'abc' } });
    const { attempts } = await readRun(run.folder);
    expect(attempts.filter(({ outcome }) => outcome === 'pass')).toHaveLength(5);
    expect(await readFile(path.join(run.folder, 'run.json'), 'utf8')).not.toContain('"API_KEY": "abc');
  });
});

describe('a torn last line', () => {
  it('is cut off, and its attempt is made again', async () => {
    const run = await cancelled('true', 3, { plan: { attempts: 5 } });
    const file = path.join(run.folder, 'run.json');
    // As a kill leaves it: without a result, in the middle of a line.
    const head = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ ...head, result: undefined, runner: { pid: 2_147_483_646 } }));
    await appendFile(path.join(run.folder, 'attempts.ndjson'), '{"schema":1,"attempt":4,"out');
    await takenUp(run);
    const { attempts, problems } = await readRun(run.folder);
    expect(problems).toEqual([]);
    expect(attempts.filter(({ outcome }) => outcome === 'pass')).toHaveLength(5);
  });
});

describe('two who take up the same run', () => {
  it('do not both make it', async () => {
    const run = await cancelled('sleep 0.05', 2, { plan: { attempts: 6 } });
    const answers = await Promise.allSettled([takenUp(run), takenUp(run)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await readRun(run.folder)).attempts.filter(({ outcome }) => outcome === 'pass')).toHaveLength(6);
  });
});

describe('a run that is paused', () => {
  it('starts no attempt until it goes on, keeps the time apart, and says so', async () => {
    const asked = await request(['true'], { plan: { attempts: 4, forMs: 60_000 } });
    const folder = runFolder(asked.root, asked.id);
    const seen: string[] = [];
    const run = await made(asked, {
      ...watchControl(folder, { lease: false }, systemClock),
      onEvent: async (event) => {
        if (event.type === 'attempt-finished' && event.record.attempt === 2) await requestPause(folder);
        if (event.type !== 'run-started') return;
        const latest = event.run.history?.at(-1)?.type;
        seen.push(latest ?? 'started');
        if (latest === 'paused') {
          expect((await readRun(folder)).file.history).toMatchObject([{ type: 'paused' }]);
          await requestContinue(folder);
        }
      },
    });
    expect(seen).toEqual(['started', 'paused', 'continued']);
    expect(run.records).toHaveLength(4);
    const { file } = await readRun(folder);
    expect(file.history?.map(({ type }) => type)).toEqual(['paused', 'continued']);
    const [paused = 0, continued = 0] = file.history?.map(({ at }) => Date.parse(at)) ?? [];
    expect(file.activeMs ?? Infinity).toBeLessThanOrEqual(Date.parse(file.result?.endedAt ?? '') - Date.parse(file.startedAt) - (continued - paused) + 5);
  });

  it('can be cancelled', async () => {
    const asked = await request(['true'], { plan: { attempts: 100_000 } });
    const folder = runFolder(asked.root, asked.id);
    const abort = new AbortController();
    const run = await made(asked, {
      ...watchControl(folder, { lease: false }, systemClock),
      signal: abort.signal,
      onEvent: async (event) => {
        if (event.type === 'attempt-finished' && event.record.attempt === 1) await requestPause(folder);
        if (event.type === 'run-started' && event.run.history?.at(-1)?.type === 'paused') abort.abort();
      },
    });
    expect(run.result.reason).toBe('cancelled');
  });
});
