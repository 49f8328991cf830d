/** One direction of a relayed connection: passes bytes on at once, or as the faults want it, and never holds more than a bound. */
import type { Socket } from 'node:net';
import type { LaneBytes } from '../../core/fault/witness.js';
import { isPlain, NO_LANE_FAULTS, type LaneFaults } from '../../core/fault/state.js';

/** What a lane tells its connection. */
export interface LaneWatch {
  /** The first byte since the faults changed that is kept back, or with `end` the end of what is sent. */
  withheld(end?: true): void;
  /** More was sent than is held: the sender is read no further until there is room. */
  full(): void;
  /** The bytes that a cut lets through are through. */
  cut(by: 'fin' | 'rst'): void;
  /** Bytes came in, before they are passed on; what is returned comes back with {@link LaneWatch.passed}. */
  arrived(): number;
  /** Bytes were passed on, with what {@link LaneWatch.arrived} said of them. */
  passed(note: number): void;
}

interface Held {
  /** Undefined: the end of what the sender sends. */
  readonly chunk: Buffer | undefined;
  /** Monotonic, ms. */
  readonly due: number;
  readonly note: number;
  /** By a fault, and not only for a receiver that is slow. */
  kept: boolean;
}

/** A lane holds no more than this and one read, bytes: the product of 40 MB/s and a latency of 100 ms. */
const MOST_BYTES = 4 * 1024 * 1024;

/** What a chunk costs besides its bytes. */
const CHUNK_COST = 256;

/** A limit of bandwidth passes pieces of about so many ms. */
const PIECE_MS = 20;

/** How far a limited lane makes up for timers that came late, ms. */
const CATCH_UP_MS = 100;

export class Lane {
  readonly #from: Socket;
  readonly #watch: LaneWatch;
  readonly #random: () => number;
  #to: Socket | undefined;
  #faults: LaneFaults = NO_LANE_FAULTS;
  #held = false;
  /** Bytes pass at once when nothing is in the queue. */
  #plain = false;
  #swallows = false;
  #queue: Held[] = [];
  #first = 0;
  #queued = 0;
  /** Of the first chunk, what was passed on already. */
  #offset = 0;
  #timer: NodeJS.Timeout | undefined;
  #draining = false;
  #nextAt = 0;
  #lastDue = 0;
  #cutLeft = Infinity;
  #told = false;
  #full = false;
  #senderGone = false;
  #over = false;
  #relayed = 0;
  #withheld = 0;
  #lost = 0;
  #late = 0;

  constructor(from: Socket, watch: LaneWatch, random: () => number) {
    this.#from = from;
    this.#watch = watch;
    this.#random = random;
  }

