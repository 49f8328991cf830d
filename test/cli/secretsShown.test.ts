/** Secrets in what is read again and shown: of ledgers, work items, logs and texts, in the terminal, in files, and in what the report panel gets. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReportFeed } from '../../src/core/report/reportFeed.js';
import { endedEvidence, reduce } from '../../src/core/run/evidence.js';
import { withDivergences } from '../../src/node/evidence/divergences.js';
import { comparisonReport, documentOf, sectionsOf } from '../../src/node/evidence/report.js';
import { readRun, runEvents } from '../../src/node/run/readLedger.js';
import { lastJson, start, type Ended } from '../support/casebook.js';
import { ARGUMENT, ENV, FAILING, files, GIVEN, HEADER, leaksIn, OF_ENVIRONMENT, secretsIn, TOKEN } from '../support/plantedSecrets.js';
import { tempFolder } from '../support/temp.js';

/** Prints secrets, sends and gets them all the time, and ends with one when its connection does. */
const CLIENT = `
import net from 'node:net';
console.log('${TOKEN} ' + process.env.DEPLOY_PASSWORD);
console.error('Authorization: Bearer ${HEADER}');
const [host, port] = process.argv[2].split(':');
const socket = net.connect(Number(port), host, () => setInterval(() => socket.write('GET /?access_token=${TOKEN} HTTP/1.1\\r\\n\\r\\n'), 20));
let deadline;
socket.on('data', () => { clearTimeout(deadline); deadline = setTimeout(() => { throw new Error('lost ${TOKEN} of ' + process.env.DEPLOY_PASSWORD); }, 150); });
`;

let root: string;
let server: Server;
let port: number;

