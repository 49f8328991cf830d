/** Does HTTP/1.1 answer at the address? */
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { hostPort } from '../../core/probe/address.js';
import type { Observation } from '../../core/probe/classify.js';
import { MAX_HEADER_BYTES } from '../../core/probe/limits.js';
import { rawError } from '../../core/probe/rawError.js';
import { replayHttp1 } from '../../core/probe/replay.js';
import type { HttpTarget } from '../../core/probe/types.js';
import { ByteExcerpt, responseExcerpt } from './excerpt.js';
import { handleClosed } from './handleClosed.js';
import { startLimit } from './limit.js';
import { result, roundMs, startClock, type AddressProbe, type Question, type Start } from './question.js';

/** A body that is longer is not read to its end: it answers the question as well, whatever length it announces. Bytes. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * One GET on a fresh connection to the literal address, with the Host header of the URL. Follows no redirect and uses no proxy.
 * Status 101 and `text/event-stream` are answered by their heads: what follows has no end by design.
 */
export const askHttp1: AddressProbe = async (question, signal) => {
  signal.throwIfAborted();
  const { target, address, timeoutMs } = question;
  if (!target.http) throw new TypeError(`${target.text} has no URL to ask for`);
  const limit = startLimit(timeoutMs, signal);
  const start = startClock();
  const exchange = new Exchange(question, target.http, start);
  try {
    const seen = await exchange.ended(limit.signal);
    const total = start.elapsed();
    signal.throwIfAborted();
    return result('http1', seen ?? exchange.overdue(timeoutMs), start, {
      address: hostPort(address, target.port),
      phases: { ...exchange.phases, total },
      excerpt: exchange.excerpt(),
      replay: replayHttp1({ ...target, http: target.http }, address, timeoutMs),
    });
  } finally {
    limit.end();
    await exchange.close();
  }
};

/** One request and what came back. */
class Exchange {
  readonly phases: { connect?: number; firstByte?: number } = {};
  readonly #request: ClientRequest;
  readonly #start: Start;
  /** The first bytes of the connection: what a peer says that does not speak HTTP. */
  readonly #first = new ByteExcerpt();
  readonly #body = new ByteExcerpt();
  #socket: Socket | undefined;
  #closed: Promise<void> | undefined;
  #response: IncomingMessage | undefined;

  constructor({ target: { port }, address }: Question, { path, hostHeader }: HttpTarget, start: Start) {
    this.#start = start;
    this.#request = httpRequest({
      agent: false,
      host: address,
      port,
      path,
      maxHeaderSize: MAX_HEADER_BYTES,
      headers: { host: hostHeader, 'user-agent': 'casebook', accept: '*/*', connection: 'close' },
    });
  }

  /** How the exchange ends; undefined if the signal ends it. */
  ended(signal: AbortSignal): Promise<Observation | undefined> {
    return new Promise((resolve) => {
      const settle = (seen: Observation): void => resolve({ ...seen, ...this.#status() });
      // Stays: destroying the request raises an error too, which is no part of the answer.
      this.#request.on('error', (error) => settle({ type: 'error', error: rawError(error) }));
      this.#request.once('socket', (socket) => this.#watch(socket));
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

  overdue(timeoutMs: number): Observation {
    return { type: 'deadline', error: { reason: `no complete answer within ${timeoutMs} ms, the deadline of the probe` }, ...this.#status() };
  }

  excerpt(): string {
    return this.#response ? responseExcerpt(this.#response, this.#body) : this.#first.text();
  }

  async close(): Promise<void> {
    this.#request.destroy();
    this.#socket?.destroy();
    await this.#closed;
  }

  #status(): { httpStatus?: number } {
    return this.#response?.statusCode === undefined ? {} : { httpStatus: this.#response.statusCode };
  }

  #watch(socket: Socket): void {
    this.#socket = socket;
    this.#closed = handleClosed(socket);
    let connectedMs = 0;
    socket.once('connect', () => {
      connectedMs = this.#start.elapsed();
      this.phases.connect = connectedMs;
    });
    // Before the parser's own listener, which on bytes that are not HTTP ends the exchange.
    socket.prependListener('data', (bytes: Buffer) => {
      this.phases.firstByte ??= roundMs(this.#start.elapsed() - connectedMs);
      this.#first.add(bytes);
    });
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
