import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { MatrixReport } from '../../src/core/probe/matrix/types.js';
import type { ProbeReport } from '../../src/core/probe/types.js';
import { certificate } from '../fixtures/servers/certificates.js';
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
    expect(report(stdout)).toMatchObject({ firstBad: null, results: expect.arrayContaining([expect.objectContaining({ probe: 'tcp', class: 'up' }), expect.objectContaining({ probe: 'http1', class: 'up', httpStatus: 200 })]) as unknown });
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

  it('names the last rung that held, the raw error, and how to ask again', async () => {
    const root = await workspace();
    const drops = await listening(createTcpServer((socket) => socket.end()));
    const { stdout } = await casebook(root, 'probe', `http://127.0.0.1:${drops}/`);
    expect(stdout).toMatch(new RegExp(`Last rung that held: tcp 127\\.0\\.0\\.1:${drops}\\. First that broke: http1 127\\.0\\.0\\.1:${drops}\\.`));
    expect(stdout).toMatch(/\n +ECONNRESET.*\n +ask again: curl /);
  });

  it('keeps a secret of a command or a client out of what that prints, where nothing names it any more', async () => {
    const root = await workspace();
    const secret = `Trombone${'-cellar'.repeat(2)}`;
    const { stdout, stderr } = await casebook(root, 'probe', 'cmd', '--', 'sh', '-c', `API_KEY=${secret}; echo "connecting with $API_KEY" >&2; exit 1`);
    expect(stdout).toContain('API_KEY=‹secret:');
    expect(stdout + stderr).not.toContain(secret);
    const port = await listening(createServer((_, response) => response.end('ok')));
    const matrix = await casebook(root, 'probe', '--matrix', `http://127.0.0.1:${port}/`, '--client', `mine=sh -c 'API_KEY=${secret}; echo "connecting with $API_KEY" >&2; exit 7'`, '--json');
    expect(matrix.stdout).toContain('connecting with ‹secret:known:');
    expect(matrix.stdout + matrix.stderr).not.toContain(secret);
  });

  it('probes processes, files and commands', async () => {
    const root = await workspace();
    expect((await casebook(root, 'probe', `process:${process.pid}`)).code).toBe(0);
    expect((await casebook(root, 'probe', 'file:WIs/WI1_t.md')).code).toBe(0);
    expect(await casebook(root, 'probe', 'file:WIs/none.md')).toMatchObject({ code: 1, stdout: expect.stringContaining('does not exist (ENOENT)') as string });
    expect((await casebook(root, 'probe', 'cmd', '--', process.execPath, '-e', '')).code).toBe(0);
    const failing = await casebook(root, 'probe', '--wi', 'WI1', 'cmd', '--', process.execPath, '-e', 'console.log("it says why"); process.exit(7)');
    expect(failing).toMatchObject({ code: 1, stdout: expect.stringContaining('exited with 7') as string });
    expect(await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8')).toContain('it says why');
  });

  it('starts no command that stands in one text, whatever it says', async () => {
    const root = await workspace();
    for (const text of ['cmd', 'cmd:touch started', 'cmd -- touch started', 'command:touch started', '-- touch started']) {
      expect((await casebook(root, 'probe', '--json', '--', text)).code).toBe(2);
    }
    expect(await readdir(root)).not.toContain('started');
  });

  it('trusts the certificates of --ca, refuses a file that holds none, and judges none with --insecure', async () => {
    const root = await workspace();
    const ca = certificate({ commonName: 'Casebook test CA', isCa: true });
    await writeFile(path.join(root, 'ca.pem'), ca.cert);
    const port = await listening(createHttpsServer(certificate({ commonName: 'x', names: ['127.0.0.1'], issuer: ca }), (_, response) => response.end('fine')));
    const url = `https://127.0.0.1:${port}/`;
    expect(await casebook(root, 'probe', url)).toMatchObject({ code: 1, stdout: expect.stringContaining('whose issuer Node does not trust') as string });
    expect((await casebook(root, 'probe', url, '--ca', 'ca.pem')).code).toBe(0);
    expect((await casebook(root, 'probe', url, '--insecure')).code).toBe(0);
    expect(await casebook(root, 'probe', url, '--ca', 'WIs/WI1_t.md')).toMatchObject({ code: 2, stderr: expect.stringContaining('--ca') as string });
  });

  it('runs the probe that a hypothesis names, marks the hypothesis, and links it to the evidence', async () => {
    const root = await workspace();
    const up = await listening(createServer((_, response) => response.end('fine')));
    const drops = await listening(createTcpServer((socket) => socket.end()));
    const item = `${ITEM}\n### Hypotheses\n\n- **Hypothesis 1 (open):** the forwarder has no backend\n  Probe: http://127.0.0.1:${drops}/ expect accepted-then-dropped\n- **Hypothesis 2 (open, ask Anna):** the service is down\n  Probe: http://127.0.0.1:${up}/ expect refused\n- **Hypothesis 3:** a command\n  Probe: cmd -- touch ${root}/ran\n`;
    const file = path.join(root, 'WIs/WI1_t.md');
    await writeFile(file, item);
    const first = await casebook(root, 'probe', '--hypothesis', 'H1', '--wi', 'WI1');
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/Hypothesis 1 is supported\. Expected accepted-then-dropped/) as string });
    const second = await casebook(root, 'probe', '--hypothesis', '2', '--wi', 'WI1', '--json');
    expect(second.code).toBe(1);
    const { hypothesis } = JSON.parse(second.stdout) as { hypothesis: { evidence: string } };
    expect(hypothesis).toMatchObject({ number: 2, status: 'refuted', statement: 'the service is down' });
    const text = await readFile(file, 'utf8');
    const ids = Array.from(text.matchAll(/casebook:begin probe (\S+)/g), ([, id]) => id ?? '');
    expect(ids).toHaveLength(2);
    expect(text).toContain(`**Hypothesis 1 (supported: probe ${ids[0] ?? ''}):** the forwarder`);
    expect(text).toContain(`**Hypothesis 2 (refuted: probe ${ids[1] ?? ''}; ask Anna):** the service`);
    expect(hypothesis.evidence).toBe(ids[1]);
    for (const [args, words] of [
      [['--hypothesis', '3', '--wi', 'WI1'], /one target, and `touch` follows it/],
      [['--hypothesis', '9', '--wi', 'WI1'], /no hypothesis "9": name one of 1 \(the forwarder/],
      [['--hypothesis', '1'], /with --wi/],
      [['--hypothesis', '1', '--wi', 'WI1', ':1'], /leave out the target/],
      [[], /Name what is to be probed/],
    ] as const) {
      const { code, stderr } = await casebook(root, 'probe', ...args);
      expect(stderr).toMatch(words);
      expect(code).toBe(2);
    }
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(root)).not.toContain('ran');
  });

  it('crosses a matrix, writes it into the work item, and exits 1 only for what the target promises', async () => {
    const root = await workspace();
    const port = await listening(createServer((_, response) => response.end('fine')));
    const passing = await casebook(root, 'probe', `http://127.0.0.1:${port}/`, '--matrix', '--json', '--client', `mine=${process.execPath} -e 0 {port}`);
    expect(passing.code).toBe(0);
    const matrix = JSON.parse(passing.stdout) as MatrixReport;
    expect(Object.keys(matrix).sort()).toEqual(['cells', 'conclusion', 'difference', 'environment', 'target']);
    expect(matrix.cells).toEqual(expect.arrayContaining([expect.objectContaining({ client: 'node', protocol: 'http1', passed: true }), expect.objectContaining({ client: 'mine', passed: true }), expect.objectContaining({ protocol: 'h2c', passed: false, alternative: true })]));
    const fails = `mine=TOKEN_X=1 ${process.execPath} -e 'console.log("it gave up"); process.exitCode = 1' {port}`;
    const failing = await casebook(root, 'probe', `http://127.0.0.1:${port}/`, '--matrix', '--client', fails, '--wi', 'WI1');
    expect(failing).toMatchObject({ code: 1, stdout: expect.stringMatching(/^mine .*FAIL exit, no connect attempted/m) as string });
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain('<!-- casebook:begin matrix ');
    expect(text).toContain('| `mine` | its own choice | its own choice | its own choice | **exit**, no connect attempted |');
    expect(text).toContain('it gave up');
    const [id = ''] = await readdir(path.join(root, '.casebook/runs'));
    expect(JSON.parse(await readFile(path.join(root, '.casebook/runs', id, 'run.json'), 'utf8'))).toMatchObject({ schema: 1, kind: 'matrix', writeBack: { state: 'written' } });
    expect((await casebook(root, 'writeback', id)).code).toBe(0);
  });

  it.each([
    [['probe', 'http://'], /HOST:PORT/],
    [['probe', '127.0.0.1:99999'], /port/i],
    [['probe', '127.0.0.1:80', '--timeout', '0s'], /timeout|deadline/i],
    [['probe', '127.0.0.1:80', 'more'], /one target/],
    [['probe', '127.0.0.1:80', '--client', 'a=b'], /--matrix/],
    [['probe', '127.0.0.1:80', '--matrix', '--client', 'a'], /LABEL=COMMAND/],
    [['probe', '127.0.0.1:80', '--matrix', '--client', 'a=b', '--client', 'a=c'], /two clients with the label a/],
    [['probe', 'process:x', '--matrix'], /URL or HOST:PORT/],
    [['probe', '127.0.0.1:80', '--wi', 'WI7'], /no work item WI7/],
  ])('refuses %j with exit 2', async (args, message) => {
    expect(await casebook(await workspace(), ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) as string });
  });
});
