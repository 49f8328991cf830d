/** One request in HTTP/2 on a connection of its own. */
import { connect as connectHttp2, constants, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders, type IncomingHttpStatusHeader, type OutgoingHttpHeaders } from 'node:http2';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Observation } from '../../core/probe/classify.js';
import { MAX_BODY_BYTES } from '../../core/probe/limits.js';
import { rawError } from '../../core/probe/rawError.js';
import type { RawError } from '../../core/probe/types.js';
import { ByteExcerpt } from './excerpt.js';
import { handleClosed } from './handleClosed.js';
import { httpOf, roundMs, type Exchange, type Question, type Start } from './question.js';
import { isSecure, tlsOptions } from './tlsOptions.js';

type Settle = (seen: Observation) => void;

interface Http2Request {
  readonly headers: OutgoingHttpHeaders;
  readonly body?: Uint8Array;
}

/**
 * The session's `connect` event fires against a peer that says nothing: only its SETTINGS frame shows that it speaks HTTP/2. An answer that does not come
 * is judged when the session is gone, since the reason (GOAWAY, a reset, an end) may arrive after the stream's own error, which hides it.
 */
export class Http2Exchange implements Exchange {
  readonly phases: { connect?: number; tls?: number; settings?: number; firstByte?: number } = {};
  readonly body = new ByteExcerpt();
  headers: (IncomingHttpHeaders & IncomingHttpStatusHeader) | undefined;
  trailers: IncomingHttpHeaders | undefined;
  readonly #question: Question;
  readonly #request: Http2Request;
  readonly #start: Start;
  readonly #socket: Socket | TLSSocket;
  readonly #closed: Promise<void>;
  #session: ClientHttp2Session | undefined;
  #readyMs = 0;
  #error: RawError | undefined;
  #goaway: number | undefined;

  constructor(question: Question, request: Http2Request, start: Start) {
    this.#question = question;
    this.#request = request;
    this.#start = start;
    const { address, target } = question;
    this.#socket = isSecure(question) ? connectTls(tlsOptions(question, ['h2'])) : connectTcp({ host: address, port: target.port });
    this.#closed = handleClosed(this.#socket);
  }

