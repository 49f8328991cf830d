/** Load of our own: busy loops in threads of this process, which therefore end with it, however it ends. */
import os from 'node:os';
import { Worker } from 'node:worker_threads';

const IDLE = 0;
const BUSY = 1;

/** Burns while told to, in parts that are short enough to see the end; sleeps without a processor otherwise. */
const LOOP = `
const { workerData } = require('node:worker_threads');
for (;;) {
  Atomics.wait(workerData, 0, ${IDLE});
  while (Atomics.load(workerData, 0) === ${BUSY}) for (let turn = 0; turn < 1e6; turn++);
}`;

export class Burners {
  readonly #state = new Int32Array(new SharedArrayBuffer(4));
  readonly #workers: Worker[];

  /** One for each processor that this process may use. They sleep until {@link burn}. */
  constructor(count = os.availableParallelism()) {
    this.#workers = Array.from({ length: count }, () => new Worker(LOOP, { eval: true, workerData: this.#state }));
    for (const worker of this.#workers) worker.unref();
  }

  burn(): void {
    Atomics.store(this.#state, 0, BUSY);
    Atomics.notify(this.#state, 0);
  }

  rest(): void {
    Atomics.store(this.#state, 0, IDLE);
  }

  async end(): Promise<void> {
    this.rest();
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