beforeEach(async () => {
  root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  server = createServer((socket) => socket.on('error', () => undefined).on('data', () => socket.write(`HTTP/1.1 503 x\r\nset-cookie: sid=${HEADER}\r\n\r\ntoken=${TOKEN} ${OF_ENVIRONMENT}\n`)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

function run(...args: string[]): Promise<Ended> {
  return start(root, args, ENV).ended;
}

/** What is printed, and nothing of it secret. */
async function clean(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  expect(code, `${args.join(' ')}: ${stderr}`).toBeLessThan(2);
  expect(secretsIn(stdout + stderr), `${args.join(' ')} prints:\n${stdout}${stderr}`).toEqual([]);
  return stdout;
}

async function repeated(...options: string[]): Promise<string> {
  const { stdout } = await run('run', '-n', '2', '--env', `DB_PASSWORD=${GIVEN}`, '--json', ...options, '--', process.execPath, '-e', FAILING, '--', '--password', ARGUMENT);
  return (lastJson(stdout) as { id: string }).id;
}

/** Everything that shows recorded evidence. */
async function shownEverywhere(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await clean('show', id);
    await clean('show', id, '--json');
    expect(await clean('show', id, '--html', '-')).toContain('</html>');
    expect(secretsIn(JSON.stringify(await panelMessage(id)))).toEqual([]);
  }
}

/** What the report panel is sent. */
async function panelMessage(id: string): Promise<unknown> {
  const document = await documentOf(root, id);
  if (document) return document;
  const recorded = await readRun(path.join(root, '.casebook/runs', id));
  const evidence = await withDivergences(recorded.folder, endedEvidence(reduce(runEvents(recorded))));
  const message = new ReportFeed().next(evidence, recorded.state, { now: Date.now(), actions: [], ...(await sectionsOf(root, evidence)) });
  expect(JSON.stringify(message)).toContain('Error');
  return message;
}

describe('a secret that was recorded', () => {
  it('is in no report of a run, in no export, not in the panel, and in no comparison', async () => {
    await run('new', '--title', 'Orders are lost');
    const [before, after] = [await repeated('--wi', 'WI1'), await repeated('--as', 'verify', '--wi', 'WI1')];
    await shownEverywhere([before, after]);
    expect(await clean('show', before, '--svg', '-')).toContain('</svg>');
    await clean('compare', before, after, '--wi', 'WI1');
    await clean('compare', before, after, '--json');
    expect(await clean('compare', before, after, '--html', '-')).toContain('</html>');
    expect(secretsIn(JSON.stringify(await comparisonReport(root, before, after)))).toEqual([]);
    await clean('new', '--from', before);
    expect(leaksIn(root)).toEqual([]);
  });

  it('is not shown either where the ledger of somebody else holds it', async () => {
    await run('new', '--title', 'Orders are lost');
    const [before, after] = [await repeated(), await repeated('--as', 'verify')];
    // As a version wrote it that knew no such secret, or a hand.
    for (const file of files(path.join(root, '.casebook/runs'))) await writeFile(file, readFileSync(file, 'utf8').replaceAll(/‹secret:[^›]*›/g, TOKEN));
    await shownEverywhere([before, after]);
    await clean('show', before, '--svg', '-');
    await clean('compare', before, after);
    await clean('compare', before, after, '--json');
    expect(await clean('compare', before, after, '--html', '-')).toContain('</html>');
    expect(secretsIn(JSON.stringify(await comparisonReport(root, before, after)))).toEqual([]);
    await clean('writeback', before, '--wi', 'WI1');
    await clean('new', '--from', before);
    for (const name of readdirSync(path.join(root, 'WIs'))) expect(secretsIn(await readFile(path.join(root, 'WIs', name), 'utf8')), name).toEqual([]);
  });
});

describe('a secret in what is read once', () => {
  it('is in nothing that a fault test tells or writes', async () => {
    await run('new', '--title', 'Store');
    await writeFile(path.join(root, 'client.mjs'), CLIENT);
    await writeFile(path.join(root, 'outage.yaml'), 'steps:\n  - { at: 100ms, do: hold }\n  - { at: 400ms, do: heal }\nexpect: { detection: 2s }\n');
    const words = ['--wi', 'WI1', '--upstream', `127.0.0.1:${port}`, '--', process.execPath, 'client.mjs', '{proxy}', '--password', ARGUMENT];
    await clean('fault', 'test', 'outage.yaml', ...words);
    expect(JSON.parse(await clean('fault', 'test', 'outage.yaml', '--json', ...words))).toMatchObject({ fault: { witness: { type: 'withheld' } } });
    await shownEverywhere(readdirSync(path.join(root, '.casebook/runs')));
    expect(leaksIn(root)).toEqual([]);
  });

  it('is not in what is explained', async () => {
    const text = `Get "http://user:${ARGUMENT}@127.0.0.1:4711/${OF_ENVIRONMENT}?access_token=${TOKEN}": EOF`;
    expect(await clean('explain', text)).toContain("casebook probe 'http://127.0.0.1:4711/");
    await clean('explain', text, '--json');
  });

  it('is not in lessons, nor in what they are carried into', async () => {
    const said = `Error: connect ECONNREFUSED 127.0.0.1:4711 with ${TOKEN}`;
    await writeFile(path.join(root, 'old.md'), '');
    await writeFile(path.join(root, '.casebook/config.json'), JSON.stringify({ workItems: { folders: ['WIs', 'old'] } }));
    await mkdir(path.join(root, 'old'));
    await writeFile(path.join(root, 'old/WI1_store.md'), `# WI1: Store of ${TOKEN}\n\n**Status**: Done\n\n### Error Messages\n\n${said}\n\n### Problems to Avoid\n\n- Do not send password=${ARGUMENT} or ${OF_ENVIRONMENT}\n`);
    await writeFile(path.join(root, 'app.log'), `${said}\n`);
    expect(await clean('lessons', 'send')).toContain('Do not send');
    expect(await clean('lessons', 'send', '--json')).toContain('Do not send');
    const file = (await clean('new', '--from-log', 'app.log')).trim();
    expect(await readFile(file, 'utf8')).toContain('Do not send');
    await clean('lessons', 'harvest', '--out', 'WIs/LESSONS.md');
    expect(leaksIn(root)).toEqual([]);
  });

  it('is not in what logs and results tell', async () => {
    await writeFile(path.join(root, 'app.log'), `2026-01-01T00:00:00Z ERROR refused ${TOKEN} password=${ARGUMENT} ${OF_ENVIRONMENT}\n`.repeat(5));
    await writeFile(path.join(root, 'ok.log'), '2026-01-01T00:00:00Z INFO fine\n'.repeat(5));
    await writeFile(path.join(root, 'r.xml'), `<testsuite name="s"><testcase name="a ${TOKEN}"><failure message="password=${ARGUMENT}">Error: ${OF_ENVIRONMENT} ${TOKEN}</failure></testcase></testsuite>`);
    await run('new', '--title', 'Logs');
    await clean('logs', 'app.log', '--wi', 'WI1');
    await clean('logs', 'app.log', '--json');
    await clean('logs', 'app.log', '--grep', `password=${ARGUMENT}`, '--wi', 'WI1');
    await clean('logs', 'diff', 'ok.log', 'app.log');
    await clean('logs', 'diff', 'ok.log', 'app.log', '--wi', 'WI1', '--json');
    await clean('logs', 'diff', 'app.log', 'ok.log', '--grep', `${OF_ENVIRONMENT}|${TOKEN}|fine`, '--wi', 'WI1');
    await clean('new', '--from', 'r.xml');
    await shownEverywhere(readdirSync(path.join(root, '.casebook/runs')));
    expect(leaksIn(root)).toEqual([]);
  });
});
