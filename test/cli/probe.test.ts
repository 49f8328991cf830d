import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ProbeReport } from '../../src/core/probe/types.js';
import { casebook } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n';

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function workspace(): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  return root;
}

const report = (stdout: string) => JSON.parse(stdout) as ProbeReport;

describe('casebook probe', () => {
  it('exits 0 for a healthy target, and writes what it saw into the work item', async () => {
    const root = await workspace();
    const port = await listening(createServer((_, response) => response.end('fine')));
    const { code, stdout } = await casebook(root, 'probe', `http://127.0.0.1:${port}/health`, '--wi', 'WI1', '--json');
    expect(code).toBe(0);
    expect(Object.keys(report(stdout)).sort()).toEqual(['conclusion', 'firstBad', 'lastGood', 'results', 'target']);
    expect(report(stdout)).toMatchObject({ firstBad: null, results: [{ probe: 'tcp', class: 'up' }, { probe: 'http1', class: 'up', httpStatus: 200 }] });
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain('<!-- casebook:begin probe ');
    expect(text).toContain(`http1 | \`127.0.0.1:${port}\` | up, HTTP 200`);
    const [id = ''] = await readdir(path.join(root, '.casebook/runs'));
    expect(JSON.parse(await readFile(path.join(root, '.casebook/runs', id, 'run.json'), 'utf8'))).toMatchObject({ schema: 1, kind: 'probe', writeBack: { state: 'written' } });
  });

  it('exits 1 for one that is unhealthy, refuses, or accepts and drops, and names it', async () => {
    const root = await workspace();
    const sick = await listening(createServer((_, response) => response.writeHead(503).end()));
    const drops = await listening(createTcpServer((socket) => socket.end()));
    const closed = createTcpServer();
    const refuses = await listening(closed);
    closed.close();
    await once(closed, 'close');
    for (const [port, words] of [[sick, /503/], [refuses, /refused/], [drops, /accepted-then-dropped/]] as const) {
      const { code, stdout } = await casebook(root, 'probe', `http://127.0.0.1:${port}/`);
      expect(stdout).toMatch(words);
      expect(code).toBe(1);
    }
    expect(await readdir(path.join(root, '.casebook'))).toEqual([]);
  });

  it.each([
    [['probe', 'http://'], /HOST:PORT/],
    [['probe', '127.0.0.1:99999'], /port/i],
    [['probe', '127.0.0.1:80', '--timeout', '0s'], /timeout|deadline/i],
    [['probe', '127.0.0.1:80', '--wi', 'WI7'], /no work item WI7/],
  ])('refuses %j with exit 2', async (args, message) => {
    expect(await casebook(await workspace(), ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) as string });
  });
});
