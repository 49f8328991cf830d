/** A connection through the proxy: the client's socket, the upstream's, and a lane each way. */
import net, { type Socket } from 'node:net';
import type { Address } from '../../core/fault/address.js';
import type { ConnectionExchanges } from '../../core/fault/exchanges/connection.js';
import type { ExchangeTally } from '../../core/fault/exchanges/tally.js';
import { isHealthy, type FaultState } from '../../core/fault/state.js';
import type { WitnessEvent } from '../../core/fault/witness.js';
import { errorCode } from '../errorCode.js';
import { Lane } from './lane.js';

type Broken = Extract<WitnessEvent, { type: 'broken' }>['by'];

/** An event without its time. */
export type Seen = WitnessEvent extends infer E ? (E extends WitnessEvent ? Omit<E, 't'> : never) : never;

export interface ConnectionHooks {
  witness(event: Seen): void;
  /** Both sockets are closed. */
  gone(): void;
  readonly random: () => number;
  /** Counts its requests and messages. */
  readonly exchanges: ExchangeTally | undefined;
}

/** Bytes of the server that came before the last healing: no answer to what was passed on after it. */
const STALE = 0;
const UNASKED = 1;
const ASKED = 2;

export class RelayConnection {
  readonly id: number;
  readonly #client: Socket;
  readonly #upstreamAddress: Address;
  readonly #hooks: ConnectionHooks;
  readonly #up: Lane;
  readonly #down: Lane;
  readonly #exchanges: ConnectionExchanges | undefined;
  #upstream: Socket | undefined;
  #downTap: Socket | undefined;
  #state: FaultState;
  #idle: NodeJS.Timeout | undefined;
  #open = 1;
  #broken = false;
  #orphan = false;
  /** A side was reset while nothing passed: the other side hears of it after the healing. */
  #resetHeld = false;
  /** Counts healings: answers are told once for each. */
  #epoch = 1;
  #asked = false;
  #answered: 0 | 1 | 2 = 0;

