/** Which protocol does the server choose? */
import { connect, type TLSSocket } from 'node:tls';
import { hostPort } from '../../core/probe/address.js';
import type { Observation } from '../../core/probe/classify.js';
import { rawError } from '../../core/probe/rawError.js';
import { replayTls } from '../../core/probe/replay.js';
import type { RawError } from '../../core/probe/types.js';
import { handleClosed } from './handleClosed.js';
import { conduct, roundMs, type AddressProbe, type Exchange, type Question, type Start } from './question.js';
import { tlsOptions } from './tlsOptions.js';

/** Offers what clients of the target's scheme offer: gRPC is HTTP/2 only. A server that chooses nothing is asked in HTTP/1.1. */
export const askAlpn: AddressProbe = (question, signal) => {
  const { target, address, trust } = question;
  const offered = target.scheme === 'grpcs' ? ['h2'] : ['h2', 'http/1.1'];
  return conduct('alpn', question, hostPort(address, target.port), replayTls(target, address, trust, offered), (start) => new Negotiation(question, offered, start), signal);
};

class Negotiation implements Exchange {
  readonly phases: { connect?: number; tls?: number } = {};
  readonly #offered: readonly string[];
  readonly #socket: TLSSocket;
  readonly #closed: Promise<void>;
  #chosen: string | undefined;

  constructor(question: Question, offered: readonly string[], start: Start) {
    this.#offered = offered;
    // The certificate was the question of the rung below.
    this.#socket = connect({ ...tlsOptions(question, offered), rejectUnauthorized: false });
    this.#closed = handleClosed(this.#socket);
    this.#socket.once('connect', () => (this.phases.connect = start.elapsed()));
    this.#socket.once('secureConnect', () => (this.phases.tls = roundMs(start.elapsed() - (this.phases.connect ?? 0))));
  }

  get alpn(): string | undefined {
    return this.#chosen;
  }

  ended(signal: AbortSignal): Promise<Observation | undefined> {
    return new Promise((resolve) => {
      this.#socket.on('error', (error) => resolve({ type: 'error', error: rawError(error) }));
      this.#socket.once('secureConnect', () => resolve(this.#judge()));
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
  }

  overdue(error: RawError): Observation {
    return { type: 'deadline', error };
  }

  excerpt(): string {
    if (this.#chosen === undefined) return '';
    return `offered ${this.#offered.join(', ')}; the server chose ${this.#chosen === '' ? 'none' : this.#chosen}`;
  }

  async close(): Promise<void> {
    this.#socket.destroy();
    await this.#closed;
  }

  #judge(): Observation {
    const { alpnProtocol } = this.#socket;
    this.#chosen = typeof alpnProtocol === 'string' ? alpnProtocol : '';
    if (this.#offered.includes('http/1.1') || this.#chosen === 'h2') return { type: 'answer' };
    return { type: 'judged', class: 'alpn', error: { reason: 'the server did not choose h2' } };
  }
}
