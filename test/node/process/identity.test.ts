import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isAlive, processIdentity } from '../../../src/node/process/identity.js';
import { parseProcStat, readProcStat } from '../../../src/node/process/procfs.js';
import { needs } from '../../support/needs.js';

const LINUX = process.platform === 'linux';

describe('the identity of a process', () => {
  it('is the same each time it is asked for, and alive', () => {
    const own = processIdentity(process.pid);
    expect(own).toEqual(processIdentity(process.pid));
    expect(own && isAlive(own)).toBe(true);
  });

  it('ends with the process', async () => {
    const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
    const identity = processIdentity(child.pid ?? 0);
    if (!identity) throw new Error('the child was not found');
    expect(isAlive(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
    expect(processIdentity(identity.pid)).toBeUndefined();
  });

  it.runIf(needs(LINUX, 'Linux'))('ends with it though nobody waits for it', async () => {
    // A shell starts a child and then becomes a program that knows nothing of it; the child lasts until then, or the shell would wait for it.
    const child = '(until grep -q sleep /proc/$$/comm; do :; done)';
    const parent = spawn('sh', ['-c', `${child} & echo $!; exec sleep 1000`], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [number] = (await once(parent.stdout, 'data')) as [Buffer];
    await vi.waitUntil(() => processIdentity(Number(number)) === undefined, { timeout: 10_000 });
    expect(readProcStat(Number(number))?.state).toBe('Z');
  });

  it.runIf(needs(LINUX, 'Linux'))('is not that of another process which has the same number', () => {
    expect(isAlive({ pid: process.pid, startTime: '1' })).toBe(false);
  });

  it.runIf(needs(LINUX, 'Linux'))('is read right for a program whose name looks like the fields behind it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'casebook-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const program = path.join(folder, 'a) Z 1 (b');
    await copyFile('/bin/sleep', program);
    const child = spawn(program, ['1000'], { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const own = processIdentity(process.pid);
    const identity = processIdentity(child.pid ?? 0);
    expect(identity?.startTime).toMatch(/^\d+$/);
    expect(Number(identity?.startTime)).toBeGreaterThanOrEqual(Number(own?.startTime));
  });
});

describe('a line of /proc/PID/stat', () => {
  const fields = 'S 10 77 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 424242 29 30';

  it('is taken apart at the last parenthesis', () => {
    expect(parseProcStat(`5 (x) Z 1 (y)) ${fields}\n`)).toEqual({ pid: 5, comm: 'x) Z 1 (y)', state: 'S', group: 77, startTime: '424242' });
  });

  it('is refused where it is none', () => {
    for (const text of ['', '5', '5 (x', 'x (y) S 1 2', '5 (x) S 1']) expect(parseProcStat(text)).toBeUndefined();
  });
});
