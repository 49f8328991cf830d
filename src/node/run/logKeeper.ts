/** Which logs stay (`--keep failures`): those of attempts that did not pass, and their passing neighbours, which they are held against. */
import { unlinkSync } from 'node:fs';
import path from 'node:path';
import type { AttemptRecord } from '../../core/run/events.js';
import { isFailure } from '../../core/run/outcome.js';
import type { LogsKept } from '../../core/run/plan.js';
import { errorCode } from '../errorCode.js';

/** Takes the attempts in the order in which they end. Of those that pass, the last one before and the first one after a failure are kept. */
export class LogKeeper {
  readonly #folder: string;
  readonly #keep: LogsKept;
  /** The latest log of a pass, which nothing needs so far. */
  #candidate: string | undefined;
  #failedLast = false;

  constructor(folder: string, keep: LogsKept = 'all') {
    this.#folder = folder;
    this.#keep = keep;
  }

  /** To be called when the record is in the ledger. */
  ended({ outcome, log }: Pick<AttemptRecord, 'outcome' | 'log'>): void {
    if (this.#keep === 'all') return;
    if (isFailure(outcome)) {
      this.#candidate = undefined;
      this.#failedLast = true;
    } else if (outcome === 'pass') {
      if (this.#candidate !== undefined) this.#remove(this.#candidate);
      this.#candidate = this.#failedLast ? undefined : log;
      this.#failedLast = false;
    }
  }

  #remove(log: string): void {
    try {
      unlinkSync(path.join(this.#folder, log));
    } catch (error) {
      // It is gone already, or must stay: neither is worth the run.
      const code = errorCode(error);
      if (code === undefined) throw error;
    }
  }
}
