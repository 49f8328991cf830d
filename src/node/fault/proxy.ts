/** A proxy for TCP that does to the traffic what it is told, and keeps a witness of what it did. */
import type { Socket } from 'node:net';
import { actionText, type Action } from '../../core/fault/action.js';
import { addressText, type Address } from '../../core/fault/address.js';
import type { ExchangeTally } from '../../core/fault/exchanges/tally.js';
import { seededRandom } from '../../core/fault/random.js';
import { afterAction, isHealthy, NO_FAULTS, type FaultState } from '../../core/fault/state.js';
import type { WitnessEvent } from '../../core/fault/witness.js';
import type { Clock } from '../../core/ports.js';
import { RelayConnection, type Seen } from './connection.js';
import { FrontDoor } from './frontDoor.js';

export interface ProxyOptions {
  readonly listen: Address;
  readonly upstream: Address;
  /** Jitter repeats with it. */
  readonly seed: number;
  readonly clock: Clock;
  /** Takes each event when it happens; times are ms since the proxy began to listen. */
  readonly witness: (event: WitnessEvent) => void;
  /** Counts requests and messages, which takes time: absent where nobody asks for them. */
  readonly exchanges?: ExchangeTally;
}

/** To be closed by whoever opened it: nothing of it stays then. */
export class FaultProxy {
  readonly #options: ProxyOptions;
  readonly #random: () => number;
  readonly #connections = new Map<number, RelayConnection>();
  readonly #start: number;
  #door: FrontDoor | undefined;
  #state: FaultState = NO_FAULTS;
  #count = 0;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;
  #emptied: (() => void) | undefined;

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#start = options.clock.monotonic();
  }

  /** Listens. @throws Refusal `unable` if it cannot */
  static async open(options: ProxyOptions): Promise<FaultProxy> {
    const proxy = new FaultProxy(options);
    proxy.#door = await FrontDoor.open(options.listen, { accepted: (socket) => proxy.#accept(socket), synDropped: (from) => proxy.#see({ type: 'syn-dropped', from }) });
    proxy.#see({ type: 'listening', address: addressText(proxy.address), upstream: addressText(options.upstream), seed: options.seed });
    return proxy;
  }

  /** Where clients connect to. */
  get address(): Address {
    if (!this.#door) throw new Error('A proxy that does not listen');
    return this.#door.address;
  }

  get state(): FaultState {
    return this.#state;
  }

  /** Bytes that are held in memory now; bounded for each connection. */
  get queuedBytes(): number {
    return [...this.#connections.values()].reduce((sum, { queuedBytes }) => sum + queuedBytes, 0);
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** ms since it began to listen. */
  elapsed(): number {
    return Math.round((this.#options.clock.monotonic() - this.#start) * 1000) / 1000;
  }

  /** Actions are done one after the other. @throws Refusal `unable` if the system does not let it: nothing is done then that would hide it */
  apply(action: Action): Promise<void> {
    const done = this.#last.then(() => this.#apply(action));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#last;
    await this.#door?.close();
    for (const connection of this.#connections.values()) connection.discard();
  }

  /** Resolves when all connections are closed, after {@link close}. */
  async emptied(): Promise<void> {
    if (this.#connections.size > 0) await new Promise<void>((resolve) => (this.#emptied = resolve));
  }

  async #apply(action: Action): Promise<void> {
    if (this.#closed) return;
    const before = this.#state;
    const state = afterAction(before, action);
    const healed = !isHealthy(before) && isHealthy(state);
    // Before what it brings about.
    this.#see({ type: 'fault', action: actionText(action) });
    if (action.do === 'kill') for (const connection of this.#connections.values()) connection.break('kill');
    if (action.do === 'orphan') for (const connection of this.#connections.values()) connection.orphan();
    await this.#door?.set(state.admission === 'reset' ? 'open' : state.admission);
    this.#state = state;
    if (isHealthy(state)) this.#see({ type: 'healthy' });
    if (state !== before) for (const connection of this.#connections.values()) connection.setFaults(state, healed);
  }

  #accept(socket: Socket): void {
    const connection = (this.#count += 1);
    this.#see({ type: 'accept', connection, from: addressText({ host: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''), port: socket.remotePort ?? 0 }) });
    if (this.#closed || this.#state.admission !== 'open') {
      socket.on('error', () => undefined);
      socket.resetAndDestroy();
      if (!this.#closed) this.#see({ type: 'broken', connection, by: 'reset-at-accept' });
      return;
    }
    this.#connections.set(
      connection,
      new RelayConnection(connection, socket, this.#options.upstream, this.#state, {
        witness: (event) => this.#see(event),
        gone: () => this.#gone(connection),
        random: this.#random,
        exchanges: this.#options.exchanges,
      }),
    );
  }

  #gone(connection: number): void {
    this.#connections.delete(connection);
    if (this.#connections.size === 0) this.#emptied?.();
  }

  #see(event: Seen): void {
    this.#options.witness({ ...event, t: this.elapsed() });
  }
}
