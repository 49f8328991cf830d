import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Item, Snapshot } from '../../../src/core/snapshot/types.js';
import { isDead, readProcStat } from '../../../src/node/process/procfs.js';
import { checkSnapshotRecord } from '../../../src/node/snapshot/snapshotRecord.js';
import { takeSnapshot, type SnapshotPlan } from '../../../src/node/snapshot/take.js';
import { tempFolder } from '../../support/temp.js';
import { waitForFile } from '../../support/waitForFile.js';
import { needs } from '../../support/needs.js';

function value<T>(item: Item<T>): T {
  if ('missing' in item) throw new Error(item.missing);
  return item.value;
}

function take(root: string, plan: Partial<SnapshotPlan> = {}, signal = new AbortController().signal): Promise<Snapshot> {
  return takeSnapshot({ root, workItemFolders: ['WIs'], allowed: ['CI'], processes: [], environment: { PATH: process.env['PATH'] }, ...plan }, signal);
}

/** A program of that name in a folder of its own, to stand in PATH. */
async function program(name: string, script: string): Promise<string> {
  const folder = await tempFolder();
  await writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(folder, name), 0o755);
  return folder;
}

/** Not a zombie that nobody has waited for. */
function isAlive(pid: number): boolean {
  const stat = readProcStat(pid);
  return stat !== undefined && !isDead(stat);
}

const linux = process.platform === 'linux';

describe('a snapshot of this machine', () => {
  it('has every part, or the reason why not, and can be kept', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'package.json'), '{}');
    const snapshot = await take(root);
    expect(value(snapshot.system)).toMatchObject({ platform: process.platform, node: process.version });
    expect(value(snapshot.memory).total).toBeGreaterThan(0);
    expect(value(snapshot.tools).find(({ name }) => name === 'node')).toMatchObject({ manifest: 'package.json', version: { value: expect.stringMatching(/^v\d+/) as string } });
    expect(snapshot.git).toEqual({ missing: expect.stringContaining('no git checkout') as string });
    for (const part of Object.values(snapshot) as Item<unknown>[]) if ('missing' in part) expect(part.missing).toMatch(/\w/);
    const record = { schema: 1, kind: 'snapshot', id: '20261121-140233-a3f9', startedAt: '2026-11-21T14:02:33.000Z', tookMs: 3, casebook: '0.1.0', snapshot };
    expect(checkSnapshotRecord(JSON.parse(JSON.stringify(record)))).toEqual({ value: record });
    expect(checkSnapshotRecord({ ...record, snapshot: { ...snapshot, listeners: { value: [{ address: 'x', port: 70_000, processes: [] }] } } })).toHaveProperty('problem');
  });

  it.runIf(needs(linux, 'Linux'))('knows who listens, and since when', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const found = value((await take(await tempFolder())).listeners).find((listener) => listener.port === port && listener.address === '127.0.0.1');
    expect(found?.processes).toEqual([{ pid: process.pid, name: expect.any(String) as string, startedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string }]);
  });

  it.runIf(needs(linux, 'Linux'))('shows the processes that work in the workspace with what they started, and no secret of their command lines', async () => {
    const root = await tempFolder();
    const below = path.join(root, 'service');
    await mkdir(below);
    const child = spawn('/bin/sh', ['-c', 'sleep 600 & echo $! > child.new; mv child.new child; wait', 'sh', '--password', 'hunter2 hunter2', '-x'], { cwd: below, stdio: 'ignore' });
    const grandchild = Number(await waitForFile(path.join(below, 'child')));
    onTestFinished(() => {
      process.kill(grandchild);
      child.kill();
    });
    const found = value((await take(root)).processes);
    expect(found.map(({ pid, depth }) => [pid, depth])).toEqual([[child.pid, 0], [grandchild, 1]]);
    expect(found[0]).toMatchObject({ parent: process.pid, startedAt: expect.stringMatching(/Z$/) as string });
    expect(JSON.stringify(found)).not.toContain('hunter2');
    // Elsewhere it is found by its name.
    const named = value((await take(await tempFolder(), { processes: ['sleep'] })).processes);
    expect(named.map(({ pid }) => pid)).toContain(grandchild);
  });

  it.runIf(needs(linux, 'Linux'))('tells the name of a listening process on one line, whatever it calls itself', async () => {
    const root = await tempFolder();
    const script = 'process.title = "a\\nb\\u001b[31m"; const server = require("node:net").createServer().listen(0, "127.0.0.1", () => { require("node:fs").writeFileSync("new", String(server.address().port)); require("node:fs").renameSync("new", "port"); })';
    const child = spawn(process.execPath, ['-e', script], { cwd: root, stdio: 'ignore' });
    onTestFinished(() => void child.kill());
    const port = Number(await waitForFile(path.join(root, 'port')));
    const found = value((await take(root)).listeners).find((listener) => listener.port === port);
    expect(found?.processes.map(({ name }) => name)).toEqual(['a b']);
  });

  it('records only what is allowed of the environment, without secrets', async () => {
    const environment = { PATH: '', CI: 'true', HOME: '/home/sam', HTTPS_PROXY: 'http://sam:hunter2@proxy:3128', SECRET_TOKEN: 'x' };
    const recorded = value((await take(await tempFolder(), { environment })).environment);
    expect(recorded).toEqual({ CI: 'true', HTTPS_PROXY: expect.not.stringContaining('hunter2') as string });
  });
});

