/** Steering a run from its own terminal and from another one. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AttemptRecord } from '../../src/core/run/events.js';
import { isAlive, processIdentity } from '../../src/node/process/identity.js';
import { casebook, lastJson, start } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';
import { waitForFile } from '../support/waitForFile.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n';

async function workspace(): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  return root;
}

async function onlyRun(root: string): Promise<{ id: string; folder: string }> {
  const [id = ''] = await readdir(path.join(root, '.casebook/runs'));
  return { id, folder: path.join(root, '.casebook/runs', id) };
}

const attemptsIn = async (folder: string): Promise<AttemptRecord[]> => (await readFile(path.join(folder, 'attempts.ndjson'), 'utf8')).trimEnd().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as AttemptRecord);

interface Summary {
  readonly n: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

describe('a run that is killed', () => {
  it('goes on with `resume` under its id, and its evidence is that of all attempts', async () => {
    const root = await workspace();
    const run = start(root, ['run', '-n', '30', '--wi', 'WI1', '--shell', '--', 'echo $CASEBOOK_ATTEMPT >> made; sleep 0.03; test $CASEBOOK_ATTEMPT != 3']);
    await expect.poll(async () => (await readFile(path.join(root, 'made'), 'utf8').catch(() => '')).split('\n').length, { timeout: 20_000 }).toBeGreaterThan(5);
    run.child.kill('SIGKILL');
    await run.ended;
    const { id, folder } = await onlyRun(root);
    const before = await attemptsIn(folder);
    const resumed = await casebook(root, 'resume', id, '--json');
    expect(resumed.code).toBe(1);
    expect(lastJson(resumed.stdout)).toMatchObject({ id, n: 30, outcomes: { pass: 29, fail: 1 } });
    const attempts = await attemptsIn(folder);
    expect(attempts.slice(0, before.length)).toEqual(before);
    expect(attempts.map(({ attempt }) => attempt).sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain('**1 of 30 attempts failed');
    expect(text).toContain('resumed 1 time');
    expect(await casebook(root, 'resume', id)).toMatchObject({ code: 2, stderr: expect.stringContaining('has ended (completed)') as string });
  });
});

describe('pause, resume and cancel', () => {
  it('reach a run from another terminal', async () => {
    const root = await tempFolder();
    const run = start(root, ['run', '-n', '100000', '--json', '--shell', '--', 'echo x > started; sleep 0.02']);
    await waitForFile(path.join(root, 'started'));
    const { id, folder } = await onlyRun(root);
    const paused = await casebook(root, 'pause', id);
    expect(paused).toMatchObject({ code: 0, stdout: expect.stringContaining(`until \`casebook resume ${id}\``) as string });
    await expect.poll(() => readFile(path.join(folder, 'run.json'), 'utf8'), { timeout: 10_000 }).toContain('"paused"');
    const made = (await attemptsIn(folder)).length;
    expect(await casebook(root, 'resume', id)).toMatchObject({ code: 0, stdout: expect.stringContaining('goes on, in process') as string });
    await expect.poll(async () => (await attemptsIn(folder)).length, { timeout: 10_000 }).toBeGreaterThan(made + 2);
    const cancelled = await casebook(root, 'cancel', id);
    expect(cancelled).toMatchObject({ code: 0, stdout: expect.stringContaining('has ended (cancelled)') as string });
    const ended = await run.ended;
    expect(ended.code).toBe(130);
    expect((lastJson(ended.stdout) as Summary).n).toBe((await attemptsIn(folder)).length);
    expect(ended.stderr).not.toContain('Error');
    for (const verb of ['pause', 'cancel']) expect(await casebook(root, verb, id)).toMatchObject({ code: 2, stderr: expect.stringContaining('has ended (cancelled)') as string });
  });

  it.each(['pause', 'resume', 'cancel'])('refuse what is no run: %s', async (verb) => {
    const root = await tempFolder();
    expect(await casebook(root, verb, 'nonsense')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not the id of a run') as string });
    expect(await casebook(root, verb, '20260101-000000-abcd')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no run') as string });
  });
});

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  it('once ends the attempts that run, and a second time kills them at once', async () => {
    const root = await tempFolder();
    const script = 'trap "echo asked >> asked" TERM HUP INT; echo $$ > pid; while true; do sleep 0.05; done';
    const run = start(root, ['run', '-n', '5', '--grace', '1h', '--json', '--', 'bash', '-c', script]);
    const pid = Number(await waitForFile(path.join(root, 'pid')));
    const identity = processIdentity(pid);
    const stderr: string[] = [];
    run.child.stderr?.on('data', (chunk: Buffer) => stderr.push(String(chunk)));
    run.child.kill(signal);
    expect(await waitForFile(path.join(root, 'asked'))).toBe('asked\n');
    await expect.poll(() => stderr.join('')).toContain('casebook: ending 1 attempt; again to kill it now\n');
    run.child.kill(signal);
    const ended = await run.ended;
    expect(ended.code).toBe(130);
    expect(identity && isAlive(identity)).toBe(false);
    expect(lastJson(ended.stdout)).toMatchObject({ n: 1, outcomes: { cancelled: 1 } });
  });
});

it('says on the terminal that it pauses and goes on', async () => {
  const root = await tempFolder();
  const run = start(root, ['run', '-n', '100000', '--shell', '--', 'echo x > started; sleep 0.02']);
  const stderr: string[] = [];
  run.child.stderr?.on('data', (chunk: Buffer) => stderr.push(String(chunk)));
  await waitForFile(path.join(root, 'started'));
  const { id } = await onlyRun(root);
  await casebook(root, 'pause', id);
  await expect.poll(() => stderr.join(''), { timeout: 10_000 }).toContain('paused: attempts that run come to their end\n');
  await casebook(root, 'resume', id);
  await expect.poll(() => stderr.join(''), { timeout: 10_000 }).toContain('continued\n');
  run.child.kill('SIGINT');
  expect((await run.ended).code).toBe(130);
});

it('stops its attempts with Ctrl-Z, and continues them, without taking the pause for a timeout', async () => {
  const root = await tempFolder();
  const run = start(root, ['run', '-n', '1', '--timeout', '3s', '--json', '--', 'bash', '-c', 'for i in {1..20}; do echo $i > tick; sleep 0.05; done']);
  await waitForFile(path.join(root, 'tick'));
  const stateOf = async (pid: number | undefined): Promise<string> => /^State:\s+(\w)/m.exec(await readFile(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? '';
  run.child.kill('SIGTSTP');
  await expect.poll(() => stateOf(run.child.pid), { timeout: 10_000 }).toBe('T');
  const tick = await readFile(path.join(root, 'tick'), 'utf8');
  // Longer than the timeout: what does not tick for so long is stopped.
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  expect(await readFile(path.join(root, 'tick'), 'utf8')).toBe(tick);
  run.child.kill('SIGCONT');
  const ended = await run.ended;
  expect(lastJson(ended.stdout)).toMatchObject({ outcomes: { pass: 1 } });
  expect(await readFile(path.join(root, 'tick'), 'utf8')).toBe('20\n');
});

it('writes no block for a run in which nothing was measured', async () => {
  const root = await workspace();
  const run = start(root, ['run', '--wi', 'WI1', '--before', 'echo x > started; sleep 1000', '--grace', '100ms', '--json', '--', 'true']);
  await waitForFile(path.join(root, 'started'));
  run.child.kill('SIGINT');
  expect((await run.ended).code).toBe(130);
  expect(await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8')).toBe(ITEM);
});

it('says in the terminal, as JSON and in the work item what was sampled and collected', async () => {
  const root = await workspace();
  await writeFile(path.join(root, '.casebook/config.json'), JSON.stringify({ run: { collectors: [{ name: 'state of things', command: 'echo here' }, { name: 'cluster', command: 'no-such-command-anywhere' }] } }));
  const args = ['run', '-n', '2', '--wi', 'WI1', '--during', 'there@20ms=true', '--shell'];
  const told = await casebook(root, ...args, '--', 'sleep 0.3; exit 1');
  expect(told.code).toBe(1);
  expect(told.stderr).toContain('On the first failure is collected, as the configuration says: state of things and cluster.');
  expect(told.stdout).toContain('there: ok throughout 2 of 2 failing attempts. What it asks for was there while attempts failed.\n');
  expect(told.stdout).toMatch(/^Collected state of things: \.casebook\/runs\/.*\/collected\/0001-state-of-things\.txt$/m);
  const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
  expect(text).toContain('Sampled while attempts ran:\n\n- there: ok throughout 2 of 2 failing attempts.');
  expect(text).toContain('Kept at the first failure (attempt 1), before anything was cleaned up:');
  expect(text).toContain('Its command was not found (exit code 127).');
  const asJson = lastJson((await casebook(root, ...args, '--json', '--', 'sleep 0.3; exit 1')).stdout);
  expect(asJson).toMatchObject({ during: [{ sampler: 'there', failing: { sampled: 2, okThroughout: 2 } }], collected: { attempt: 1, items: [{ name: 'state of things' }, { name: 'cluster' }] } });
});

it('goes on where the list of runs is a file, with a sentence', async () => {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await writeFile(path.join(root, '.casebook/runs'), '');
  const { code, stderr } = await casebook(root, 'run', '--as', 'verify', '--', 'true');
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/^casebook: The runs in .* cannot be listed \(a part of its path is a file\): move what stands/) as string });
});

