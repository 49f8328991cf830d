import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { startService } from '../src/service.mjs';

/** @typedef {(method: 'GET' | 'POST', path: string, body?: object) => Promise<{ status: number, body: any }>} Ask */

/**
 * Milliseconds that the store of a scenario takes to load. The background refreshes turn over thousands
 * of times meanwhile, so that the first request meets them at no step in particular: their cycles of 4
 * and of 30 turns are far shorter than the spread of this wait.
 */
const LOAD_MS = 10;

/**
 * Starts a service of its own, waits until it is ready, hands over a client, and closes the service.
 *
 * @param {(ask: Ask) => Promise<void>} use
 * @param {import('../src/service.mjs').Options} [options]
 */
export async function withService(use, options) {
  const service = await startService({ loadMs: LOAD_MS, ...options });
  try {
    await service.ready;
    await use((method, path, body) => ask(service.port, method, path, body));
  } finally {
    await service.close();
  }
}

/**
 * @param {number} port
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<{ status: number, body: any }>}
 */
async function ask(port, method, path, body) {
  const response = await new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, agent: false }, resolve).on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
  return { status: response.statusCode, body: await json(response) };
}
