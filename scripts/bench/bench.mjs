/**
 * Measures Casebook beside something plain that does the same work, in one run on one machine, and prints ratios.
 * It judges nothing and always exits 0 when it could measure.
 * Options: --rounds 3, --only run,warm,memory,list,probe,fault,logs, --memory 100000 (attempts of the measurement of memory, which takes minutes).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchFault } from './fault.mjs';
import { benchList } from './list.mjs';
import { benchLogs } from './logs.mjs';
import { loadPerCpu } from './measure.mjs';
import { benchProbe } from './probe.mjs';
import { benchMemory, benchRun } from './run.mjs';
import { benchWarm } from './warm.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, memory: { type: 'string', default: '100000' }, only: { type: 'string', default: 'run,warm,memory,list,probe,fault,logs' } } });
const rounds = Math.max(1, Number.parseInt(values.rounds, 10) || 3);
const attempts = Math.max(100, Number.parseInt(values.memory, 10) || 100_000);

/** @type {Record<string, (folder: string) => Promise<string[][]>>} */
const PARTS = {
  run: (folder) => benchRun(folder, rounds),
  warm: (folder) => benchWarm(folder, rounds),
  memory: (folder) => benchMemory(folder, attempts),
  list: (folder) => benchList(folder, rounds),
  probe: (folder) => benchProbe(folder, rounds),
  fault: (folder) => benchFault(folder, rounds),
  logs: (folder) => benchLogs(folder, rounds),
};

/** Beyond so many processes for each processor, before anything was measured, ratios of wall time are no more than a hint. */
const BUSY = 0.3;

const before = loadPerCpu();
const folder = await mkdtemp(path.join(tmpdir(), 'casebook-bench-'));
try {
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} CPUs (${cpus()[0]?.model.trim() ?? 'unknown'}); medians of ${rounds} interleaved rounds, ratios as median (lowest–highest) of the rounds.\n`);
  const rows = [];
  for (const [name, part] of Object.entries(PARTS)) if (values.only.split(',').includes(name)) rows.push(...(await part(folder)));
  console.log(markdownTable(['what', 'Casebook', 'beside it', 'ratio'], rows));
  console.log(`\nLoad per processor: ${before.toFixed(2)} before, ${loadPerCpu().toFixed(2)} after (what is measured here included).`);
  if (before > BUSY) console.log('The machine was busy before it began: do not believe the ratios of wall time; those of processor time bear it better. Run it again on a quiet machine.');
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
