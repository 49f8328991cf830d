import { readFile, readdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** @typedef {{ id: string, customer: string, region: string, discountPercent: number, lines: { sku: string, quantity: number }[] }} Order */

/** Orders as files, one `<id>.json` each; the list of them is loaded once. */
export class OrderStore {
  /** @type {string[]} */
  #ids = [];
  #folder;

  /** @param {URL} folder */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * @param {number} loadMs how long loading takes, in milliseconds: stands for the replay of a long log
   * @param {AbortSignal} signal
   * @returns {Promise<void>}
   */
  async load(loadMs, signal) {
    const names = await readdir(this.#folder);
    if (loadMs > 0) await setTimeout(loadMs, undefined, { signal });
    this.#ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length)).sort();
  }

  /** @returns {readonly string[]} */
  ids() {
    return this.#ids;
  }

  /**
   * @param {string} id
   * @returns {Promise<Order | undefined>} undefined where there is no such order
   */
  async read(id) {
    if (!this.#ids.includes(id)) return undefined;
    return JSON.parse(await readFile(new URL(`${id}.json`, this.#folder), 'utf8'));
  }
}
