import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Journal } from './journal.mjs';
import { closeAll, listenOnLoopback } from './listen.mjs';
import { OrderStore } from './order-store.mjs';
import { PriceList } from './price-list.mjs';
import { answer } from './routes.mjs';
import { StockCount } from './stock-count.mjs';

const DATA = new URL('../data/', import.meta.url);

/**
 * @typedef {object} Options
 * @property {number} [port] 0 = any free one
 * @property {number} [loadMs] how long the store takes to load, in milliseconds
 * @property {number} [stepMs] pace of the background refreshes, see `nextStep`
 * @property {URL} [journalFile] where accepted orders are written; without it no orders are accepted
 */

/**
 * @typedef {object} Service
 * @property {number} port
 * @property {boolean} hasIPv6 whether ::1 is served beside 127.0.0.1
 * @property {Promise<void>} ready settles when the store has loaded; until then connections are accepted and reset
 * @property {() => Promise<void>} close
 */

/**
 * Starts the service. It listens *before* its store is loaded.
 *
 * @param {Options} [options]
 * @returns {Promise<Service>}
 */
export async function startService({ port = 0, loadMs = 0, stepMs = 0, journalFile } = {}) {
  const closing = new AbortController();
  const stores = {
    orders: new OrderStore(new URL('orders/', DATA)),
    prices: new PriceList(stepMs),
    stock: new StockCount(new URL('products.json', DATA), stepMs),
    journal: journalFile === undefined ? undefined : new Journal(journalFile),
  };
  let isReady = false;
  const makeServer = () => {
    const server = createServer((request, response) => void respond(stores, request, response));
    return server.on('connection', (socket) => {
      if (!isReady) socket.resetAndDestroy();
    });
  };
  const listening = await listenOnLoopback(makeServer, port);

  const load = async () => {
    await stores.journal?.open();
    await stores.prices.start(new URL('prices.json', DATA), closing.signal);
    await stores.stock.start(closing.signal);
    await stores.orders.load(loadMs, closing.signal);
    isReady = true;
  };
  return {
    port: listening.port,
    hasIPv6: listening.servers.length > 1,
    ready: load(),
    close: async () => {
      closing.abort();
      await closeAll(listening.servers);
    },
  };
}

/**
 * @param {import('./routes.mjs').Stores} stores
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function respond(stores, request, response) {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  try {
    const { status, body } = await answer(stores, request.method ?? 'GET', path, await text(request));
    send(response, status, body);
  } catch (error) {
    // The client went away in the middle of its request: nobody is left to answer.
    if (!request.complete) return;
    console.error(error);
    send(response, 500, { error: 'internal error, see the log of the service' });
  }
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {object} body
 */
function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
