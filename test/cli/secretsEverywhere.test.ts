/** A secret is planted wherever text comes in from outside; none of it may be in anything that Casebook wrote. */
import { readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { start, type Ended } from '../support/casebook.js';
import { ARGUMENT, ENV, FAILING, GIVEN, HEADER, leaksIn, OF_ENVIRONMENT, secretsIn, TOKEN } from '../support/plantedSecrets.js';
import { tempFolder } from '../support/temp.js';

let root: string;
let server: Server;

beforeEach(async () => {
  root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  server = createServer((_, response) => {
    response.writeHead(503, { 'set-cookie': `sid=${HEADER}` });
    response.end(`token=${TOKEN} key ${OF_ENVIRONMENT}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

function run(...args: string[]): Promise<Ended> {
  return start(root, args, ENV).ended;
}

describe('a secret that comes in from outside', () => {
  it('is in nothing that is written', async () => {
    await run('new', '--title', 'Orders are lost');
    await writeFile(path.join(root, '.casebook/config.json'), JSON.stringify({ environment: ['DEPLOY_*'], run: { collectors: [{ name: 'state', command: 'echo $DEPLOY_PASSWORD' }] } }));
    const { port } = server.address() as AddressInfo;
    const repeated = await run('run', '--wi', 'WI1', '-n', '2', '--env', `DB_PASSWORD=${GIVEN}`, '--during', `state@1s=echo ${TOKEN}`, '--json', '--', process.execPath, '-e', FAILING, '--', '--password', ARGUMENT);
    expect(repeated.code).toBe(1);
    const events = repeated.stdout;
    await run('probe', `http://user:${ARGUMENT}@127.0.0.1:${port}/?access_token=${TOKEN}`, '--wi', 'WI1');
    await run('probe', '--wi', 'WI1', 'cmd', '--', process.execPath, '-e', `console.log(process.env.DEPLOY_PASSWORD, '${TOKEN}')`);
    await run('snapshot', '--wi', 'WI1');
    await run('wait', `http://127.0.0.1:${port}/?access_token=${TOKEN}`, '--timeout', '300ms', '--wi', 'WI1');
    expect(leaksIn(root)).toEqual([]);
    expect(secretsIn(events)).toEqual([]);
    const text = await readFile(path.join(root, 'WIs', readdirSync(path.join(root, 'WIs'))[0] ?? ''), 'utf8');
    expect(text).toMatch(/‹secret:[a-z-]+:[0-9a-f]{6}›/);
  });

  it('is in nothing that is written where it stands over several lines, beside a failure or below it', async () => {
    await run('new', '--title', 'Orders are lost');
    const lines = ['config:', '- name: DB_PASSWORD', `  value: ${ARGUMENT}`, 'Error: cannot connect with', '  password:', `    ${ARGUMENT}`, '    at connect (db.js:1:1)', '  apiKey: |-', `    ${TOKEN.slice(4)} and`, `    Error: ${ARGUMENT}`];
    const stamped = lines.map((line, n) => `2026-11-29T02:07:${String(10 + n)}.123Z ERROR ${line}`);
    for (const printed of [lines, stamped]) {
      const script = path.join(root, 'print.mjs');
      // In pieces that end in the middle of lines.
      await writeFile(script, `import { setTimeout as pause } from 'node:timers/promises'; const text = ${JSON.stringify(`${printed.join('\n')}\n`)}; for (let at = 0; at < text.length; at += 37) { process.stdout.write(text.slice(at, at + 37)); await pause(1); } process.exitCode = 1;`);
      const repeated = await run('run', '--wi', 'WI1', '-n', '2', '--json', '--', process.execPath, script);
      expect(repeated.code).toBe(1);
      const log = await fileWith(`${printed.join('\n')}\n`);
      const told = await run('logs', log, '--wi', 'WI1', '--json');
      const redacted = await run('redact', log);
      await rm(script);
      await rm(log);
      for (const { stdout } of [repeated, told, redacted]) for (const secret of [ARGUMENT, TOKEN.slice(4)]) expect(stdout).not.toContain(secret);
      expect(redacted.stdout.split('\n')).toHaveLength(lines.length + 1);
      expect(leaksIn(root)).toEqual([]);
      expect(readdirSync(path.join(root, '.casebook/runs')).length).toBeGreaterThan(1);
    }
  });

  it('looks equal where it is equal, in one process and the next', async () => {
    const one = await run('redact', await fileWith(`password=${ARGUMENT}\nx ${OF_ENVIRONMENT} y\n{"secret": "${ARGUMENT}"}\n`));
    const other = await run('redact', await fileWith(`token ${OF_ENVIRONMENT}\n`));
    const hashes = Array.from(one.stdout.matchAll(/‹secret:[a-z-]+:([0-9a-f]{6})›/g), ([, hash]) => hash);
    expect(hashes).toHaveLength(3);
    expect(hashes[0]).toBe(hashes[2]);
    expect(other.stdout).toContain(String(hashes[1]));
    const key = path.join(root, '.casebook/private/redaction.key');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(await readFile(path.join(root, '.casebook/private/.gitignore'), 'utf8')).toMatch(/^\*$/m);
  });

  it('is run again from this machine, and from no other', async () => {
    await run('run', '-n', '3', '--json', '--', process.execPath, '-e', `process.exit(process.argv[2].length === ${ARGUMENT.length} ? 1 : 7)`, '--', '--password', ARGUMENT);
    const [first = ''] = readdirSync(path.join(root, '.casebook/runs'));
    const again = await run('verify', '--json', '--attempts', '2', '--baseline', first);
    expect(again.code).toBe(1);
    expect(again.stdout).toMatch(/"exitCode":1/);
    expect(again.stdout).not.toContain(ARGUMENT);
    await rm(path.join(root, '.casebook/private'), { recursive: true });
    const elsewhere = await run('verify', '--baseline', first);
    expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringMatching(/holds a secret, which the ledger does not/) as string });
  });
});