  ended(signal: AbortSignal): Promise<Observation | undefined> {
    return new Promise((resolve) => {
      const settle: Settle = (seen) => resolve({ ...seen, ...this.#status() });
      const beforeSession = (error: unknown): void => {
        if (!this.#session) settle({ type: 'error', error: rawError(error) });
      };
      this.#socket.on('error', beforeSession);
      this.#socket.once('connect', () => {
        this.#readyMs = this.phases.connect = this.#start.elapsed();
        if (!isSecure(this.#question)) this.#open(settle);
      });
      this.#socket.once('secureConnect', () => {
        this.phases.tls = this.#since();
        this.#readyMs = this.#start.elapsed();
        if ('alpnProtocol' in this.#socket && this.#socket.alpnProtocol === 'h2') this.#open(settle);
        else settle({ type: 'judged', class: 'alpn', error: { reason: 'the server did not choose h2' } });
      });
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
  }

  overdue(error: RawError): Observation {
    this.#noteBytes();
    return { type: 'deadline', error, ...this.#status() };
  }

  excerpt(): string {
    return this.headers ? `HTTP/2 ${this.headers[':status'] ?? ''}\n${this.body.text()}`.trim() : '';
  }

  async close(): Promise<void> {
    this.#session?.destroy();
    this.#socket.destroy();
    await this.#closed;
  }

  #since(): number {
    return roundMs(this.#start.elapsed() - this.#readyMs);
  }

  #status(): { httpStatus?: number } {
    const status = this.headers?.[':status'];
    return status === undefined ? {} : { httpStatus: status };
  }

  #open(settle: Settle): void {
    const { hostHeader } = httpOf(this.#question.target);
    const scheme = isSecure(this.#question) ? 'https' : 'http';
    const session = connectHttp2(`${scheme}://${hostHeader}`, { createConnection: () => this.#socket, settings: { enablePush: false } });
    this.#session = session;
    session.once('remoteSettings', () => (this.phases.settings = this.#since()));
    session.on('goaway', (code: number) => (this.#goaway ??= code));
    session.on('error', (error) => (this.#error = moreTelling(this.#error, rawError(error))));
    session.once('close', () => settle(this.#judge()));
    // Another origin than the session's, where the URL's host is not what was dialled: so the authority is given.
    const stream = session.request({ ':scheme': scheme, ':authority': hostHeader, 'user-agent': 'casebook', ...this.#request.headers }, { endStream: this.#request.body === undefined });
    if (this.#request.body) stream.end(this.#request.body);
    this.#read(stream, settle);
  }

  #read(stream: ClientHttp2Stream, settle: Settle): void {
    stream.once('response', (headers) => {
      this.phases.firstByte = this.#since();
      this.headers = headers;
      if (/^text\/event-stream\b/i.test(headers['content-type'] ?? '')) settle({ type: 'answer' });
    });
    stream.on('trailers', (trailers: IncomingHttpHeaders) => (this.trailers = trailers));
    stream.on('data', (bytes: Buffer) => {
      this.body.add(bytes);
      if (this.body.seen > MAX_BODY_BYTES) settle({ type: 'answer' });
    });
    stream.on('error', (error) => {
      this.#error = moreTelling(this.#error, rawError(error));
      // A stream that was reset alone leaves its session open.
      this.#session?.close();
    });
    // CANCEL and NO_ERROR end a stream without an error of Node's. So does the end of its session, which is told by that.
    stream.once('close', () => {
      if (this.headers || this.#error || this.#session?.destroyed !== false) return;
      const code = stream.rstCode;
      this.#error = { code: 'ERR_HTTP2_STREAM_ERROR', reason: `Stream closed with error code ${code === constants.NGHTTP2_CANCEL ? 'NGHTTP2_CANCEL' : code === 0 ? 'NGHTTP2_NO_ERROR' : String(code)}` };
      this.#session.close();
    });
    stream.once('end', () => {
      // A stream that was cut ends too, with a code.
      if (this.headers && stream.rstCode === constants.NGHTTP2_NO_ERROR) settle({ type: 'answer' });
    });
  }

  /** Bytes came that are no frame yet: the peer said something. Over TLS they are those inside of it. */
  #noteBytes(): void {
    if (this.phases.settings === undefined && this.#session && this.#socket.bytesRead > 0) this.phases.firstByte ??= this.#since();
  }

  /** Why no answer came, once the session is gone. */
  #judge(): Observation {
    if (this.#goaway !== undefined && !this.headers) return { type: 'judged', class: 'goaway', error: { ...this.#error, reason: `GOAWAY with code ${this.#goaway}` } };
    const error = this.#error;
    // The stream's own "canceled" says nothing of why.
    this.#noteBytes();
    if (error && error.code !== 'ERR_HTTP2_STREAM_CANCEL') return this.headers && (error.code === 'ECONNRESET' || error.code === 'ERR_HTTP2_STREAM_ERROR') ? { type: 'judged', class: 'truncated', error } : { type: 'error', error };
    const reason = { reason: 'the connection ended' };
    if (this.headers) return { type: 'judged', class: 'truncated', error: reason };
    // It said something, and that was not HTTP/2: a whole frame of HTTP/2 would have begun with SETTINGS.
    if (this.phases.settings === undefined && this.#socket.bytesRead > 0) return { type: 'judged', class: 'wrong-protocol', error: reason };
    return { type: 'judged', class: 'eof', error: reason };
  }
}

/** The system's error, or one about the session, over that of a stream that was canceled in consequence. */
function moreTelling(earlier: RawError | undefined, later: RawError): RawError {
  return earlier && earlier.code !== 'ERR_HTTP2_STREAM_CANCEL' ? earlier : later;
}
