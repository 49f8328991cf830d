/** Folders of compiled tests that a killed Casebook left. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { processIdentity } from '../../../src/node/process/identity.js';
import { makeBinaryFolder } from '../../../src/node/run/warm/binaryFolder.js';
import { tempFolder } from '../../support/temp.js';
import { needs } from '../../support/needs.js';

type Marker = Record<string, unknown>;

/** A folder as a run leaves it, with its marker changed. */
async function left(among: string, name: string, change: (marker: Marker) => Marker): Promise<string> {
  const folder = path.join(among, `casebook-warm-${name}`);
  await rename(await makeBinaryFolder(among), folder);
  const marker = path.join(folder, 'owner.json');
  await writeFile(marker, JSON.stringify(change(JSON.parse(await readFile(marker, 'utf8')) as Marker)));
  await writeFile(path.join(folder, 'tests'), 'binary');
  return folder;
}

/** Identity of a process that has ended. */
async function ended(): Promise<Marker> {
  const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(child, 'spawn');
  const identity = { ...processIdentity(child.pid ?? 0) };
  expect(identity).toMatchObject({ pid: child.pid });
  child.stdin.end();
  await once(child, 'exit');
  return identity;
}

describe('a folder of compiled tests', () => {
  it('is removed when the next one is made, if its process is no more', async () => {
    const among = await tempFolder();
    const dead = await ended();
    await left(among, 'running', (marker) => marker);
    await left(among, 'dead', (marker) => ({ ...marker, ...dead }));
    const made = await makeBinaryFolder(among);
    expect((await readdir(among)).sort()).toEqual([path.basename(made), 'casebook-warm-running'].sort());
  });

  it.runIf(needs(process.platform === 'linux', 'Linux'))('is removed where another process has the number now', async () => {
    const among = await tempFolder();
    await left(among, 'reused', (marker) => ({ ...marker, startTime: '1' }));
    expect(await readdir(among)).toEqual(['casebook-warm-reused']);
    const made = await makeBinaryFolder(among);
    expect(await readdir(among)).toEqual([path.basename(made)]);
  });

  it('stays where it cannot be told that it is ours and abandoned', async () => {
    const among = await tempFolder();
    const dead = await ended();
    const elsewhere = await left(await tempFolder(), 'elsewhere', (marker) => ({ ...marker, ...dead }));
    await left(among, 'host', (marker) => ({ ...marker, ...dead, host: 'another' }));
    await left(among, 'tool', (marker) => ({ ...marker, ...dead, tool: 'another' }));
    await mkdir(path.join(among, 'casebook-warm-none'));
    await mkdir(path.join(among, 'casebook-warm-broken'));
    await writeFile(path.join(among, 'casebook-warm-broken/owner.json'), '{"tool":');
    await writeFile(path.join(among, 'casebook-warm-file'), '');
    await symlink(elsewhere, path.join(among, 'casebook-warm-link'));
    await rename(await left(among, 'other', (marker) => ({ ...marker, ...dead })), path.join(among, 'other-warm-dead'));
    const before = await readdir(among);
    const made = await makeBinaryFolder(among);
    expect((await readdir(among)).sort()).toEqual([...before, path.basename(made)].sort());
    expect(await readdir(elsewhere)).toContain('tests');
  });
});
