import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';

/** The orders that this service accepted, one JSON document per line. */
export class Journal {
  #file;

  /** @param {URL} file */
  constructor(file) {
    this.#file = file;
  }

  /** Starts an empty journal. */
  async open() {
    await mkdir(new URL('.', this.#file), { recursive: true });
    await writeFile(this.#file, '');
  }

  /** @param {object} entry */
  async append(entry) {
    await appendFile(this.#file, `${JSON.stringify(entry)}\n`);
  }

  /** @returns {Promise<any[]>} */
  async entries() {
    const text = await readFile(this.#file, 'utf8');
    return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  }
}
