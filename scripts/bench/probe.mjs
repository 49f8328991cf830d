/** A ladder and a matrix against a healthy server on loopback, beside starting Node with nothing to do. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cost, median, shown } from './measure.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Each takes a fraction of a second. */
const REPEATS = 5;

/**
 * @param {string} folder
 * @param {number} rounds
 * @returns {Promise<string[][]>}
 */
export async function benchProbe(folder, rounds) {
  const server = createServer((_, response) => response.end('fine'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const cli = path.join(root, 'dist/cli/casebook.cjs');
    // With those of Node and curl, 16 cells where curl is at hand.
    const clients = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].flatMap((label) => ['--client', `${label}=true {port}`]);
    const commands = {
      empty: ['-e', ''],
      port: [cli, 'probe', `127.0.0.1:${port}`],
      ladder: [cli, 'probe', `http://127.0.0.1:${port}/`],
      matrix: [cli, 'probe', `http://127.0.0.1:${port}/`, '--matrix', ...clients],
    };
    /** @type {Record<keyof typeof commands, { wall: number, cpu: number }[]>} */
    const costs = { empty: [], port: [], ladder: [], matrix: [] };
    // What the first start of a version compiles and keeps.
    for (const args of Object.values(commands)) await cost(process.execPath, args, folder);
    for (let round = 0; round < rounds * REPEATS; round += 1) {
      for (const name of /** @type {(keyof typeof commands)[]} */ (Object.keys(commands))) costs[name].push(await cost(process.execPath, commands[name], folder));
    }
    const of = (/** @type {keyof typeof commands} */ name, /** @type {'wall' | 'cpu'} */ kind) => median(costs[name].map((one) => one[kind]));
    const row = (/** @type {string} */ what, /** @type {'port' | 'ladder' | 'matrix'} */ name, /** @type {'wall' | 'cpu'} */ kind) => [what, shown(of(name, kind)), shown(of('empty', kind)), `+ ${shown(of(name, kind) - of('empty', kind))}`];
    return [
      row('`casebook probe` of a port on loopback, beside starting Node with nothing to do', 'port', 'wall'),
      row('the same, processor time', 'port', 'cpu'),
      row('`casebook probe` of a healthy URL on loopback', 'ladder', 'wall'),
      row('the same, processor time', 'ladder', 'cpu'),
      row('`casebook probe --matrix` of 16 cells (11 of them clients of the user)', 'matrix', 'wall'),
    ];
  } finally {
    server.close();
  }
}
