import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { start } from '../support/casebook.js';
import { echoServer } from '../support/faultProxy.js';
import { needs } from '../support/needs.js';
import { tempFolder } from '../support/temp.js';

/** Lives on whatever happens: it takes no SIGTERM, no error, no end of its output; and has a child in a session of its own. */
const STUBBORN = `
import { spawn } from 'node:child_process';
import net from 'node:net';
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGPIPE']) process.on(signal, () => undefined);
process.on('uncaughtException', () => undefined);
spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1e9)'], { detached: true, stdio: 'ignore' });
const socket = net.connect(Number(process.env.CASEBOOK_PROXY_PORT), process.env.CASEBOOK_PROXY_HOST);
setInterval(() => socket.write('ping'), 20);
socket.on('data', () => undefined);
`;

const SCENARIO = JSON.stringify({ steps: [{ at: '100ms', do: 'hold' }, { at: '1500ms', do: 'heal' }], expect: { recovery: '60s' } });
const CONTROL_SCENARIO = JSON.stringify({ steps: [{ at: '60s', do: 'kill' }] });

/** Numbers of the processes whose environment holds the entry. */
async function carrying(entry: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const environ = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    if (`\0${environ}`.includes(`\0${entry}\0`) && (await alive(Number(name)))) found.push(Number(name));
  }
  return found;
}

async function alive(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return text !== '' && !/\) [ZX] /.test(text);
}

async function guardiansOf(parent: number): Promise<number[]> {
  const text = await readFile(`/proc/${parent}/task/${parent}/children`, 'latin1').catch(() => '');
  const found: number[] = [];
  for (const pid of text.split(' ').filter((word) => word !== '')) if ((await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')).includes('guardian.mjs')) found.push(Number(pid));
  return found;
}

/** There is no event for the end of a process that is not our child; the test's own timeout ends the asking. */
async function gone(pid: number): Promise<void> {
  while (await alive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Starts a fault test, kills it when it says so, and returns when what it had started is gone. */
async function killAt(moment: { said: RegExp; delayMs?: number; scenario?: string }) {
  const root = await tempFolder();
  await writeFile(path.join(root, 'client.mjs'), STUBBORN);
  await writeFile(path.join(root, 's.json'), moment.scenario ?? SCENARIO);
  const { port } = await echoServer();
  const { child } = start(root, ['fault', 'test', 's.json', '--upstream', `127.0.0.1:${port}`, '--', process.execPath, 'client.mjs']);
  let told = '';
  await new Promise<void>((resolve) => child.stderr?.on('data', (chunk: Buffer) => moment.said.test((told += chunk.toString())) && resolve()));
  if (moment.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, moment.delayMs));
  const guardians = await guardiansOf(child.pid ?? 0);
  const [id = ''] = await readdir(path.join(root, '.casebook/runs'));
  const before = await carrying(`CASEBOOK_RUN=${id}`);
  onTestFinished(async () => {
    for (const pid of await carrying(`CASEBOOK_RUN=${id}`)) process.kill(pid, 'SIGKILL');
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  for (const pid of guardians) await gone(pid);
  return { before, left: await carrying(`CASEBOOK_RUN=${id}`) };
}

describe.runIf(needs(process.platform === 'linux', 'Linux'))('casebook fault test that is killed with SIGKILL', () => {
  it.each([
    ['before its client is up', { said: /First without it/ }, 0],
    ['while it starts its client', { said: /listening on/, delayMs: 60 }, 0],
    ['during the control', { said: /control .*round trip/, scenario: CONTROL_SCENARIO }, 1],
    ['between the control and the fault', { said: /fault .*listening on/ }, 0],
    ['during the fault', { said: /fault .*withheld/ }, 1],
  ] as const)('leaves nothing of its client behind, %s', async (_, moment, atLeast) => {
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e9)'], { stdio: 'ignore', detached: true });
    onTestFinished(() => void bystander.kill('SIGKILL'));
    const { before, left } = await killAt(moment);
    expect(before.length).toBeGreaterThanOrEqual(atLeast);
    expect(left).toEqual([]);
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  });
});
