/** The messages of one WebSocket, both ways. They have no answers: they are delivered, or not. */
import type { Sent } from './copies.js';
import type { Counting, PassedBytes } from './counting.js';
import { WebSocketMessages } from './websocketMessages.js';

/** More messages under way on one connection are not followed. */
const MOST_OPEN = 10_000;

export class ConnectionMessages {
  broken = false;
  readonly #tally: Counting;
  readonly #passed: PassedBytes;
  readonly #up: WebSocketMessages;
  readonly #down: WebSocketMessages;
  #sent: Sent[] = [];
  /** Offsets behind the server's messages. */
  #pushed: number[] = [];
  #cut = false;

  /** @param at offsets of the first byte behind the handshake, by direction */
  constructor(tally: Counting, passed: PassedBytes, at: { readonly up: number; readonly down: number }) {
    this.#tally = tally;
    this.#passed = passed;
    const passedUp = (): number => passed.up();
    this.#up = new WebSocketMessages(at.up, (end, key) => this.#messageSent({ end, key, passed: passedUp }));
    this.#down = new WebSocketMessages(at.down, (end) => {
      this.#tally.down.sent += 1;
      this.#pushed.push(end);
    });
  }

  fromClient(bytes: Uint8Array): void {
    this.settle();
    this.#up.push(bytes);
    this.broken ||= this.#up.broken || this.#sent.length > MOST_OPEN;
  }

  fromServer(bytes: Uint8Array): void {
    this.settle();
    this.#down.push(bytes);
    this.broken ||= this.#down.broken || this.#pushed.length > MOST_OPEN;
  }

  /** Looks which were passed on whole. */
  settle(): void {
    const [up, down] = [this.#passed.up(), this.#passed.down()];
    const sent = this.#sent.findIndex(({ end = Infinity }) => end > up);
    this.#tally.up.delivered += this.#sent.splice(0, sent < 0 ? this.#sent.length : sent).length;
    const pushed = this.#pushed.findIndex((end) => end > down);
    this.#tally.down.delivered += this.#pushed.splice(0, pushed < 0 ? this.#pushed.length : pushed).length;
  }

  cut(): void {
    this.settle();
    this.#cut = true;
    this.#tally.down.lost += this.#pushed.splice(0).length;
    for (const one of this.#sent.splice(0)) this.#tally.messageLost(one);
  }

  stop(): void {
    this.settle();
    this.#tally.up.underWay += this.#sent.splice(0).length;
    this.#tally.down.underWay += this.#pushed.splice(0).length;
  }

  forget(): void {
    this.#tally.up.sent -= this.#sent.splice(0).length;
    this.#tally.down.sent -= this.#pushed.splice(0).length;
  }

  #messageSent(one: Sent): void {
    this.#tally.up.sent += 1;
    this.#tally.messageCopies.sent(one);
    this.#sent.push(one);
    if (this.#cut) this.cut();
  }
}
