import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Holder, withLock } from '../../../scripts/workbench/lock.mjs';
import { needs } from '../../support/needs.js';

const modulePath = path.resolve(import.meta.dirname, '../../../scripts/workbench/lock.mjs');

let folder: string;
let lock: string;
const never = (holder: Holder): void => {
  throw new Error(`waits for ${holder.pid}`);
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'casebook-lock-'));
  lock = path.join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the lock of the installation', () => {
  test('lets one in after the other, and tells whom the second waits for', async () => {
    const order: string[] = [];
    const waitedFor: number[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = withLock(lock, never, async () => {
      order.push('first in');
      await held;
      order.push('first out');
    });
    await expect.poll(() => order).toEqual(['first in']);
    const onWait = ({ pid }: Holder): void => {
      waitedFor.push(pid);
      release();
    };
    await withLock(lock, onWait, () => Promise.resolve(order.push('second in')));
    await first;
    expect(order).toEqual(['first in', 'first out', 'second in']);
    expect(waitedFor).toEqual([process.pid]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('is released when the work fails', async () => {
    await expect(withLock(lock, never, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
    expect(await withLock(lock, never, () => Promise.resolve('in'))).toBe('in');
  });

  test('replaces a holder that was killed', async () => {
    const script = `import { withLock } from ${JSON.stringify(pathToFileURL(modulePath).href)};
      await withLock(${JSON.stringify(lock)}, () => undefined, () => { console.log('in'); return new Promise(() => setInterval(() => undefined, 1000)); });`;
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: holder.pid });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await withLock(lock, never, () => Promise.resolve('in'))).toBe('in');
    expect(await readdir(folder)).toEqual([]);
  });

  test.runIf(needs(process.platform === 'linux', 'Linux'))('is not fooled by another process that has the pid of a dead holder', async () => {
    await writeFile(lock, JSON.stringify({ pid: process.pid, started: 'another time' }));
    expect(await withLock(lock, never, () => Promise.resolve('in'))).toBe('in');
  });

  test('stops waiting when it is cancelled', async () => {
    const controller = new AbortController();
    const waiting = withLock(lock, never, () => withLock(lock, () => controller.abort(), () => Promise.resolve('in'), controller.signal));
    await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});
