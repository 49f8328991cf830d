/** Does HTTP/1.1 answer at the address? */
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { hostPort } from '../../core/probe/address.js';
import type { Observation } from '../../core/probe/classify.js';
import { MAX_BODY_BYTES, MAX_HEADER_BYTES } from '../../core/probe/limits.js';
import { rawError } from '../../core/probe/rawError.js';
import { replayHttp } from '../../core/probe/replay.js';
import type { RawError } from '../../core/probe/types.js';
import { ByteExcerpt, responseExcerpt } from './excerpt.js';
import { handleClosed } from './handleClosed.js';
import { conduct, httpOf, roundMs, type AddressProbe, type Exchange, type Question, type Start } from './question.js';
import { isSecure, tlsOptions } from './tlsOptions.js';

/**
 * One GET on a fresh connection to the literal address, with the Host header of the URL. Follows no redirect and uses no proxy.
 * Status 101 and `text/event-stream` are answered by their heads: what follows has no end by design.
 */
export const askHttp1: AddressProbe = async (question, signal) => {
  const { target, address, timeoutMs, trust } = question;
  const open = http1Request(question, { accept: '*/*', connection: 'close' });
  const replay = replayHttp({ ...target, http: httpOf(target) }, address, timeoutMs, 'http1', trust);
  return conduct('http1', question, hostPort(address, target.port), replay, (start) => new Http1Exchange(open, start), signal);
};

/** Begins a request to the literal address on a connection of its own. */
export type OpenRequest = () => ClientRequest;

/** Made ready before any clock starts: what it needs of Node is loaded only where it is spoken, and takes longer than a whole exchange on loopback. */
export function http1Request(question: Question, headers: Readonly<Record<string, string>>): OpenRequest {
  const { target, address } = question;
  const { path, hostHeader } = httpOf(target);
  const options = { agent: false, host: address, port: target.port, path, maxHeaderSize: MAX_HEADER_BYTES, headers: { host: hostHeader, 'user-agent': 'casebook', ...headers } };
  if (!isSecure(question)) {
    const { request } = process.getBuiltinModule('node:http');
    return () => request(options);
  }
  const { request } = process.getBuiltinModule('node:https');
  return () => request({ ...tlsOptions(question, ['http/1.1']), ...options });
}

/** Times of a connection, and the first bytes that came over it: what a peer says that does not speak HTTP. */
export class Watch {
  readonly phases: { connect?: number; tls?: number; firstByte?: number; interim?: number } = {};
  readonly first = new ByteExcerpt();
  #socket: Socket | undefined;
  #closed: Promise<void> | undefined;

  constructor(request: ClientRequest, start: Start) {
    request.once('socket', (socket) => this.#watch(socket, start));
    request.once('information', () => (this.phases.interim = start.elapsed()));
  }

  /** Destroys the connection, and waits until it is gone. */
  async close(): Promise<void> {
    this.#socket?.destroy();
    await this.#closed;
  }

  #watch(socket: Socket, start: Start): void {
    this.#socket = socket;
    this.#closed = handleClosed(socket);
    let readyMs = 0;
    socket.once('connect', () => (readyMs = this.phases.connect = start.elapsed()));
    socket.once('secureConnect', () => {
      this.phases.tls = roundMs(start.elapsed() - readyMs);
      readyMs = start.elapsed();
    });
    // Before the parser's own listener, which on bytes that are not HTTP ends the exchange.
    socket.prependListener('data', (bytes: Buffer) => {
      this.phases.firstByte ??= roundMs(start.elapsed() - readyMs);
      this.first.add(bytes);
    });
  }
}

/** One request and what came back. */
class Http1Exchange implements Exchange {
  readonly #request: ClientRequest;
  readonly #watch: Watch;
  readonly #body = new ByteExcerpt();
  #response: IncomingMessage | undefined;

  constructor(open: OpenRequest, start: Start) {
    this.#request = open();
    this.#watch = new Watch(this.#request, start);
  }

  get phases(): Watch['phases'] {
    return this.#watch.phases;
  }

  ended(signal: AbortSignal): Promise<Observation | undefined> {
    return new Promise((resolve) => {
      const settle = (seen: Observation): void => resolve({ ...seen, ...this.#status() });
      // Stays: destroying the request raises an error too, which is no part of the answer.
      this.#request.on('error', (error) => settle({ type: 'error', error: rawError(error) }));
      this.#request.once('upgrade', (response) => {
        this.#response = response;
        settle({ type: 'answer' });
      });
      this.#request.once('response', (response) => {
        this.#response = response;
        this.#read(response, settle);
      });
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
      this.#request.end();
    });
  }

  overdue(error: RawError): Observation {
    return { type: 'deadline', error, ...this.#status() };
  }

  excerpt(): string {
    return this.#response ? responseExcerpt(this.#response, this.#body) : this.#watch.first.text();
  }

  async close(): Promise<void> {
    this.#request.destroy();
    await this.#watch.close();
  }

  #status(): { httpStatus?: number } {
    return this.#response?.statusCode === undefined ? {} : { httpStatus: this.#response.statusCode };
  }

  #read(response: IncomingMessage, settle: (seen: Observation) => void): void {
    response.on('error', (error) => settle({ type: 'error', error: rawError(error) }));
    response.once('end', () => settle({ type: 'answer' }));
    response.on('data', (bytes: Buffer) => {
      this.#body.add(bytes);
      if (this.#body.seen > MAX_BODY_BYTES) settle({ type: 'answer' });
    });
    if (/^text\/event-stream\b/i.test(response.headers['content-type'] ?? '')) settle({ type: 'answer' });
  }
}