describe('a configuration that cannot be read', () => {
  it.each([
    ['{"redaction":{"deny":["/(a+)+b/"]}}', /repeats/],
    ['{"redaction":{"deny":["x"]}}', /too short/],
    ['{"redaction":{"deny":["/[a-/"]}}', /not understood|no regular expression/],
    ['{', /not valid JSON/],
  ])('lets nothing pass: %s', async (config, why) => {
    await writeFile(path.join(root, '.casebook/config.json'), config);
    const { code, stdout, stderr } = await run('redact', await fileWith('some text\n'));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(why);
  });

  it('forbids and allows what its lists say', async () => {
    await writeFile(path.join(root, '.casebook/config.json'), JSON.stringify({ redaction: { allow: ['/example-[a-z]{3,9}/'], deny: ['/ACME-\\d{4,8}/', 'Project Nightingale'] } }));
    const { stdout } = await run('redact', await fileWith('customer ACME-12345 of Project Nightingale\npassword=example-demo\npassword=other-demo\n'));
    expect(stdout).toMatch(/^customer ‹secret:denied:[0-9a-f]{6}› of ‹secret:denied:[0-9a-f]{6}›\npassword=example-demo\npassword=‹secret:value:[0-9a-f]{6}›\n$/);
  });
});

describe('casebook redact', () => {
  it('lists what it finds, and never what it is', async () => {
    const { code, stdout } = await run('redact', '--json', await fileWith(`one\ntwo password=${ARGUMENT}\n`));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ finds: [{ line: 2, column: 14, type: 'value', replacement: expect.stringMatching(/^‹secret:value:[0-9a-f]{6}›$/) as string }] });
    expect(stdout).not.toContain(ARGUMENT);
  });

  it.each([
    ['UTF-16, least byte first', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'), /UTF-16LE/],
    ['UTF-16, greatest byte first', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), /UTF-16BE/],
    ['gzip', (text: string) => gzipSync(text), /^$/],
  ])('reads %s as what it is', async (_, encoded, said) => {
    const file = path.join(root, 'app.log');
    await writeFile(file, encoded(`ünö password=${ARGUMENT}\n`));
    const { code, stdout, stderr } = await run('redact', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ünö password=‹secret:value:[0-9a-f]{6}›\n$/);
    expect(stderr).toMatch(said);
    expect(JSON.parse((await run('redact', '--json', file)).stdout)).toMatchObject({ finds: [{ line: 1, column: 14, type: 'value' }] });
  });

  it('refuses what is no file', async () => {
    expect(await run('redact', 'nowhere.log')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no file nowhere.log') as string });
    expect(await run('redact', '.')).toMatchObject({ code: 2 });
  });
});

async function fileWith(text: string): Promise<string> {
  const file = path.join(root, 'app.log');
  await writeFile(file, text);
  return file;
}
