/** A disk that has no room: what was measured stays, and the run goes on when there is room again. Needs the right to mount a small file system. */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runFolder } from '../../../src/node/run/folders.js';
import { readRun } from '../../../src/node/run/readLedger.js';
import { resume } from '../../../src/node/run/resume.js';
import { tempFolder } from '../../support/temp.js';
import { made, never, request } from './support.js';

/** A file system of so many KiB, or undefined where none may be mounted. */
async function smallDisk(kib: number): Promise<string | undefined> {
  const folder = await tempFolder();
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('/usr/bin/umount', ['-l', folder], { stdio: 'ignore' }));
  return folder;
}

const mountable = (() => {
  try {
    execFileSync('/usr/bin/unshare', ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('Skipped: no file system may be mounted here; the tests of a full disk need that.\n');
    return false;
  }
})();

async function fullDisk(script: string): Promise<{ disk: string; cwd: string }> {
  const disk = await smallDisk(128);
  if (disk === undefined) throw new Error('It could be mounted a moment ago');
  const cwd = await tempFolder();
  await writeFile(path.join(cwd, 'test.sh'), script);
  return { disk, cwd };
}

describe.runIf(mountable)('a disk that fills up', () => {
  it.each([
    ['by the logs', 'head -c 40000 /dev/zero | tr "\\0" x; exit $((CASEBOOK_ATTEMPT % 2))', /^The log of attempt \d+ cannot be written \(the disk is full\): make room/],
    ['by the list of attempts', 'exit $((CASEBOOK_ATTEMPT % 2))', /\(the disk is full\)/],
  ])('%s ends the run with what was measured intact; with room again it goes on', async (_, script, message) => {
    const { disk, cwd } = await fullDisk(script);
    const asked = await request(['sh', 'test.sh'], { root: disk, cwd, plan: { attempts: 5_000 } });
    const run = await made(asked);
    expect(run.result).toMatchObject({ reason: 'error', message: expect.stringMatching(message) as string });
    const stored = await readRun(run.folder);
    // The room that was kept for it takes the result.
    expect(stored.state).toBe('finished');
    expect(stored.file.result).toEqual({ ...run.result, attempts: stored.attempts.length });
    expect(await readdir(run.folder)).not.toContain('reserve.tmp');
    expect(stored.problems).toEqual([]);
    expect(stored.attempts.length).toBeGreaterThan(2);
    expect(stored.attempts.map(({ attempt, outcome }) => [attempt, outcome])).toEqual(stored.attempts.map((_record, index) => [index + 1, (index + 1) % 2 === 1 ? 'fail' : 'pass']));
    execFileSync('/usr/bin/mount', ['-o', 'remount,size=64m', disk]);
    const events = [];
    const abort = new AbortController();
    for await (const event of resume({ root: disk, id: asked.id, environment: {}, changedSources: false, workItemFolders: [], results: [] }, abort.signal, {})) {
      events.push(event);
      if (event.type === 'attempt-finished' && event.record.attempt === stored.attempts.length + 20) abort.abort();
    }
    const later = await readRun(run.folder);
    expect(later.problems).toEqual([]);
    expect(later.attempts.slice(0, stored.attempts.length)).toEqual(stored.attempts);
    expect(later.attempts.length).toBeGreaterThanOrEqual(stored.attempts.length + 20);
  });

  it('ends the run when samples cannot be written', async () => {
    const { disk, cwd } = await fullDisk('sleep 0.05');
    await mkdir(path.join(disk, '.casebook'));
    const asked = await request(['sh', 'test.sh'], { root: disk, cwd, plan: { attempts: 100_000, during: [{ name: 'a', everyMs: 20, command: `head -c 150 /dev/zero | tr '\\0' x` }] } });
    const filler = path.join(disk, 'filler');
    let filled = false;
    const run = await made(asked, {
      onEvent: async (event) => {
        if (event.type !== 'attempt-finished' || filled) return;
        filled = true;
        await writeFile(filler, Buffer.alloc(1024 * 1024)).catch(() => undefined);
      },
    });
    expect(run.result).toMatchObject({ reason: 'error', message: expect.stringMatching(/the disk is full/) as string });
    await rm(filler);
    expect((await readRun(runFolder(disk, asked.id))).problems.filter(({ line }) => line === undefined)).toEqual([]);
  });

  it('is told before anything runs where there is no room for a ledger', async () => {
    const { disk, cwd } = await fullDisk('echo ran > ran');
    await writeFile(path.join(disk, 'filler'), Buffer.alloc(1024 * 1024)).catch(() => undefined);
    await expect(made(await request(['sh', 'test.sh'], { root: disk, cwd }), { signal: never })).rejects.toThrow(/The ledger cannot be written to .* \(the disk is full\), so nothing was run/);
    expect(await readdir(cwd)).toEqual(['test.sh']);
  });
});
