/**
 * The main job end to end, on a copy of the bundled example in a temporary folder: from a failing test to measured results in a
 * work item. It runs the real command line and stops at the first step that does not end as it should.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { copyExample } from './example-copy.mjs';
import { say, stepsIn } from './example-steps.mjs';

/** Of the run before the fix. At one failure in four, so many that the proof after it takes some dozens. */
const ATTEMPTS = '40';

const started = performance.now();
const { dir } = await copyExample();
const { casebook, run } = stepsIn(dir);

say('1. A test fails now and then. Repeat it until it does.');
await casebook(1, 'run', '--until-failure', '-n', ATTEMPTS, '--as', 'reproduce', '--', 'node', 'checks/race.mjs');
const [failed] = (await readdir(path.join(dir, '.casebook/runs'))).sort().reverse();

say('2. Make a work item from the failure.');
await casebook(0, 'new', '--template', 'flaky-test', '--title', 'Orders test finds an empty price list now and then', '--from', String(failed));

say("3. Is it the service? Start it, and probe it: at once, and when it says that it is ready.");
await withServer(async (url, ready) => {
  await casebook(1, 'probe', `${url}/health`, '--wi', 'WI1');
  await ready;
  await casebook(0, 'probe', `${url}/health`, '--wi', 'WI1');
});

say('4. How often does the test fail? Measure it before anything is changed.');
await casebook(1, 'run', '-n', ATTEMPTS, '--as', 'baseline', '--wi', 'WI1', '--', 'node', 'checks/race.mjs');

say('5. Apply the fix. Is the failure proven gone?');
await run(0, 'git', 'apply', 'fixes/true-fix.patch');
await casebook(0, 'verify', '--wi', 'WI1');

say('6. The work item says what was measured, and where it is still empty.');
await casebook(0, 'check', 'WI1');
await casebook(0, 'show', 'WI1');

const [name = ''] = await readdir(path.join(dir, 'WIs'));
const file = path.join(dir, 'WIs', name);
process.stdout.write(`\n${(await readFile(file, 'utf8')).trimEnd()}\n`);
say(`That was ${file}\n(in ${Math.round((performance.now() - started) / 1000)} s; the folder stays until you delete it)`);

/**
 * Runs the example's service for as long as `use` takes.
 * @param {(url: string, ready: Promise<unknown>) => Promise<void>} use  is given the URL once it accepts connections, and a promise for "ready"
 */
async function withServer(use) {
  const server = spawn(process.execPath, ['server.mjs', '--port', '0', '--load-ms', '3000'], { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(server, 'exit');
  try {
    const lines = createInterface({ input: server.stdout });
    let tellReady = () => {};
    const ready = new Promise((resolve) => (tellReady = () => resolve(undefined)));
    const url = await new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        process.stdout.write(`  [server] ${line}\n`);
        const match = /http:\/\/\S+/.exec(line);
        if (match) resolve(match[0].replace(/\/$/, ''));
        if (line === 'ready') tellReady();
      });
      void exited.then(() => reject(new Error('The service ended before it was asked.')));
    });
    await use(url, ready);
  } finally {
    server.kill('SIGTERM');
    await exited;
  }
}
