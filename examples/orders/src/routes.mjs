import { discounted } from './money.mjs';

/** @typedef {{ status: number, body: object }} Answer */
/** @typedef {{ orders: import('./order-store.mjs').OrderStore, prices: import('./price-list.mjs').PriceList, stock: import('./stock-count.mjs').StockCount, journal: import('./journal.mjs').Journal | undefined }} Stores */

/**
 * Answers one request.
 *
 * @param {Stores} stores
 * @param {string} method
 * @param {string} path without the query
 * @param {string} text body of the request
 * @returns {Promise<Answer>}
 */
export async function answer(stores, method, path, text) {
  const [collection, id, ...rest] = path.split('/').slice(1);
  if (rest.length > 0) return notFound(path);
  if (method === 'POST') return collection === 'orders' && id === undefined ? place(stores, text) : notFound(path);
  if (method !== 'GET') return { status: 405, body: { error: `${method} is not supported` } };
  if (collection === 'health' && id === undefined) return { status: 200, body: { status: 'ready', orders: stores.orders.ids().length } };
  if (collection === 'orders') return id === undefined ? { status: 200, body: { orders: stores.orders.ids() } } : showOrder(stores, id);
  if (collection === 'stock' && id !== undefined) return showStock(stores, id);
  return notFound(path);
}

/**
 * @param {Stores} stores
 * @param {string} id
 * @returns {Promise<Answer>}
 */
async function showOrder({ orders, prices }, id) {
  const order = await orders.read(id);
  if (order === undefined) return notFound(`order ${id}`);
  let subtotal = 0;
  for (const { sku, quantity } of order.lines) {
    const price = prices.priceOf(order.region, sku);
    if (price === undefined) return { status: 500, body: { error: `no price for ${sku} in region ${order.region}` } };
    subtotal += price * quantity;
  }
  return { status: 200, body: { ...order, totalCents: discounted(subtotal, order.discountPercent) } };
}

/**
 * @param {Stores} stores
 * @param {string} sku
 * @returns {Promise<Answer>}
 */
async function showStock({ stock }, sku) {
  const { product, count } = await stock.lookUp(sku);
  if (product === undefined) return notFound(`product ${sku}`);
  if (count === undefined) return { status: 500, body: { error: `no stock count for ${sku}` } };
  return { status: 200, body: { sku, name: product.name, count } };
}

/**
 * @param {Stores} stores
 * @param {string} text
 * @returns {Promise<Answer>}
 */
async function place({ journal }, text) {
  if (journal === undefined) return { status: 503, body: { error: 'this service was started without a journal' } };
  let order;
  try {
    order = JSON.parse(text);
  } catch {
    return { status: 400, body: { error: 'the body is not JSON' } };
  }
  if (typeof order?.reference !== 'string') return { status: 400, body: { error: 'the order has no reference' } };
  await journal.append({ reference: order.reference });
  return { status: 201, body: { reference: order.reference } };
}

/**
 * @param {string} what
 * @returns {Answer}
 */
function notFound(what) {
  return { status: 404, body: { error: `${what} not found` } };
}