  get bytes(): LaneBytes {
    return { relayed: this.#relayed, withheld: this.#withheld, lost: this.#lost, late: this.#late };
  }

  /** Passed on so far, bytes. */
  get relayed(): number {
    return this.#relayed;
  }

  /** Held in memory now, bytes. */
  get queuedBytes(): number {
    return this.#queued;
  }

  /** The receiver is connected. */
  connectTo(to: Socket): void {
    this.#to = to;
    to.on('drain', () => {
      this.#draining = false;
      this.#pump();
    });
    this.#setPlain();
    this.#pump();
  }

  /** From here on, these faults hold; what the last ones kept back for a time that is over passes. */
  setFaults(faults: LaneFaults, held: boolean): void {
    if (faults.cut !== this.#faults.cut) this.#cutLeft = faults.cut?.bytes ?? Infinity;
    this.#faults = faults;
    this.#held = held;
    this.#told = false;
    this.#setPlain();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#nextAt = 0;
    if (this.#plain) {
      this.#lastDue = 0;
      this.#queue = this.#queue.map((one) => ({ ...one, due: 0 }));
    }
    this.#pump();
  }

  /** Takes what was read of the sender. */
  push(chunk: Buffer): void {
    const note = this.#watch.arrived();
    if (this.#plain && this.#first === this.#queue.length && !this.#draining) {
      this.#pass(chunk, note, false);
      return;
    }
    if (this.#swallows || this.#over) {
      this.#lost += chunk.length;
      this.#keptBack(chunk.length);
      return;
    }
    this.#queued += chunk.length + CHUNK_COST;
    const last: Held = { chunk, due: this.#due(), note, kept: false };
    this.#queue.push(last);
    this.#pump();
    const left = this.#left(last);
    if (left > 0 && this.#waitsForFault(last)) {
      last.kept = true;
      this.#keptBack(left);
    }
    if (this.#queued > MOST_BYTES && !this.#full) {
      this.#full = true;
      this.#from.pause();
      if (this.#held) this.#watch.full();
    }
  }

  /** The sender has sent all. */
  end(): void {
    this.#senderGone = true;
    const last: Held = { chunk: undefined, due: Math.max(this.#lastDue, performance.now() + this.#faults.slowCloseMs), note: 0, kept: false };
    this.#queue.push(last);
    this.#pump();
    if (this.#faults.slowCloseMs > 0 && this.#queue.at(-1) === last && !this.#told) {
      this.#told = true;
      this.#watch.withheld(true);
    }
  }

  /** Bytes of the chunk that was pushed last and did not pass at once. */
  #left(last: Held): number {
    if (this.#over || this.#queue.at(-1) !== last) return 0;
    return (last.chunk?.length ?? 0) - (this.#first === this.#queue.length - 1 ? this.#offset : 0);
  }

  /** Whether it is a fault that keeps it, and not only a receiver that is slow or not connected yet: a limit that is not reached keeps nothing. */
  #waitsForFault({ due }: Held): boolean {
    return this.#held || this.#timer !== undefined || Math.max(due, this.#nextAt) > performance.now();
  }

  /** From here on, what is sent goes nowhere. */
  swallow(): void {
    this.#swallows = true;
    this.#plain = false;
    this.#drop();
  }

  /** Nothing passes any more: what is still held is lost. */
  close(): void {
    this.#over = true;
    this.#plain = false;
    this.#drop();
  }

  #setPlain(): void {
    this.#plain = !this.#held && !this.#swallows && !this.#over && this.#to !== undefined && isPlain(this.#faults);
  }

  #keptBack(bytes: number): void {
    this.#withheld += bytes;
    if (this.#told) return;
    this.#told = true;
    this.#watch.withheld();
  }

  #due(): number {
    const { latencyMs, jitterMs } = this.#faults;
    if (latencyMs === 0 && jitterMs === 0) return 0;
    // Never before what was sent earlier: TCP keeps the order.
    this.#lastDue = Math.max(this.#lastDue, performance.now() + latencyMs + jitterMs * this.#random());
    return this.#lastDue;
  }

  #pump(): void {
    while (!this.#held && !this.#draining && !this.#over && this.#to && this.#timer === undefined) {
      const head = this.#queue[this.#first];
      if (!head) break;
      const wait = Math.max(head.due, this.#nextAt) - performance.now();
      if (wait > 0.5) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#pump();
        }, wait);
        break;
      }
      if (head.chunk) this.#passPiece(head.chunk, head.note, head.kept);
      else {
        this.#shift();
        this.#to.end();
      }
    }
    // Also when the queue was empty all along: a receiver that is slow has drained.
    if (this.#queued < MOST_BYTES / 2 && !this.#draining && (!this.#held || this.#full)) {
      this.#full = false;
      if (this.#from.isPaused() && this.#to) this.#from.resume();
    }
  }

  /** The first chunk, or as much of it as may pass at once. */
  #passPiece(chunk: Buffer, note: number, kept: boolean): void {
    const { bytesPerSecond, slice } = this.#faults;
    const most = Math.min(slice?.bytes ?? Infinity, bytesPerSecond === undefined ? Infinity : Math.max(1, Math.round((bytesPerSecond * PIECE_MS) / 1000)));
    const piece = chunk.subarray(this.#offset, Math.min(chunk.length, this.#offset + most));
    this.#offset += piece.length;
    if (this.#offset >= chunk.length) {
      this.#shift();
      this.#queued -= chunk.length + CHUNK_COST;
    }
    if (bytesPerSecond !== undefined) this.#nextAt = Math.max(this.#nextAt, performance.now() - CATCH_UP_MS) + (piece.length / bytesPerSecond) * 1000;
    else if (slice && slice.ms > 0) this.#nextAt = performance.now() + slice.ms;
    else this.#nextAt = 0;
    this.#pass(piece, note, kept);
  }

  #pass(chunk: Buffer, note: number, kept: boolean): void {
    const { cut } = this.#faults;
    const allowed = cut && chunk.length >= this.#cutLeft ? chunk.subarray(0, this.#cutLeft) : chunk;
    this.#cutLeft -= allowed.length;
    this.#relayed += allowed.length;
    if (kept && this.#senderGone) this.#late += allowed.length;
    if (allowed.length > 0) {
      if (this.#to?.write(allowed) === false) {
        this.#draining = true;
        this.#from.pause();
      }
      this.#watch.passed(note);
    }
    if (!cut || this.#cutLeft > 0) return;
    this.#lost += chunk.length - allowed.length;
    if (chunk.length > allowed.length) this.#keptBack(chunk.length - allowed.length);
    this.#watch.cut(cut.by);
  }

  #shift(): void {
    this.#queue[this.#first] = { chunk: undefined, due: 0, note: 0, kept: false };
    this.#first += 1;
    this.#offset = 0;
    if (this.#first < this.#queue.length && this.#first < 1024) return;
    this.#queue = this.#queue.slice(this.#first);
    this.#first = 0;
  }

  #drop(): void {
    clearTimeout(this.#timer);
    for (const { chunk } of this.#queue.slice(this.#first)) this.#lost += chunk?.length ?? 0;
    this.#lost -= this.#offset;
    this.#queue = [];
    this.#first = 0;
    this.#offset = 0;
    this.#queued = 0;
  }
}
