/**
 * Measures Casebook beside something plain that does the same work, in one run on one machine, and prints ratios.
 * It judges nothing and always exits 0 when it could measure. Options: --rounds 3.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchList } from './list.mjs';
import { benchRun } from './run.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Math.max(1, Number.parseInt(values.rounds, 10) || 3);
const folder = await mkdtemp(path.join(tmpdir(), 'casebook-bench-'));
try {
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} CPUs; medians of ${rounds} interleaved rounds.\n`);
  const rows = [...(await benchRun(folder, rounds)), ...(await benchList(folder, rounds))];
  console.log(markdownTable(['what', 'Casebook', 'beside it', 'ratio'], rows));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function markdownTable(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
