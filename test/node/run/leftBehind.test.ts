/** What a command leaves running is found, ended and told; what is not its own is left alone. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isAlive, processIdentity } from '../../../src/node/process/identity.js';
import { LEAK_WAIT_MS } from '../../../src/node/run/follow.js';
import { attemptOf, made, processNamed, request } from './support.js';
import { needs } from '../../support/needs.js';

const DAEMON = fileURLToPath(new URL('../../fixtures/programs/daemon.py', import.meta.url));
const LINUX = process.platform === 'linux';

/** Starts a process in a session of its own, with its output elsewhere: neither the group nor the pipe shows it. */
const ESCAPE = 'setsid sleep 1000 >/dev/null 2>&1 & sleep 0.1; echo left=$!';

describe('a command that passes', () => {
  it('leaks when it leaves a process that holds its output', async () => {
    const { record, log } = await attemptOf('sleep 1000 & echo left=$!');
    expect(record).toMatchObject({ outcome: 'leak', exitCode: 0, leftBehind: 1, reason: expect.stringContaining('It exited with 0, but left 1 process (sleep) running.') as string });
    expect(processNamed('left', log)).toBeUndefined();
  });

  it('leaks when it leaves a process in its group that holds nothing', async () => {
    const { record, log } = await attemptOf('sleep 1000 >/dev/null 2>&1 & echo left=$!');
    expect(record).toMatchObject({ outcome: 'leak', leftBehind: 1 });
    expect(processNamed('left', log)).toBeUndefined();
  });

  it.runIf(needs(LINUX, 'Linux'))('leaks when it leaves a process that left the group', async () => {
    const { record, log } = await attemptOf(ESCAPE);
    expect(record).toMatchObject({ outcome: 'leak', leftBehind: 1, reason: expect.stringContaining('It exited with 0, but left 1 process (sleep) running.') as string });
    expect(processNamed('left', log)).toBeUndefined();
  });

  it.runIf(needs(LINUX, 'Linux'))('leaks when it leaves a daemon that forked twice and ignores SIGTERM', async () => {
    const { record, log } = await attemptOf(`python3 ${DAEMON} left; until [ -s left ]; do sleep 0.01; done; echo left=$(cat left)`, { graceMs: 100 });
    expect(record).toMatchObject({ outcome: 'leak', leftBehind: 1 });
    expect(processNamed('left', log)).toBeUndefined();
  });

  it.runIf(needs(LINUX, 'Linux'))('leaks when something without a tag holds its output, which is left alone', async () => {
    const { record, log } = await attemptOf('env -i setsid sleep 1000 & sleep 0.1; echo left=$!');
    const left = processNamed('left', log);
    if (left) onTestFinished(() => void process.kill(left.pid, 'SIGKILL'));
    expect(record).toMatchObject({ outcome: 'leak' });
    expect(record.reason).toMatch(/its output was still held open \d+ ms later, by a process that carries no tag/);
    expect(record).not.toHaveProperty('leftBehind');
    expect(left && isAlive(left)).toBe(true);
  });

  it('passes when what it left ends by itself in time', async () => {
    const { record, log } = await attemptOf(`(sleep ${LEAK_WAIT_MS / 1000 / 15}; echo late) & echo early`);
    expect(record.outcome).toBe('pass');
    expect(log).toBe('early\nlate\n');
  });
});

describe('a command that fails', () => {
  it('stays failed, and what it left is ended, counted and named', async () => {
    const { record, log } = await attemptOf('sleep 1000 & sleep 1000 & echo left=$!; exit 3');
    expect(record).toMatchObject({ outcome: 'fail', exitCode: 3, leftBehind: 2 });
    expect(record.reason).toContain('It exited with 3, and left 2 processes (sleep) running.');
    expect(processNamed('left', log)).toBeUndefined();
  });

  it('by a signal stays a crash, and says what it left', async () => {
    const { record } = await attemptOf('sleep 1000 & kill -SEGV $$');
    expect(record).toMatchObject({ outcome: 'crash', leftBehind: 1, reason: expect.stringContaining('It was ended by SIGSEGV, and left 1 process (sleep) running.') as string });
  });

  it.runIf(needs(LINUX, 'Linux'))('says that its output was held by something that is left alone', async () => {
    const { record, log } = await attemptOf('env -i setsid sleep 1000 & sleep 0.1; echo left=$!; exit 1');
    const left = processNamed('left', log);
    if (left) onTestFinished(() => void process.kill(left.pid, 'SIGKILL'));
    expect(record).toMatchObject({ outcome: 'fail', exitCode: 1 });
    expect(record.reason).toMatch(/^It exited with 1, and its output was still held open \d+ ms later, by a process that carries no tag/);
    expect(left && isAlive(left)).toBe(true);
  });

  it.runIf(needs(LINUX, 'Linux'))('is ended at its timeout with all that it started', async () => {
    const { record, log } = await attemptOf(`sleep 1000 & echo child=$!; ${ESCAPE}; wait`, { timeoutMs: 1_500, graceMs: 1_000 });
    expect(record).toMatchObject({ outcome: 'timeout', leftBehind: 1 });
    expect(processNamed('child', log)).toBeUndefined();
    expect(processNamed('left', log)).toBeUndefined();
  });
});

describe('the duration of an attempt', () => {
  it('ends with its command: what waited for the rest of it, and ended that, is none of it', async () => {
    const started = performance.now();
    const { record } = await attemptOf('sleep 1000 & true');
    expect(record.outcome).toBe('leak');
    expect(record.durationMs).toBeLessThan(performance.now() - started - LEAK_WAIT_MS);
  });
});

describe('a process that is not the run\'s', () => {
  it('survives, though it has the same name and the same command line', async () => {
    const stranger = spawn('sleep', ['1000'], { stdio: 'ignore', detached: true });
    onTestFinished(() => void stranger.kill('SIGKILL'));
    const identity = processIdentity(stranger.pid ?? 0);
    const { record } = await attemptOf(ESCAPE);
    expect(record.leftBehind).toBe(1);
    expect(identity && isAlive(identity)).toBe(true);
  });

  it('survives, though it carries the tag of another run', async () => {
    const stranger = spawn('sleep', ['1000'], { stdio: 'ignore', detached: true, env: { ...process.env, CASEBOOK_RUN: '20200101-000000-0000', CASEBOOK_ATTEMPT: '1' } });
    onTestFinished(() => void stranger.kill('SIGKILL'));
    const identity = processIdentity(stranger.pid ?? 0);
    await attemptOf(ESCAPE);
    expect(identity && isAlive(identity)).toBe(true);
  });
});

describe('a process of another attempt of the same run', () => {
  it.runIf(needs(LINUX, 'Linux'))('survives the end of this one', async () => {
    // The first attempt leaves its own group at once, and goes on while the second one passes beside it.
    const script = 'if [ $CASEBOOK_ATTEMPT = 1 ]; then setsid sleep 0.5; else true; fi';
    const run = await made(await request(['bash', '-c', script], { plan: { attempts: 2, jobs: 2 } }));
    expect(run.records.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([[2, 'pass'], [1, 'pass']]);
  });

  it.runIf(needs(LINUX, 'Linux'))('is ended with the run at the latest', async () => {
    // As if it had been started when nobody looked for the processes of its attempt any more.
    const run = await made(await request(['bash', '-c', `CASEBOOK_ATTEMPT=99 ${ESCAPE}`]));
    expect(run.records).toMatchObject([{ outcome: 'pass' }]);
    expect(processNamed('left', await run.log(1))).toBeUndefined();
  });
});
