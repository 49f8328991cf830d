/** What a fault proxy saw. Times are ms of a monotonic clock since the proxy began to listen. */
import type { Direction } from './action.js';

/** Bytes of one direction of a connection. */
export interface LaneBytes {
  /** Passed on. */
  readonly relayed: number;
  /** Kept back by a fault for a while, or for good. */
  readonly withheld: number;
  /** Never passed on: the connection was gone before. */
  readonly lost: number;
  /** Passed on after the side that sent them had closed the connection. */
  readonly late: number;
}

export type WitnessEvent =
  | { readonly type: 'listening'; readonly t: number; readonly address: string; readonly upstream: string; readonly seed: number }
  | { readonly type: 'fault'; readonly t: number; readonly action: string }
  | { readonly type: 'healthy'; readonly t: number }
  /** `from` is the client's address and port. */
  | { readonly type: 'accept'; readonly t: number; readonly connection: number; readonly from: string }
  /** A SYN of the client went unanswered: seen in the kernel's table (Linux). */
  | { readonly type: 'syn-dropped'; readonly t: number; readonly from: string }
  | { readonly type: 'upstream-failed'; readonly t: number; readonly connection: number; readonly code: string }
  /** The first byte of a connection and direction that this fault kept back, or the end of what is sent. */
  | { readonly type: 'withheld'; readonly t: number; readonly connection: number; readonly direction: Direction; readonly end?: true }
  /** More than the proxy holds was sent: it reads no more of this side, and does not see it close. */
  | { readonly type: 'full'; readonly t: number; readonly connection: number; readonly direction: Direction }
  /** The proxy reset or closed the connection, or took its upstream away. */
  | { readonly type: 'broken'; readonly t: number; readonly connection: number; readonly by: 'kill' | 'orphan' | 'reset-at-accept' | 'reset-idle' | 'cut' | 'reset-after' }
  | { readonly type: 'client-fin' | 'client-rst' | 'server-fin' | 'server-rst'; readonly t: number; readonly connection: number }
  /** The first byte from the server since the connection or the last healing began; `asked` if the client's bytes were passed on before, in the same time: a round trip. */
  | { readonly type: 'answer'; readonly t: number; readonly connection: number; readonly asked: boolean }
  | { readonly type: 'closed'; readonly t: number; readonly connection: number; readonly up: LaneBytes; readonly down: LaneBytes }
  | { readonly type: 'control-failed'; readonly t: number; readonly reason: string };

/** Whether the event proves that a fault befell the client's traffic. */
export function provesFault({ type }: WitnessEvent): boolean {
  return type === 'withheld' || type === 'broken' || type === 'syn-dropped';
}
