import { readFile } from 'node:fs/promises';
import { nextStep } from './pace.mjs';

/** Prices per region, refreshed in the background for as long as the service runs. */
export class PriceList {
  /** @type {Map<string, Map<string, number>>} */
  #regions = new Map();
  #stepMs;

  /** @param {number} stepMs duration of one step of the refresh, see `nextStep` */
  constructor(stepMs) {
    this.#stepMs = stepMs;
  }

  /**
   * Reads the price list once, then starts the refresh.
   *
   * @param {URL} file JSON: region -> SKU -> price in cents
   * @param {AbortSignal} signal ends the refresh
   * @returns {Promise<void>}
   */
  async start(file, signal) {
    /** @type {Record<string, Record<string, number>>} */
    const published = JSON.parse(await readFile(file, 'utf8'));
    for (const [region, prices] of Object.entries(published)) {
      this.#regions.set(region, new Map(Object.entries(prices)));
    }
    void this.#keepFresh(published, signal);
  }

  /**
   * @param {string} region
   * @param {string} sku
   * @returns {number | undefined} cents; undefined where the region has no price for the product
   */
  priceOf(region, sku) {
    return this.#regions.get(region)?.get(sku);
  }

  /**
   * Goes round the regions, one refresh after the other.
   *
   * @param {Record<string, Record<string, number>>} published
   * @param {AbortSignal} signal
   */
  async #keepFresh(published, signal) {
    while (!signal.aborted) {
      for (const [region, prices] of Object.entries(published)) await this.#refresh(region, prices);
    }
  }

  /**
   * @param {string} region
   * @param {Record<string, number>} published
   */
  async #refresh(region, published) {
    const prices = this.#regions.get(region) ?? new Map();
    prices.clear();
    for (const [sku, cents] of await this.#fetch(published)) prices.set(sku, cents);
    this.#regions.set(region, prices);
  }

  /**
   * Asks the publisher for the prices of one region; the answer takes one step.
   *
   * @param {Record<string, number>} published
   */
  async #fetch(published) {
    await nextStep(this.#stepMs);
    return Object.entries(published);
  }
}
