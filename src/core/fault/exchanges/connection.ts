/** What one connection carries, by its first bytes: requests, messages, or what cannot be told. */
import type { Counting, PassedBytes } from './counting.js';
import { ConnectionMessages } from './messages.js';
import { ConnectionRequests } from './requests.js';

/** First byte of a TLS record that holds a handshake. */
const TLS_HANDSHAKE = 0x16;

/** With these a method may begin (RFC 9110, 5.6.2), and with CR or LF the empty line that may stand before it. */
const METHOD_BEGINS = /^[\r\n!#$%&'*+.^_`|~0-9A-Za-z-]$/;

export class ConnectionExchanges {
  kind: 'http1' | 'tls' | 'http2' | 'other' | 'silent' = 'silent';
  readonly #tally: Counting;
  readonly #passed: PassedBytes;
  readonly #ended: () => void;
  readonly #requests: ConnectionRequests;
  #messages: ConnectionMessages | undefined;
  /** Of what comes, nothing counts any more. */
  #over = false;

  /** @param ended is called once, when nothing comes on it any more */
  constructor(tally: Counting, passed: PassedBytes, ended: () => void) {
    this.#tally = tally;
    this.#ended = ended;
    this.#passed = passed;
    this.#requests = new ConnectionRequests(tally, passed);
  }

  /** Bytes came from the client; to be called before they are passed on. */
  fromClient(bytes: Uint8Array): void {
    if (this.#over) return;
    if (this.kind === 'silent') this.kind = bytes[0] === TLS_HANDSHAKE ? 'tls' : METHOD_BEGINS.test(String.fromCharCode(bytes[0] ?? 0)) ? 'http1' : 'other';
    if (this.kind !== 'http1') return;
    (this.#messages ?? this.#requests).fromClient(bytes);
    this.#look();
  }

  /** Bytes came from the server; to be called before they are passed on. */
  fromServer(bytes: Uint8Array): void {
    if (this.#over || this.kind !== 'http1') return;
    if (this.#messages) this.#messages.fromServer(bytes);
    else {
      const frames = this.#requests.fromServer(bytes);
      if (this.#requests.became === 'websocket') {
        this.#tally.websocketSeen();
        this.#messages = new ConnectionMessages(this.#tally, this.#passed, { up: this.#requests.upBytes, down: this.#requests.answeredBytes });
        if (frames) this.#messages.fromServer(frames);
      }
    }
    this.#look();
  }

  /** The server has sent all that it has. */
  serverEnded(): void {
    if (!this.#over && this.kind === 'http1') this.#requests.serverEnded();
  }

  /** The connection lost its server, or is gone: what is under way is lost, and what the client sends on, too. */
  cut(): void {
    if (this.#over) return;
    this.#requests.cut();
    this.#messages?.cut();
  }

  /** The client waits for nothing any more: what comes from here on is no answer. */
  clientGaveUp(): void {
    this.cut();
    this.#over = true;
  }

  /** Both sides are closed. */
  closed(): void {
    this.cut();
    this.#end();
  }

  /** The counting is over: what is under way stays so. */
  stop(): void {
    if (!this.#over) {
      this.#requests.stop();
      this.#messages?.stop();
    }
    this.#end();
  }

  #look(): void {
    const { became } = this.#requests;
    if (this.#messages?.broken !== true && (became === undefined || became === 'websocket')) return;
    this.kind = became === 'http2' ? 'http2' : 'other';
    this.#requests.forget();
    this.#messages?.forget();
  }

  #end(): void {
    this.#over = true;
    // Bytes came, but never a head.
    if (this.kind === 'http1' && !this.#requests.any) this.kind = 'other';
    this.#ended();
  }
}
