import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WaitReport } from '../../src/core/wait/timeline.js';
import { casebook, start } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';
import { waitForFile } from '../support/waitForFile.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n';

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const healthy = (): Promise<number> => listening(createServer((_, response) => response.end('fine')));
const silentDropper = (): Promise<number> => listening(createTcpServer((socket) => socket.destroy()));

describe('casebook wait', () => {
  it('exits 0 when the target is ready, says how long it took, and what a fixed sleep would have been', async () => {
    const { code, stdout } = await casebook(await tempFolder(), 'wait', `http://127.0.0.1:${await healthy()}/`, '--for', 'http:2xx', '--instead-of', '30m');
    expect(code).toBe(0);
    expect(stdout).toMatch(/is ready \(http:2xx\) after [\d.]+ s: 3 successes in a row, stable since/);
    expect(stdout).toMatch(/first accept .* · first byte .* · first 2xx .* · stable since/);
    expect(stdout).toMatch(/A fixed sleep of 30 min would have been 29 min \d+ s|30 min longer/);
  });

  it('runs the command when ready, its own output alone on standard output, and passes its exit code and its signal on', async () => {
    const folder = await tempFolder();
    const port = await healthy();
    const ran = await casebook(folder, 'wait', `:${port}`, '--', process.execPath, '-e', 'console.log("it ran"); process.exit(process.argv[1] === "--json" ? 7 : 8)', '--', '--json');
    expect(ran).toMatchObject({ code: 7, stdout: 'it ran\n' });
    const killed = await casebook(folder, 'wait', `:${port}`, '--', process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")');
    expect(killed.code).toBe(137);
    const absent = await casebook(folder, 'wait', `:${port}`, '--', './no-such-command');
    expect(absent).toMatchObject({ code: 3, stderr: expect.stringMatching(/was not found: check its spelling and PATH; a line of shell syntax needs `sh -c` before it/) as string });
    const json = await casebook(folder, 'wait', '--json', `:${port}`, '--', process.execPath, '-e', 'console.log("it ran")');
    expect((JSON.parse(json.stdout) as WaitReport).ready).toBe(true);
    expect(json.stderr).toContain('it ran');
  });

  it('exits 1 with the last rung that held when time runs out, and does not run the command', async () => {
    const folder = await tempFolder();
    const port = await silentDropper();
    const { code, stdout } = await casebook(folder, 'wait', `http://127.0.0.1:${port}/`, '--timeout', '2s', '--json', '--', process.execPath, '-e', 'require("node:fs").writeFileSync("ran", "")');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ready: false, lastGood: `tcp 127.0.0.1:${port}`, firstBad: `http1 127.0.0.1:${port}`, firstByteMs: null });
    expect(await readdir(folder)).toEqual([]);
  });

  it('exits 2 for what is no target or no condition, and 130 on Ctrl-C', async () => {
    const folder = await tempFolder();
    for (const words of [['ftp://x'], ['127.0.0.1:99999'], [':80', '--for', 'ready'], [':80', '--for', 'https:2xx'], [':80', '--for', `http:200${',200'.repeat(200)}`], [':80', '--successes', '0'], [':80', '--timeout', '5'], ['file:x', '--for', 'tcp'], []]) {
      expect([words, (await casebook(folder, 'wait', ...words)).code]).toEqual([words, 2]);
    }
    const port = await silentDropper();
    const { child, ended } = start(folder, ['wait', `http://127.0.0.1:${port}/`]);
    // It tells of the first poll: then it is under way.
    if (child.stderr) await once(child.stderr, 'data');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });

  it('hands a signal on to the command', async () => {
    const folder = await tempFolder();
    const script = 'process.on("SIGTERM", () => process.exit(9)); require("node:fs").writeFileSync("up", "up"); setInterval(() => {}, 1000)';
    const { child, ended } = start(folder, ['wait', `:${await healthy()}`, '--', process.execPath, '-e', script]);
    await waitForFile(path.join(folder, 'up'));
    child.kill('SIGTERM');
    expect((await ended).code).toBe(9);
  });

  it('hands each signal on, and leaves it to the command what ends it', async () => {
    const folder = await tempFolder();
    // As an interactive program: Ctrl-C ends what it does, not itself.
    const script = 'let n = 0; process.on("SIGINT", () => { require("node:fs").writeFileSync(`int${++n}`, "x"); if (n === 3) process.exit(5); }); require("node:fs").writeFileSync("up", "up"); setInterval(() => {}, 1000)';
    const { child, ended } = start(folder, ['wait', `:${await healthy()}`, '--', process.execPath, '-e', script]);
    await waitForFile(path.join(folder, 'up'));
    for (const file of ['int1', 'int2', 'int3']) {
      child.kill('SIGINT');
      await waitForFile(path.join(folder, file));
    }
    expect((await ended).code).toBe(5);
  });

  it('says in a sentence why a command cannot be started', async () => {
    const folder = await tempFolder();
    const port = await healthy();
    for (const words of [[''], ['./no-such-command'], [folder]]) {
      const { code, stderr } = await casebook(folder, 'wait', `:${port}`, '--successes', '1', '--', ...words);
      expect([words, code, /^casebook: The command .*\n$/m.test(stderr), stderr.includes('    at ')]).toEqual([words, 3, true, false]);
    }
  });

  it('writes what it measured into the work item', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, '.casebook'));
    await mkdir(path.join(root, 'WIs'));
    await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
    const { code } = await casebook(root, 'wait', `http://127.0.0.1:${await healthy()}/?token=0123456789abcdef0123`, '--wi', 'WI1');
    expect(code).toBe(0);
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain('<!-- casebook:begin probe ');
    expect(text).toMatch(/\| first 2xx \| \d+ \|/);
    expect(text).not.toContain('0123456789abcdef');
    const [id = ''] = await readdir(path.join(root, '.casebook/runs'));
    expect(JSON.parse(await readFile(path.join(root, '.casebook/runs', id, 'run.json'), 'utf8'))).toMatchObject({ schema: 1, kind: 'wait', writeBack: { state: 'written' } });
    expect((await casebook(root, 'writeback', id)).code).toBe(0);
  });
});
