/** The requests and messages of all connections through a fault proxy. */
import { ConnectionExchanges } from './connection.js';
import { Copies, reached, type Sent } from './copies.js';
import type { Counting, PassedBytes } from './counting.js';
import type { Exchanges } from './types.js';

/** Lost messages that are looked at again at the end: what was held may have reached the server after all. */
const MOST_LOST = 100_000;

export class ExchangeTally implements Counting {
  readonly requests = { begun: 0, answered: 0, lost: 0, underWay: 0 };
  readonly up = { sent: 0, delivered: 0, lost: 0, underWay: 0 };
  readonly down = { sent: 0, delivered: 0, lost: 0, underWay: 0 };
  readonly requestCopies = new Copies();
  readonly messageCopies = new Copies();
  readonly #untold = { tls: 0, http2: 0, other: 0, silent: 0 };
  readonly #live = new Set<ConnectionExchanges>();
  readonly #lostMessages: Sent[] = [];
  #websockets = false;
  #ended = false;

  /** A connection of the client's; undefined when the counting is over. */
  open(passed: PassedBytes): ConnectionExchanges | undefined {
    if (this.#ended) return undefined;
    const connection: ConnectionExchanges = new ConnectionExchanges(this, passed, () => this.#closed(connection));
    this.#live.add(connection);
    return connection;
  }

  websocketSeen(): void {
    this.#websockets = true;
  }

  messageLost(one: Sent): void {
    this.messageCopies.lost(one);
    if (this.#lostMessages.length < MOST_LOST) this.#lostMessages.push(one);
    else this.up.lost += 1;
  }

  /** What was counted; what happens after it tells of the end that Casebook brings about, and is not. */
  end(): Exchanges {
    for (const connection of [...this.#live]) connection.stop();
    this.#ended = true;
    const late = this.#lostMessages.filter(reached).length;
    const { requests, up, down } = this;
    return {
      requests: requests.begun === 0 ? null : { ...requests, again: this.requestCopies.again, twice: this.requestCopies.twice() },
      messages: this.#websockets ? { up: { ...up, delivered: up.delivered + late, lost: up.lost + this.#lostMessages.length - late }, down: { ...down }, again: this.messageCopies.again, twice: this.messageCopies.twice() } : null,
      untold: { ...this.#untold },
    };
  }

  #closed(connection: ConnectionExchanges): void {
    if (!this.#live.delete(connection)) return;
    const { kind } = connection;
    if (kind !== 'http1') this.#untold[kind] += 1;
  }
}