describe.runIf(needs(process.platform !== 'win32', 'a POSIX system'))('programs that are asked', () => {
  it('are missing with their reason: not installed, failing, or silent beyond 2 s', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'go.mod'), '');
    const none = await take(root, { environment: { PATH: '' } });
    expect(value(none.tools)).toEqual([{ name: 'go', manifest: 'go.mod', version: { missing: 'go is not installed.' } }]);
    expect(none.containers).toEqual({ missing: 'docker is not installed. podman is not installed.' });
    expect(none.clock).toEqual({ missing: 'chronyc is not installed. timedatectl is not installed.' });
    const failing = await take(root, { environment: { PATH: await program('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1') } });
    expect(failing.containers).toEqual({ missing: expect.stringContaining('Cannot connect to the Docker daemon') as string });
    const silent = await take(root, { environment: { PATH: await program('go', 'exec /bin/sleep 600') } });
    expect(value(silent.tools)[0]?.version).toEqual({ missing: 'go did not answer within 2 s.' });
  });

  it('are read: containers, and the clock', async () => {
    const docker = await program('docker', String.raw`printf 'db\tpostgres:16\tUp 3 hours\t5432/tcp\n'`);
    const chronyc = await program('chronyc', 'echo "System time     : 0.001000000 seconds fast of NTP time"');
    const snapshot = await take(await tempFolder(), { environment: { PATH: `${docker}:${chronyc}` } });
    expect(value(snapshot.containers)).toEqual({ runtime: 'docker', list: [{ name: 'db', image: 'postgres:16', status: 'Up 3 hours', ports: '5432/tcp' }] });
    expect(value(snapshot.clock)).toEqual({ offsetMs: 1, source: 'chronyc tracking' });
  });

  it('are never those of the workspace, nor chosen by its files', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'go.mod'), '');
    await writeFile(path.join(root, 'go'), `#!/bin/sh\ntouch ${root}/executed\n`);
    await chmod(path.join(root, 'go'), 0o755);
    const asked = await program('go', 'pwd');
    const snapshot = await take(root, { environment: { PATH: `${path.relative(process.cwd(), root)}::${asked}` } });
    expect(value(snapshot.tools)[0]?.version).toEqual({ value: '/' });
  });

  it('are none of node_modules/.bin or a virtual environment in the workspace, which stand in PATH, but of a home that is the workspace', async () => {
    const root = await tempFolder();
    const bin = path.join(root, 'node_modules/.bin');
    await mkdir(bin, { recursive: true });
    await writeFile(path.join(root, 'package.json'), '{}');
    await writeFile(path.join(bin, 'npm'), `#!/bin/sh\n/usr/bin/touch ${root}/executed\necho 9.9.9\n`);
    await chmod(path.join(bin, 'npm'), 0o755);
    const snapshot = await take(root, { environment: { PATH: `${bin}:${process.env['PATH'] ?? ''}` } });
    expect(value(snapshot.tools).find(({ name }) => name === 'npm')?.version).toEqual({ missing: `npm lies in the workspace (${bin}), whose programs a snapshot does not execute.` });
    expect(await readdir(root)).not.toContain('executed');
    vi.stubEnv('HOME', path.join(root, 'sam'));
    onTestFinished(() => void vi.unstubAllEnvs());
    await mkdir(path.join(root, 'sam'));
    const home = await take(root, { environment: { PATH: `${bin}:${process.env['PATH'] ?? ''}` } });
    expect(value(home.tools).find(({ name }) => name === 'npm')?.version).toEqual({ value: '9.9.9' });
  });

  it('leave nothing behind when they are given up, and no more than a MiB is read of them', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'go.mod'), '');
    const hanging = await program('docker', `/bin/sleep 600 &\necho $! > ${root}/left\nwait`);
    const endless = await program('go', 'while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done');
    const snapshot = await take(root, { environment: { PATH: `${hanging}:${endless}` } });
    expect(snapshot.containers).toEqual({ missing: 'docker did not answer within 2 s. podman is not installed.' });
    expect(value(snapshot.tools)[0]?.version).toEqual({ missing: expect.stringMatching(/^go (?:version printed more than 1 MiB|did not answer within 2 s)\.$/) as string });
    const left = Number(await waitForFile(path.join(root, 'left')));
    await expect.poll(() => isAlive(left)).toBe(false);
  });

  it('may tell of more containers, and with longer names, than are kept: the record can be read again', async () => {
    const docker = await program('docker', String.raw`i=0; while [ $i -lt 1100 ]; do printf 'c%d\t%01000d\tUp\t\n' $i 0; i=$((i+1)); done | /usr/bin/head -c 1000000`);
    const snapshot = await take(await tempFolder(), { environment: { PATH: docker } });
    const record = { schema: 1, kind: 'snapshot', id: '20261121-140233-a3f9', startedAt: '2026-11-21T14:02:33.000Z', tookMs: 3, casebook: '0.1.0', snapshot };
    expect(value(snapshot.containers).list[0]?.image).toHaveLength(500);
    expect(checkSnapshotRecord(JSON.parse(JSON.stringify(record)))).toEqual({ value: record });
  });

  it('end with the signal', async () => {
    const stop = new AbortController();
    const started = await program('docker', 'exec /bin/sleep 600');
    const taken = take(await tempFolder(), { environment: { PATH: started } }, stop.signal);
    stop.abort(new Error('enough'));
    await expect(taken).rejects.toThrow();
  });
});
