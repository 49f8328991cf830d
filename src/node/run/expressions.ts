/**
 * Whether the output of an attempt matches the user's regular expressions (`--expect`, `--infra`).
 *
 * A regular expression may take exponential time, and nothing in JavaScript interrupts it: so it is matched in a thread of its own, that is
 * ended at a deadline. It is matched against the log, of which 8 MiB of the beginning and 1 MiB of the end of an output are kept, with secrets
 * masked and without colours; `^` and `$` match at lines. Only attempts that failed are matched.
 */
import { Worker } from 'node:worker_threads';

/** What one expression may take for one output, ms; the usual is below 50. */
const DEADLINE_MS = 5_000;

/** An expression that reached the deadline so often is not tried again. */
const MAX_EXPIRED = 2;

/** Undefined: it could not be told in time. */
export type Match = boolean | undefined;

export interface MatchPlace {
  /** Absolute path of the log. */
  readonly file: string;
  /** Where the output stands in it: half-open, bytes. */
  readonly start: number;
  readonly end: number;
}

interface Pending {
  settle(match: Match): void;
}

/** To be closed by whoever made it; its thread starts at the first question. */
export class Expressions {
  readonly #deadlineMs: number;
  readonly #expired = new Map<string, number>();
  #worker: Worker | undefined;
  #pending: Pending | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(deadlineMs = DEADLINE_MS) {
    this.#deadlineMs = deadlineMs;
  }

  /** One question at a time is asked; others wait. */
  matches(source: string, place: MatchPlace): Promise<Match> {
    const answer = this.#last.then(() => this.#ask(source, place));
    this.#last = answer;
    return answer;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #ask(source: string, place: MatchPlace): Promise<Match> {
    const expired = this.#expired.get(source) ?? 0;
    if (expired >= MAX_EXPIRED) return undefined;
    const worker = this.#running();
    const match = await new Promise<Match | 'expired'>((resolve) => {
      const timer = setTimeout(() => resolve('expired'), this.#deadlineMs);
      this.#pending = {
        settle: (found) => {
          clearTimeout(timer);
          resolve(found);
        },
      };
      worker.postMessage({ source, ...place });
    });
    this.#pending = undefined;
    if (match !== 'expired') return match;
    this.#expired.set(source, expired + 1);
    await this.close();
    return undefined;
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(PROGRAM, { eval: true, env: {}, resourceLimits: { maxOldGenerationSizeMb: 256 } });
    worker.unref();
    worker.on('message', (match: Match) => this.#pending?.settle(match));
    // Out of memory, or the log cannot be read: nothing is known then.
    worker.on('error', () => {
      if (this.#worker === worker) this.#worker = undefined;
      this.#pending?.settle(undefined);
    });
    this.#worker = worker;
    return worker;
  }
}

/** In CommonJS, and whole: a bundle has no file of its own for it. */
const PROGRAM = String.raw`
const { parentPort } = require('node:worker_threads');
const { openSync, readSync, closeSync } = require('node:fs');
parentPort.on('message', ({ source, file, start, end }) => {
  const bytes = Buffer.alloc(end - start);
  const fd = openSync(file, 'r');
  let length = 0;
  try {
    for (let read; length < bytes.length && (read = readSync(fd, bytes, length, bytes.length - length, start + length)) > 0; ) length += read;
  } finally {
    closeSync(fd);
  }
  const text = bytes.toString('utf8', 0, length).replace(/\x1b\[[0-9;:?]*[ -\/]*[@-~]/g, '').replaceAll('\r\n', '\n');
  parentPort.postMessage(new RegExp(source, 'm').test(text));
});
`;
