/**
 * A long run whose process is killed again and again: nothing of it may be lost or doubled. The command under test keeps a log of its own,
 * which the ledger is held against at the end.
 *
 *   npm run soak -- [attempts] [jobs] [seed]
 *
 * Each process of casebook lives for a random time and is ended with SIGKILL, by the number that we started; `casebook resume` goes on.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli/casebook.cjs', import.meta.url));

const [attempts = 10_000, jobs = 3, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);

/** Every 7th attempt fails, every 500th hangs until its timeout: the outcome follows from the number. */
const COMMAND = 'echo "start $CASEBOOK_ATTEMPT" >> made; if [ $((CASEBOOK_ATTEMPT % 500)) = 0 ]; then sleep 1000; fi; echo "end $CASEBOOK_ATTEMPT" >> made; exit $((CASEBOOK_ATTEMPT % 7 == 0))';

const random = generator(seed);
const root = await mkdtemp(path.join(tmpdir(), 'casebook-soak-'));
console.log(`${attempts} attempts, ${jobs} at a time, seed ${seed}, in ${root}`);

const started = performance.now();
let kills = 0;
let id = '';
let last;
for (;;) {
  const args = id === '' ? ['run', '-n', String(attempts), '--jobs', String(jobs), '--timeout', '2s', '--grace', '100ms', '--keep', 'failures', '--json', '--shell', '--', COMMAND] : ['resume', id, '--json'];
  last = await live(args, 100 + random() * 6_000);
  if (last.killed) kills += 1;
  else break;
  id = (await readdir(path.join(root, '.casebook/runs')).catch(() => []))[0] ?? '';
}
const seconds = (performance.now() - started) / 1000;

const problems = await held(last);
console.log(`${kills} kills in ${seconds.toFixed(0)} s; the last process ended with ${last.code}.`);
for (const problem of problems) console.error(`WRONG: ${problem}`);
if (problems.length === 0) {
  console.log('Nothing lost, nothing doubled.');
  await rm(root, { recursive: true, force: true });
} else process.exitCode = 1;

/**
 * Runs casebook, and kills it if it lives longer.
 * @param {readonly string[]} args
 * @param {number} ms
 */
async function live(args, ms) {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let rest = '';
  let lastLine = '';
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lastLine = lines.at(-1) ?? lastLine;
  });
  let killed = false;
  const timer = setTimeout(() => (killed = child.kill('SIGKILL')), ms);
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  return { killed: killed && code === null, code: /** @type {number | null} */ (code), lastLine };
}

/**
 * What does not hold of the ledger, the command's own log and what casebook told last.
 * @param {{ code: number | null, lastLine: string }} end
 */
async function held({ code, lastLine }) {
  /** @type {string[]} */
  const wrong = [];
  /** @param {boolean} holds @param {string} what */
  const expect = (holds, what) => void (holds || wrong.push(what));
  const folder = path.join(root, '.casebook/runs', id);
  const lines = (await readFile(path.join(folder, 'attempts.ndjson'), 'utf8')).split('\n');
  expect(lines.pop() === '', 'the list of attempts has no final line end');
  const records = lines.map((line) => /** @type {{ attempt: number, outcome: string }} */ (JSON.parse(line)));
  const numbers = new Set(records.map(({ attempt }) => attempt));
  expect(records.length === attempts, `${records.length} records instead of ${attempts}`);
  expect(numbers.size === records.length, `${records.length - numbers.size} attempts stand twice in the ledger`);
  for (let attempt = 1; attempt <= attempts; attempt++) if (!numbers.has(attempt)) wrong.push(`attempt ${attempt} is missing`);
  const outcomes = { pass: 0, fail: 0, timeout: 0 };
  for (const { attempt, outcome } of records) {
    const due = attempt % 500 === 0 ? 'timeout' : attempt % 7 === 0 ? 'fail' : 'pass';
    outcomes[due] += 1;
    expect(outcome === due, `attempt ${attempt} is ${outcome} instead of ${due}`);
  }
  const made = (await readFile(path.join(root, 'made'), 'utf8')).trimEnd().split('\n').map((line) => line.split(' '));
  const starts = made.filter(([word]) => word === 'start').map(([, number]) => Number(number));
  const ends = new Set(made.filter(([word]) => word === 'end').map(([, number]) => Number(number)));
  for (const attempt of new Set(starts)) expect(numbers.has(attempt), `the command made attempt ${attempt}, which the ledger does not know`);
  for (const { attempt, outcome } of records) expect(outcome === 'timeout' || ends.has(attempt), `the ledger has attempt ${attempt}, which the command did not end`);
  const again = starts.length - new Set(starts).size;
  expect(again <= kills * jobs, `${again} attempts were made twice, though only ${kills * jobs} can have been cut off`);
  console.log(`${records.length} records; the command was started ${starts.length} times (${again} again, after a kill).`);
  const result = /** @type {{ result?: { reason?: string }, history?: { type: string }[] }} */ (JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8')));
  expect(result.result?.reason === 'completed', `the run ended as ${result.result?.reason ?? 'nothing'}`);
  for (const pid of await left()) wrong.push(`process ${pid} of the run is left`);
  if (code === 2 && lastLine === '' && result.result?.reason === 'completed') {
    console.log('The last kill came behind the end of the run: there was nothing to take up, and so no summary to hold against the ledger.');
    return wrong;
  }
  const summary = /** @type {{ n?: number, outcomes?: Record<string, number> }} */ (JSON.parse(lastLine));
  expect(summary.n === attempts, `casebook told ${summary.n} attempts`);
  for (const [name, count] of Object.entries(outcomes)) expect(summary.outcomes?.[name] === count, `casebook told ${summary.outcomes?.[name]} x ${name} instead of ${count}`);
  expect(code === 1, `exit code ${code}`);
  return wrong;
}

/** Numbers of the processes that carry the run's tag. */
async function left() {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(async (pid) => ((await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')).includes(`CASEBOOK_RUN=${id}`) ? [pid] : [])));
  return found.flat();
}

/**
 * Numbers from 0 to 1, the same ones for the same seed (mulberry32).
 * @param {number} state
 */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