  constructor(id: number, client: Socket, upstream: Address, state: FaultState, hooks: ConnectionHooks) {
    this.id = id;
    this.#client = client;
    this.#upstreamAddress = upstream;
    this.#state = state;
    this.#hooks = hooks;
    this.#up = new Lane(client, { ...this.#watch('up'), arrived: () => 0, passed: () => (this.#asked = true) }, hooks.random);
    // The upstream's socket is made before it is connected, so that the lane back has its sender.
    const upstreamSocket = new net.Socket({ allowHalfOpen: true });
    this.#downTap = upstreamSocket;
    this.#down = new Lane(upstreamSocket, { ...this.#watch('down'), arrived: () => this.#epoch * 4 + (this.#asked ? ASKED : UNASKED), passed: (note) => this.#passedDown(note) }, hooks.random);
    this.#down.connectTo(client);
    this.#exchanges = hooks.exchanges?.open({ up: () => this.#up.relayed, down: () => this.#down.relayed });
    this.#up.setFaults(state.up, state.held);
    this.#down.setFaults(state.down, state.held);
    client.setNoDelay(true);
    client.on('data', (chunk: Buffer) => {
      this.#idle?.refresh();
      this.#exchanges?.fromClient(chunk);
      this.#up.push(chunk);
    });
    client.on('end', () => this.#clientEnded());
    client.on('error', (error) => this.#clientFailed(error));
    client.on('close', () => this.#closed());
    this.#watchIdle();
    if (!state.held) this.#dial();
  }

  /** Bytes that the proxy holds for it. */
  get queuedBytes(): number {
    return this.#up.queuedBytes + this.#down.queuedBytes;
  }

  /** @param healed traffic passes again from here on */
  setFaults(state: FaultState, healed: boolean): void {
    this.#state = state;
    if (healed) {
      this.#epoch += 1;
      this.#asked = false;
      this.#answered = 0;
    }
    if (this.#orphan || this.#broken) return;
    if (!state.held && this.#resetHeld) {
      this.#reset();
      return;
    }
    this.#watchIdle();
    this.#up.setFaults(state.up, state.held);
    this.#down.setFaults(state.down, state.held);
    if (!state.held && !this.#upstream) this.#dial();
  }

  /** Resets both ends, and says why. */
  break(by: Broken): void {
    if (this.#broken) return;
    this.#hooks.witness({ type: 'broken', connection: this.id, by });
    this.#exchanges?.cut();
    if (by === 'cut') {
      this.#broken = true;
      this.#closeLanes();
      this.#client.end();
      this.#upstream?.end();
      // Whoever goes on sending is told by a reset.
      this.#client.destroySoon();
      this.#upstream?.destroySoon();
    } else this.#reset();
  }

  /** For the end of the proxy: both sockets are closed at once. */
  discard(): void {
    if (!this.#broken) this.#reset();
    // One that was cut still waits until its last bytes are taken: by a peer that reads nothing, for ever.
    this.#client.destroy();
    this.#upstream?.destroy();
  }

  /** The upstream goes away, and the client is told nothing of it. */
  orphan(): void {
    if (this.#broken || this.#orphan) return;
    this.#orphan = true;
    this.#hooks.witness({ type: 'broken', connection: this.id, by: 'orphan' });
    this.#exchanges?.cut();
    this.#up.swallow();
    this.#down.close();
    clearTimeout(this.#idle);
    discard(this.#upstream);
    this.#client.resume();
  }

  #dial(): void {
    const socket = this.#downTap;
    if (!socket) return;
    this.#downTap = undefined;
    this.#upstream = socket;
    this.#open += 1;
    let connected = false;
    socket.setNoDelay(true);
    socket.on('connect', () => {
      connected = true;
      this.#up.connectTo(socket);
    });
    socket.on('data', (chunk: Buffer) => {
      this.#idle?.refresh();
      this.#exchanges?.fromServer(chunk);
      this.#down.push(chunk);
    });
    socket.on('end', () => {
      if (this.#broken || this.#orphan) return;
      this.#hooks.witness({ type: 'server-fin', connection: this.id });
      this.#exchanges?.serverEnded();
      this.#down.end();
    });
    socket.on('error', (error) => {
      if (this.#broken || this.#orphan) return;
      if (connected) this.#hooks.witness({ type: 'server-rst', connection: this.id });
      else this.#hooks.witness({ type: 'upstream-failed', connection: this.id, code: errorCode(error) ?? error.message });
      this.#sideGone();
    });
    socket.on('close', () => this.#closed());
    socket.connect(this.#upstreamAddress);
  }

  #clientEnded(): void {
    if (this.#broken) return;
    this.#hooks.witness({ type: 'client-fin', connection: this.id });
    // With all well it may have sent all, and wait for the answer.
    if (!isHealthy(this.#state)) this.#exchanges?.clientGaveUp();
    if (this.#orphan) this.#client.end();
    else this.#up.end();
  }

  #clientFailed(error: Error): void {
    if (this.#broken) return;
    // EPIPE: it had closed, and was sent more.
    this.#hooks.witness({ type: errorCode(error) === 'ECONNRESET' ? 'client-rst' : 'client-fin', connection: this.id });
    this.#exchanges?.clientGaveUp();
    if (!this.#orphan) this.#sideGone();
  }

  /** One side was reset: the other one is, too, once it may hear of it. */
  #sideGone(): void {
    if (this.#state.held) this.#resetHeld = true;
    else this.#reset();
  }

  #reset(): void {
    this.#broken = true;
    this.#closeLanes();
    discard(this.#client);
    discard(this.#upstream);
  }

  #closeLanes(): void {
    clearTimeout(this.#idle);
    this.#up.close();
    this.#down.close();
  }

  #closed(): void {
    this.#open -= 1;
    if (this.#open > 0) {
      // The client is gone for good: there is nobody to answer.
      if (this.#client.destroyed && !this.#state.held && !this.#upstream?.writableEnded) this.#reset();
      return;
    }
    // A client that came and went while nothing passed was never connected to the upstream.
    this.#downTap?.destroy();
    this.#closeLanes();
    this.#exchanges?.closed();
    this.#hooks.witness({ type: 'closed', connection: this.id, up: this.#up.bytes, down: this.#down.bytes });
    this.#hooks.gone();
  }

  #watch(direction: 'up' | 'down') {
    return {
      withheld: (end?: true) => this.#hooks.witness({ type: 'withheld', connection: this.id, direction, ...(end && { end }) }),
      full: () => this.#hooks.witness({ type: 'full', connection: this.id, direction }),
      cut: (by: 'fin' | 'rst') => this.break(by === 'fin' ? 'cut' : 'reset-after'),
    };
  }

  #passedDown(note: number): void {
    const kind = note >> 2 === this.#epoch ? note & 3 : STALE;
    if (kind <= this.#answered) return;
    this.#answered = kind as 1 | 2;
    this.#hooks.witness({ type: 'answer', connection: this.id, asked: kind === ASKED });
  }

  #watchIdle(): void {
    clearTimeout(this.#idle);
    const { resetIdleMs } = this.#state;
    this.#idle = resetIdleMs === undefined ? undefined : setTimeout(() => this.break('reset-idle'), resetIdleMs);
  }
}

/**
 * With a RST where that can be: a socket that still connects would only be reset when it is connected, and one that is being shut down cannot be
 * reset any more: Node 20 would leave it open for good (uv_tcp_close_reset gives EINVAL, and 'close' never comes).
 */
function discard(socket: Socket | undefined): void {
  if (!socket || socket.destroyed) return;
  if (socket.connecting || socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
