/** The requests of one HTTP/1 connection with their responses: each is told by where it ends, and by how far the proxy has passed bytes on. */
import type { Sent } from './copies.js';
import type { Counting, PassedBytes } from './counting.js';
import { Http1Messages, requestFraming, responseFraming, statusOf, type Framing, type Head } from './http1.js';

interface Request extends Sent {
  readonly head: Head;
  readonly method: string;
  /** Offset behind its response in what the server sent; undefined until that is whole. */
  answerEnd?: number;
}

/** More requests under way on one connection are not followed. */
const MOST_OPEN = 10_000;

export class ConnectionRequests {
  /** What comes is no HTTP/1 any more: a WebSocket begins, or what it is cannot be told. */
  became: 'websocket' | 'http2' | 'other' | undefined;
  /** Whether there was a request at all. */
  any = false;
  /** Bytes of the client's that were read. */
  upBytes = 0;
  /** Bytes of the server's up to the end of its last response. */
  answeredBytes = 0;
  readonly #tally: Counting;
  readonly #passed: PassedBytes;
  readonly #up = new Http1Messages({ head: (head) => this.#begun(head), done: (end, body) => this.#whole(end, body) });
  readonly #down = new Http1Messages({ head: (head) => this.#responseBegun(head), done: (end) => this.#responseWhole(end) });
  readonly #passedUp = (): number => this.#passed.up();
  /** In the order of sending. Those at the front may have their whole response, and wait until it is passed on. */
  #open: Request[] = [];
  /** The one that still comes. */
  #arriving: Request | undefined;
  /** The one whose response comes; undefined for an interim response, and one that nobody asked for. */
  #answering: Request | undefined;
  #cut = false;

  constructor(tally: Counting, passed: PassedBytes) {
    this.#tally = tally;
    this.#passed = passed;
  }

  fromClient(bytes: Uint8Array): void {
    this.settle();
    this.upBytes += bytes.length;
    this.#up.push(bytes);
    if (this.#up.broken || this.#open.length > MOST_OPEN) this.became ??= 'other';
  }

  /** Returns what follows a switch to another protocol. */
  fromServer(bytes: Uint8Array): Uint8Array | undefined {
    this.settle();
    const rest = this.#down.push(bytes);
    if (this.#down.broken) this.became ??= 'other';
    return rest;
  }

  /** A response that lasts to the end of the connection is whole now. */
  serverEnded(): void {
    this.#down.end();
  }

  /** Looks which responses were passed on whole. */
  settle(): void {
    const passed = this.#passed.down();
    while (this.#open[0]?.answerEnd !== undefined && this.#open[0].answerEnd <= passed) {
      this.#open.shift();
      this.#tally.requests.answered += 1;
    }
  }

  /** No answer comes any more: what is under way is lost, and so is what is asked from here on. */
  cut(): void {
    this.settle();
    this.#cut = true;
    for (const request of this.#open.splice(0)) {
      this.#tally.requests.lost += 1;
      this.#tally.requestCopies.lost(request);
    }
  }

  stop(): void {
    this.settle();
    this.#tally.requests.underWay += this.#open.splice(0).length;
  }

  /** What is under way cannot be told, and counts for nothing. */
  forget(): void {
    this.#tally.requests.begun -= this.#open.splice(0).length;
  }

  #begun(head: Head): Framing {
    const [, method, version] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) \S+ HTTP\/([12]\.[01])$/.exec(head.startLine) ?? [];
    if (method === undefined || version === '2.0') {
      this.became ??= method === 'PRI' ? 'http2' : 'other';
      return 'switch';
    }
    this.any = true;
    this.#tally.requests.begun += 1;
    this.#arriving = { head, method, passed: this.#passedUp };
    this.#open.push(this.#arriving);
    return requestFraming(head);
  }

  #whole(end: number, body: string): void {
    const request = this.#arriving;
    this.#arriving = undefined;
    if (!request) return;
    request.end = end;
    request.key = `${request.head.startLine}\n${request.head.fields.get('host') ?? ''}\n${body}`;
    this.#tally.requestCopies.sent(request);
    if (this.#cut) this.cut();
  }

  #responseBegun(head: Head): Framing {
    const status = statusOf(head.startLine);
    if (Number.isNaN(status)) {
      this.became ??= 'other';
      return 'switch';
    }
    const asked = this.#open.find(({ answerEnd }) => answerEnd === undefined);
    this.#answering = status < 200 && status !== 101 ? undefined : asked;
    const framing = responseFraming(head, asked?.method ?? 'GET');
    if (framing === 'switch') this.became ??= status === 101 && /\bwebsocket\b/i.test(head.fields.get('upgrade') ?? '') ? 'websocket' : 'other';
    return framing;
  }

  #responseWhole(end: number): void {
    this.answeredBytes = end;
    if (this.#answering) this.#answering.answerEnd = end;
    this.#answering = undefined;
  }
}
