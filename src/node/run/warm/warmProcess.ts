/** A process that repeats tests: its output is taken apart into repetitions. */
import type { FoundTests } from '../../../core/run/tests/found.js';
import type { RepetitionReader, Sign } from '../../../core/run/warm/repetition.js';
import type { ExitStatus, StartedCommand } from '../../process/start.js';
import type { ProcessTree } from '../../process/tree.js';
import { afterReading, within } from '../../process/wait.js';
import { LEAK_WAIT_MS } from '../follow.js';
import type { AttemptLog } from '../attemptLog.js';
import { Lines, lineText, type Line } from './lines.js';

/** A driver that is not asked for more gets so long to put away what its framework holds, ms. */
const CLOSE_MS = 5_000;

/** A process that makes more repetitions than are wanted gets so long between SIGTERM and SIGKILL, ms. */
const GRACE_MS = 1_000;

/** How a repetition ended. */
export type RepetitionEnd =
  /** It came to its end. */
  | { readonly kind: 'over'; readonly failed?: boolean; readonly durationMs: number; readonly tests?: FoundTests; readonly exit?: ExitStatus; readonly leftBehind?: number }
  /** The process ended in the middle of it, or before the first began. */
  | { readonly kind: 'died'; readonly exit: ExitStatus; readonly begun: boolean; readonly complete: boolean; readonly tests?: FoundTests }
  | { readonly kind: 'timeout' | 'cancelled'; readonly exit: ExitStatus; readonly leftBehind: number }
  | { readonly kind: 'problem'; readonly problem: string }
  /** It ended between two repetitions; this one has not begun. */
  | { readonly kind: 'gone'; readonly exit: ExitStatus };

interface Current {
  readonly log: AttemptLog;
  readonly settle: (end: RepetitionEnd) => void;
  /** Monotonic ms, when it began. */
  begunAt?: number;
}

export class WarmProcess {
  readonly #started: StartedCommand;
  readonly #tree: ProcessTree;
  readonly #reader: RepetitionReader;
  readonly #queue: Line[] = [];
  readonly #closed: Promise<unknown>;
  /** A line that begins the repetition that nobody has asked for yet. */
  #carry: { readonly line: Line; readonly sign: Sign } | undefined;
  /** The end of the line before, if that was nothing else: it belongs to a line of ours, or to the output. */
  #newline: Buffer | undefined;
  #current: Current | undefined;
  /** Set when the process has ended and its output was read. */
  #exit: ExitStatus | undefined;
  /** It has ended: what is left of its output fits into a pipe, and is read at once. */
  #draining = false;
  #over = 0;
  #lastAt = performance.now();

  /** @param tree of the started process; stays its maker's to forget */
  constructor(started: StartedCommand, tree: ProcessTree, reader: RepetitionReader) {
    this.#started = started;
    this.#tree = tree;
    this.#reader = reader;
    const streams = started.output.map((stream) => {
      const lines = new Lines();
      stream.on('data', (chunk: Buffer) => {
        for (const line of lines.push(chunk, performance.now())) this.#queue.push(line);
        this.#pump();
      });
      // The end that follows tells.
      stream.once('error', () => undefined);
      return new Promise<void>((resolve) => {
        stream.once('close', () => {
          const bytes = lines.rest();
          if (bytes.length > 0) this.#queue.push({ bytes, at: performance.now() });
          resolve();
        });
      });
    });
    this.#closed = Promise.all(streams);
    // A driver that is gone cannot be asked; its end tells.
    started.channel?.on('error', () => undefined);
    void this.#awaitEnd();
  }

