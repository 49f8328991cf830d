#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startService } from './src/service.mjs';

const USAGE = `usage: node server.mjs [--port 0] [--load-ms 1500] [--step-ms 25]
  --port     port on 127.0.0.1 and ::1; 0 = any free one
  --load-ms  how long the store takes to load; until then connections are accepted and reset
  --step-ms  duration of one step of the price refresh and of the stock count`;

/**
 * @returns {{ port: number, loadMs: number, stepMs: number }}
 * @throws {Error} with a message for the user
 */
function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'load-ms': { type: 'string', default: '1500' },
      'step-ms': { type: 'string', default: '25' },
    },
  });
  return {
    port: wholeNumber('port', values.port, 0, 65_535),
    loadMs: wholeNumber('load-ms', values['load-ms'], 0, 3_600_000),
    stepMs: wholeNumber('step-ms', values['step-ms'], 1, 60_000),
  };
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} min
 * @param {number} max
 * @returns {number}
 */
function wholeNumber(name, text, min, max) {
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new Error(`--${name} ${text}: give a whole number from ${min} to ${max}`);
  }
  return value;
}

/** @param {{ port: number, loadMs: number, stepMs: number }} options */
async function serve(options) {
  const service = await startService(options);
  const addresses = service.hasIPv6 ? '127.0.0.1 and ::1' : '127.0.0.1 (this machine has no ::1)';
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void service.close().then(() => console.log('stopped'));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  console.log(`listening on http://localhost:${service.port} (${addresses})`);
  console.log(`connections are reset until the store has loaded, in ${options.loadMs} ms`);
  await service.ready.then(
    () => console.log('ready'),
    (error) => {
      // Stopped while loading: nothing to report, the store was never going to be used.
      if (!stopping) throw error;
    },
  );
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exit(2);
}
try {
  await serve(options);
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
  console.error(`port ${options.port} is in use: stop what holds it, or give another --port (0 = any free one)`);
  process.exitCode = 3;
}
