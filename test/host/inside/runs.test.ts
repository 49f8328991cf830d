import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { processIdentity } from '../../../src/node/process/identity.js';
import { test } from './runner.js';
import { ended, eventually, folder, inFolder, ledgerOf, newWorkItem, onDisk, startRun, type Run } from './support.js';

test('a run goes on in a process of its own, with the words that were typed and without what is meant for the editor', async (signal) => {
  const run = await startRun(`node -e "console.log(Object.keys(process.env).filter((name) => /^(VSCODE|ELECTRON)_/.test(name)).join() + '|' + process.argv[1])" "two words"`, 1, null);
  const { command, runner, cwd } = await ended(signal, run, undefined);
  assert.equal(command.at(-1), 'two words');
  assert.equal(cwd, inFolder());
  assert.notEqual(runner.pid, process.pid);
  assert.equal((await readFile(inFolder('.casebook/runs', run.run, 'logs/0001.log'), 'utf8')).split('\n').includes('|two words'), true);
});

test('Run Until Failure stops at the first one', async (signal) => {
  await writeFile(inFolder('third.cjs'), `const fs = require('node:fs'); const n = fs.existsSync('count') ? Number(fs.readFileSync('count', 'utf8')) : 0; fs.writeFileSync('count', String(n + 1)); process.exit(n === 2 ? 1 : 0);`);
  const run = await vscode.commands.executeCommand<Run>('casebook.runUntilFailure', { command: 'node third.cjs', attempts: 50, workItem: null });
  const { result } = await ended(signal, run, undefined);
  assert.equal(result?.reason, 'first-failure');
  assert.equal((await attemptsOf(run)).length, 3);
});

test('a line with a pipe runs in the shell', async (signal) => {
  const run = await startRun('echo one | grep two', 2, null);
  const { plan, command } = await ended(signal, run, undefined);
  assert.equal(plan.shell, true);
  assert.deepEqual(command, ['echo one | grep two']);
  assert.deepEqual((await attemptsOf(run)).map(({ outcome }) => outcome), ['fail', 'fail']);
});

test('cancelling ends the attempt with all of its processes, and keeps what was measured', async (signal) => {
  // The third attempt starts a process of its own and never ends.
  await writeFile(
    inFolder('hangs.cjs'),
    `const fs = require('node:fs'); const { spawn } = require('node:child_process');
const n = fs.existsSync('hangs.count') ? Number(fs.readFileSync('hangs.count', 'utf8')) : 0;
fs.writeFileSync('hangs.count', String(n + 1));
if (n < 2) process.exit(n);
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
fs.writeFileSync('hangs.pids', process.pid + ' ' + child.pid);
setInterval(() => {}, 1000);`,
  );
  const item = await newWorkItem('Cancelled');
  const run = await startRun('node hangs.cjs', 10, item);
  const pids = await eventually(signal, async () => {
    const [parent, child] = (await readFile(inFolder('hangs.pids'), 'utf8')).split(' ').map(Number);
    assert.ok(parent !== undefined && child !== undefined && child > 0);
    return [parent, child];
  });
  // One that has ended and waits for its parent is none.
  const lives = (pid: number): boolean => processIdentity(pid) !== undefined;
  assert.deepEqual(pids.map(lives), [true, true]);
  await vscode.commands.executeCommand('casebook.cancelRun', run);
  const { result } = await ended(signal, run, 'written');
  assert.equal(result?.reason, 'cancelled');
  assert.deepEqual((await attemptsOf(run)).map(({ outcome }) => outcome), ['pass', 'fail', 'cancelled']);
  assert.deepEqual(pids.map(lives), [false, false]);
  assert.match(await onDisk(item), /cancelled after 2 of 10 attempts/);
});

test('the editor renews the lease of its run', async (signal) => {
  const run = await startRun('node -e "setInterval(() => {}, 1000)"', 1, null);
  await eventually(signal, async () => assert.ok((await readdir(inFolder('.casebook/runs', run.run))).includes('lease')));
  assert.equal((await ledgerOf(run)).result, undefined);
  await vscode.commands.executeCommand('casebook.cancelRun', run);
  await ended(signal, run, undefined);
});

test('a command that cannot be started ends the run with a reason', async (signal) => {
  const run = await startRun('no-such-command-of-casebook', 5, null);
  const { result } = await ended(signal, run, undefined);
  assert.equal(result?.reason, 'error');
  assert.match(result.message ?? '', /no-such-command-of-casebook/);
});

test('a run that cannot be made is refused, and leaves no ledger', async () => {
  const before = await readdir(inFolder('.casebook/runs'));
  for (const argument of [{ command: 'node x.js', attempts: 0, workItem: null }, { command: 'node "x.js', attempts: 1, workItem: null }, { command: 'node x.js', attempts: 1, workItem: 'WI999' }]) {
    assert.equal(await vscode.commands.executeCommand('casebook.runRepeatedly', argument), undefined, JSON.stringify(argument));
  }
  assert.deepEqual(await readdir(inFolder('.casebook/runs')), before);
});

test('Run Again repeats the command as it was run', async (signal) => {
  const first = await startRun(`node -e "process.exit(0)" 'a b'`, 2, null);
  await ended(signal, first, undefined);
  const again = await vscode.commands.executeCommand<Run>('casebook.runAgain', first);
  assert.notEqual(again.run, first.run);
  const [one, other] = [await ended(signal, first, undefined), await ended(signal, again, undefined)];
  assert.deepEqual([other.command, other.cwd, other.plan], [one.command, one.cwd, one.plan]);
});

test('Run Again of a proof replays its baseline, and ends as soon as it is decided', async (signal) => {
  const fails = `node -e "process.exit(Number(process.env.CASEBOOK_ATTEMPT) % 2)"`;
  const baseline = await startRun(fails, 10, null);
  await ended(signal, baseline, undefined);
  const proof = { ...baseline, run: /runs[/\\]([\w-]+)/.exec(await inTerminal('verify', '--baseline', baseline.run))?.[1] ?? '' };
  const again = await vscode.commands.executeCommand<Run>('casebook.runAgain', proof);
  const { purpose, baseline: of, plan, result } = await ended(signal, again, undefined);
  assert.deepEqual([purpose, of, plan.attempts, result?.reason], ['verify', baseline.run, (await ledgerOf(proof)).plan.attempts, 'decided']);
});

/** What the packaged command line prints in the folder, whatever its exit code. */
function inTerminal(...words: readonly string[]): Promise<string> {
  const script = path.join(vscode.extensions.getExtension('casebook.casebook')?.extensionPath ?? '', 'dist/cli/casebook.cjs');
  return new Promise((resolve) => execFile(process.execPath, [script, ...words], { cwd: folder(), env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } }, (_, stdout, stderr) => resolve(stdout + stderr)));
}

async function attemptsOf({ run }: Run): Promise<{ outcome: string }[]> {
  const text = await readFile(inFolder('.casebook/runs', run, 'attempts.ndjson'), 'utf8');
  return text.trim().split('\n').map((line) => JSON.parse(line) as { outcome: string });
}
