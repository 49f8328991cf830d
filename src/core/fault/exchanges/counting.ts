/** What a connection tells of its requests and messages, and what it is told. */
import type { Copies, Sent } from './copies.js';

/** Bytes that were passed on so far, by direction. */
export interface PassedBytes {
  up(): number;
  down(): number;
}

interface MessageSums {
  sent: number;
  delivered: number;
  lost: number;
  underWay: number;
}

/** The sums of all connections. */
export interface Counting {
  readonly requests: { begun: number; answered: number; lost: number; underWay: number };
  readonly up: MessageSums;
  readonly down: MessageSums;
  readonly requestCopies: Copies;
  readonly messageCopies: Copies;
  /** A WebSocket was opened. */
  websocketSeen(): void;
  /** A message of the client's was not passed on when its connection ended; what was held may be, later. */
  messageLost(one: Sent): void;
}
