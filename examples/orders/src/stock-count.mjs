import { readFile } from 'node:fs/promises';
import { nextStep } from './pace.mjs';

/** @typedef {{ sku: string, name: string, stock: number }} Product */

/** Products on stock, recounted in the background for as long as the service runs. */
export class StockCount {
  /** @type {Map<string, number>} */
  #counts = new Map();
  #stepMs;
  #file;

  /**
   * @param {URL} file JSON: a list of products
   * @param {number} stepMs duration of one step of the recount, see `nextStep`
   */
  constructor(file, stepMs) {
    this.#file = file;
    this.#stepMs = stepMs;
  }

  /**
   * Counts every product once, then starts the recount.
   *
   * @param {AbortSignal} signal ends the recount
   * @returns {Promise<void>}
   */
  async start(signal) {
    const products = await this.#products();
    for (const { sku, stock } of products) this.#counts.set(sku, stock);
    void this.#recount(products, signal);
  }

  /**
   * @param {string} sku
   * @returns {Promise<{ product: Product | undefined, count: number | undefined }>} product: undefined
   *   where the catalogue does not have it; count: undefined where nothing was counted
   */
  async lookUp(sku) {
    const products = await this.#products();
    return { product: products.find((product) => product.sku === sku), count: this.#counts.get(sku) };
  }

  /** @returns {Promise<Product[]>} read anew each time, so that an edited catalogue shows at once */
  async #products() {
    return JSON.parse(await readFile(this.#file, 'utf8'));
  }

  /**
   * Goes round the products; the one that is being counted is off the list for one step.
   *
   * @param {Product[]} products
   * @param {AbortSignal} signal
   */
  async #recount(products, signal) {
    while (!signal.aborted) {
      for (const { sku, stock } of products) {
        this.#counts.delete(sku);
        await nextStep(this.#stepMs);
        this.#counts.set(sku, stock);
      }
    }
  }
}
