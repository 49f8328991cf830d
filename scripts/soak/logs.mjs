/**
 * Logs of sizes that break what is not made for them: 1 GB, and one line of 200 MB. Tells how long it took and the most memory that was held.
 *
 *   node scripts/soak/logs.mjs [MB of the log, default 1000] [MB of the line, default 200]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateLog } from '../bench/logs.mjs';

const CLI = fileURLToPath(new URL('../../dist/cli/casebook.cjs', import.meta.url));
const [megabytes = 1000, lineMegabytes = 200] = process.argv.slice(2).map(Number);

const folder = await mkdtemp(path.join(tmpdir(), 'casebook-soak-'));
try {
  const large = path.join(folder, 'large.log');
  await generateLog(large, megabytes * 1e6);
  for (const threads of ['1', '2']) await tell(`${megabytes} MB, ${threads} thread${threads === '1' ? '' : 's'}`, large, ['--threads', threads]);
  const line = path.join(folder, 'line.log');
  const handle = await open(line, 'w');
  await handle.write('2026-11-21T14:02:33.000Z INFO begin\n2026-11-21T14:02:34.000Z INFO ');
  const piece = Buffer.alloc(1e6, 'x');
  for (let written = 0; written < lineMegabytes; written += 1) await handle.write(piece);
  await handle.write('\n2026-11-21T14:02:35.000Z INFO end\n');
  await handle.close();
  const report = await tell(`one line of ${lineMegabytes} MB`, line, ['--threads', '1']);
  if (report.records !== 3) {
    console.error(`WRONG: ${report.records} records where there are 3`);
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/**
 * @param {string} what
 * @param {string} file
 * @param {string[]} args
 */
async function tell(what, file, args) {
  const start = performance.now();
  const child = spawn(process.execPath, [CLI, 'logs', file, '--json', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let peak = NaN;
  const watch = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8').then((status) => (peak = Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024), () => undefined); // it ended meanwhile
  }, 50);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (text += chunk));
  await once(child, 'close');
  clearInterval(watch);
  const report = JSON.parse(text);
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s, ${report.records} records, at most ${peak.toFixed(0)} MiB`);
  return report;
}
