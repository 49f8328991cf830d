/** What blocks of probes have in common. */
import type { HostInfo } from '../run/events.js';
import { clean } from './untrusted.js';

/** When, where and by what a probe was made. */
export interface ProbeBlockContext {
  /** The id of its ledger. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly host: HostInfo;
  /** Version of Casebook. */
  readonly casebook: string;
  /** The deadline of each rung, in ms. */
  readonly timeoutMs: number;
}

/** A sentence in which nothing opens emphasis, code, a link or HTML. */
export function escapedSentence(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim().replace(/[\\`*<]/g, '\\$&').replace(/\](?=[([])/g, ']\\');
}
