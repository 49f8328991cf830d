/** Reading a log of 200 MB: `casebook logs` on one thread and on several, beside `wc -l`, `grep -c` and `lnav`. */
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { once } from 'node:events';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cost, median, shown, spread, works } from './measure.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const BYTES = 200e6;

/**
 * @param {string} folder
 * @param {number} rounds
 * @returns {Promise<string[][]>}
 */
export async function benchLogs(folder, rounds) {
  const file = path.join(folder, 'bench.log');
  await generateLog(file, BYTES);
  const { size } = await stat(file);
  const cli = path.join(root, 'dist/cli/casebook.cjs');
  const bash = (/** @type {string} */ line) => () => cost('bash', ['-c', line, 'bench', file], folder);
  /** @type {Record<string, () => Promise<import('./measure.mjs').Cost>>} */
  const programs = {
    one: bash(`"${process.execPath}" "${cli}" logs "$1" --json --threads 1 > out1.json || [ $? = 1 ]`),
    several: bash(`"${process.execPath}" "${cli}" logs "$1" --json > out2.json || [ $? = 1 ]`),
    start: bash(`"${process.execPath}" "${cli}" --version > /dev/null`),
    // grep ends at the first match where nobody reads what it prints.
    wc: bash('wc -l < "$1" > lines.txt'),
    grep: bash('grep -c ERROR "$1" > count.txt'),
    ...(works('lnav', '-V') && { lnav: bash('HOME="$PWD" lnav -n -c ":filter-in ERROR" "$1" > /dev/null') }),
  };
  /** @type {Record<string, import('./measure.mjs').Cost[]>} */
  const costs = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  await programs['wc']?.(); // the file is in memory for all
  for (let round = 0; round < rounds; round += 1) {
    const names = Object.keys(programs);
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round) % names.length] ?? '';
      const program = programs[name];
      if (program) costs[name]?.push(await program());
    }
  }
  const of = (/** @type {string} */ name, /** @type {'wall' | 'cpu'} */ what) => (costs[name] ?? []).map((one) => one[what]);
  const speed = (/** @type {number[]} */ ms) => `${shown(median(ms))}, ${Math.round(size / 1e3 / median(ms))} MB/s`;
  const ratio = (/** @type {number[]} */ a, /** @type {number[]} */ b) => spread(a.map((ms, index) => ms / (b[index] ?? NaN)));
  const rows = [];
  for (const [name, words] of [['one', 'one thread'], ['several', `${cpus().length} threads`]]) {
    for (const [other, command] of [['wc', '`wc -l`'], ['grep', '`grep -c ERROR`'], ['lnav', '`lnav -n`, which shows the lines with ERROR']]) {
      if (!programs[other ?? '']) continue;
      for (const what of /** @type {const} */ (['wall', 'cpu'])) {
        const [ours, theirs] = [of(name ?? '', what), of(other ?? '', what)];
        rows.push([`\`casebook logs\` of ${Math.round(size / 1e6)} MB, ${words}, beside ${command}${what === 'cpu' ? ': processor time' : ''}`, speed(ours), speed(theirs), ratio(ours, theirs)]);
      }
    }
  }
  if (!programs['lnav']) rows.push(['lnav is not installed', '', '', '']);
  rows.push(['starting the command line alone', shown(median(of('start', 'wall'))), '', '']);
  return rows;
}

/**
 * Lines as services write them: six templates, ids, addresses, UUIDs, and now and then a stack trace.
 * @param {string} file
 * @param {number} bytes
 */
export async function generateLog(file, bytes) {
  const out = createWriteStream(file);
  let seed = 1;
  const random = (/** @type {number} */ below) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  const hex = (/** @type {number} */ length) => Array.from({ length }, () => random(16).toString(16)).join('');
  const users = ['alice', 'bob', 'carol', 'dave'];
  const messages = [
    () => `INFO  http-server Received POST /api/v1/orders/${random(1e6)} from 10.${random(256)}.${random(256)}.${random(256)}:${1024 + random(60_000)} in ${random(900)}ms`,
    () => `DEBUG store cache hit key=${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)} size=${random(5000)}`,
    () => `INFO  worker job ${hex(16)} finished by ${users[random(4)]} after ${random(100)}.${random(1000)}s, ${random(20)} retries left`,
    () => `WARN  pool connection ${random(64)} slow: ${random(3000)} ms`,
    () => `INFO  audit batch of ${random(100)} events flushed to http://localhost:${random(65_535)}/events`,
    () => `ERROR http-server Failed to handle request ${hex(12)}: connection reset by peer`,
  ];
  let at = Date.UTC(2026, 10, 21, 14, 2, 33);
  for (let written = 0; written < bytes; ) {
    let piece = '';
    for (let line = 0; line < 2000; line += 1) {
      at += random(7);
      const dice = random(100);
      const which = dice < 35 ? 0 : dice < 60 ? 1 : dice < 80 ? 2 : dice < 90 ? 3 : dice < 98 ? 4 : 5;
      piece += `${new Date(at).toISOString()} ${messages[which]?.() ?? ''}\n`;
      if (which === 5 && random(2) === 1) piece += 'java.io.IOException: reset\n\tat com.example.Server.handle(Server.java:12)\n\tat com.example.Loop.run(Loop.java:7)\n';
    }
    written += piece.length;
    if (!out.write(piece)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}