  /**
   * Follows one repetition to its end, and asks for it where the process waits for that. After `timeout`, `cancelled` and `problem` the process is ended.
   * @param timeoutMs of this repetition; of the first one with the start of the process
   */
  async repetition(asked: { readonly attempt: number; readonly seed?: number }, log: AttemptLog, limits: { readonly timeoutMs: number; readonly graceMs: number }, signal: AbortSignal): Promise<RepetitionEnd> {
    const ended = new Promise<RepetitionEnd>((settle) => (this.#current = { log, settle }));
    this.#started.channel?.write(`${JSON.stringify(asked)}\n`);
    for (const stream of this.#started.output) stream.resume();
    this.#pump();
    const first = await firstOf(ended, limits.timeoutMs, signal);
    if (typeof first !== 'string') {
      if (first.kind === 'problem') await this.close();
      return first;
    }
    const leftBehind = await this.#tree.end(limits.graceMs);
    await within(this.#closed, LEAK_WAIT_MS);
    this.#current = undefined;
    for (const { bytes } of [...(this.#carry ? [this.#carry.line] : []), ...this.#queue.splice(0)]) log.write(bytes);
    const exit = (await within(this.#started.exited, 0)) ? await this.#started.exited : { exitCode: null, signal: null };
    this.#release();
    return { kind: first, exit, leftBehind };
  }

  /** Ends the process: a driver by itself, others by a signal. */
  async close(): Promise<void> {
    this.#started.channel?.end();
    for (const stream of this.#started.output) stream.resume();
    const byItself = this.#started.channel ? await within(this.#started.exited, CLOSE_MS) : this.#exit !== undefined;
    if (!byItself || !(await this.#tree.settled(this.#closed, LEAK_WAIT_MS))) await this.#tree.end(GRACE_MS);
    this.#release();
  }

  #release(): void {
    this.#started.channel?.destroy();
    for (const stream of this.#started.output) stream.destroy();
  }

  async #awaitEnd(): Promise<void> {
    const status = await this.#started.exited;
    this.#draining = true;
    for (const stream of this.#started.output) stream.resume();
    await within(this.#closed, LEAK_WAIT_MS);
    this.#exit = status;
    this.#pump();
  }

  /** Hands what has arrived to the repetition under way, up to its end. */
  #pump(): void {
    while (this.#current) {
      const next = this.#next();
      if (!next) break;
      this.#take(this.#current, next);
    }
    if (this.#current && this.#exit) void this.#died(this.#current, this.#exit);
    // What comes behind the end of a repetition waits until the next one is asked for.
    if (!this.#current && !this.#draining) for (const stream of this.#started.output) stream.pause();
  }

  #next(): { readonly line: Line; readonly sign: Sign } | undefined {
    const carry = this.#carry;
    this.#carry = undefined;
    if (carry) return carry;
    const line = this.#queue.shift();
    return line && { line, sign: this.#reader.read(lineText(line)) };
  }

  #take(current: Current, { line, sign }: { readonly line: Line; readonly sign: Sign }): void {
    this.#lastAt = line.at;
    const ours = sign.kind === 'over' || sign.kind === 'problem' || (sign.kind === 'begin' && sign.ours === true);
    if (!ours && this.#newline) current.log.write(this.#newline);
    this.#newline = undefined;
    if (sign.kind === 'problem') this.#finish(current, sign);
    else if (sign.kind === 'over') this.#finish(current, { ...sign.ending, kind: 'over' });
    else if (sign.kind === 'begin' && current.begunAt !== undefined) {
      this.#carry = { line, sign: { kind: 'begin' } };
      this.#finish(current, { kind: 'over', durationMs: line.at - current.begunAt, ...(sign.before && { tests: sign.before }) });
    } else {
      if (sign.kind === 'begin') current.begunAt = line.at;
      if (ours) return;
      if (line.bytes.length === 1) this.#newline = line.bytes;
      else current.log.write(line.bytes);
    }
  }

  #finish(current: Current, end: RepetitionEnd): void {
    this.#over += 1;
    this.#current = undefined;
    current.settle(end);
  }

  async #died(current: Current, exit: ExitStatus): Promise<void> {
    this.#current = undefined;
    if (this.#newline) current.log.write(this.#newline);
    const settled = await this.#tree.settled(this.#closed, LEAK_WAIT_MS);
    const left = settled ? [] : this.#tree.remaining(true);
    if (left.length > 0) await this.#tree.end(GRACE_MS);
    this.#release();
    const begun = current.begunAt !== undefined;
    if (!begun && this.#over > 0) {
      current.settle({ kind: 'gone', exit });
      return;
    }
    const complete = this.#reader.complete();
    const tests = this.#reader.tests();
    if (!begun || !complete) current.settle({ kind: 'died', exit, begun, complete, ...(tests && { tests }) });
    else current.settle({ kind: 'over', durationMs: this.#lastAt - (current.begunAt ?? this.#lastAt), exit, leftBehind: left.length, ...(tests && { tests }) });
  }
}

function firstOf(ended: Promise<RepetitionEnd>, timeoutMs: number, signal: AbortSignal): Promise<RepetitionEnd | 'timeout' | 'cancelled'> {
  return new Promise((resolve) => {
    const settle = (first: RepetitionEnd | 'timeout' | 'cancelled'): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(first);
    };
    const onAbort = (): void => settle('cancelled');
    const timer = setTimeout(() => afterReading(() => settle('timeout')), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    void ended.then(settle);
    if (signal.aborted) onAbort();
  });
}
