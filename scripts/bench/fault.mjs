/** The fault proxy as a plain relay, beside a direct connection: latency of a round trip, and throughput. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { median, spread } from './measure.mjs';

const CLI = fileURLToPath(new URL('../../dist/cli/casebook.cjs', import.meta.url));
const TRIPS = 3_000;
const BYTES = 512 * 1024 * 1024;

/** An echo and a sink in a process of their own: `e` is sent back, what follows an `s` is counted, and its end answered. */
const SERVER = `
const net = require('node:net');
const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (first) => {
    if (first[0] === 0x73) socket.on('data', () => undefined).on('end', () => socket.end('k'));
    else { socket.write(first); socket.on('data', (chunk) => socket.write(chunk)).on('end', () => socket.end()); }
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/**
 * @param {string} folder
 * @param {number} rounds
 * @returns {Promise<string[][]>}
 */
export async function benchFault(folder, rounds) {
  const server = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let proxy;
  try {
    const direct = Number(await firstLine(server));
    proxy = spawn(process.execPath, [CLI, 'fault', '--json', '--upstream', `127.0.0.1:${direct}`], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const relayed = Number(JSON.parse(await firstLine(proxy)).address.split(':').at(-1));
    const tries = { direct: /** @type {number[][]} */ ([]), relayed: /** @type {number[][]} */ ([]), directRate: /** @type {number[]} */ ([]), relayedRate: /** @type {number[]} */ ([]) };
    for (let round = 0; round < rounds; round += 1) {
      // Each round begins with the other one.
      for (const name of round % 2 === 0 ? /** @type {const} */ (['direct', 'relayed']) : /** @type {const} */ (['relayed', 'direct'])) {
        const port = name === 'direct' ? direct : relayed;
        tries[name].push(await roundTrips(port));
        tries[`${name}Rate`].push(await throughput(port));
      }
    }
    const micro = (/** @type {number} */ ms) => `${(ms * 1000).toFixed(0)} µs`;
    const row = (/** @type {string} */ what, /** @type {number} */ share) => {
      const [ours, theirs] = [tries.relayed, tries.direct].map((each) => each.map((trips) => quantile(trips, share)));
      return [what, micro(median(ours ?? [])), micro(median(theirs ?? [])), ratios(ours ?? [], theirs ?? [])];
    };
    const rate = (/** @type {number[]} */ rates) => `${median(rates).toFixed(0)} MB/s`;
    return [
      row('round trip through the fault proxy, p50, beside a direct connection', 0.5),
      row('… p99', 0.99),
      ['… throughput', rate(tries.relayedRate), rate(tries.directRate), ratios(tries.relayedRate, tries.directRate)],
    ];
  } finally {
    server.kill();
    proxy?.kill();
  }
}

/** @param {import('node:child_process').ChildProcess} child */
async function firstLine(child) {
  if (!child.stdout) throw new Error('A child without output');
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  // What it prints later must not fill the pipe.
  lines.on('line', () => undefined);
  return String(line);
}

/**
 * ms of each round trip of one byte, without those that warm up.
 * @param {number} port
 */
async function roundTrips(port) {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const taken = [];
  for (let trip = 0; trip < TRIPS; trip += 1) {
    const start = performance.now();
    const back = new Promise((resolve) => socket.once('data', resolve));
    socket.write('e');
    await back;
    taken.push(performance.now() - start);
  }
  socket.destroy();
  return taken.slice(TRIPS / 10);
}

/**
 * MB (10⁶ bytes) per second, to the answer that all has come.
 * @param {number} port
 */
async function throughput(port) {
  const socket = net.connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  const chunk = Buffer.alloc(256 * 1024, 's');
  const answered = once(socket, 'data');
  const start = performance.now();
  for (let sent = 0; sent < BYTES; sent += chunk.length) if (!socket.write(chunk)) await once(socket, 'drain');
  socket.end();
  await answered;
  const ms = performance.now() - start;
  socket.destroy();
  return BYTES / 1e6 / (ms / 1000);
}

/**
 * Round by round.
 * @param {readonly number[]} ours
 * @param {readonly number[]} theirs
 */
function ratios(ours, theirs) {
  return spread(ours.map((one, round) => one / (theirs[round] ?? NaN)));
}

/**
 * @param {readonly number[]} numbers
 * @param {number} share
 */
function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
