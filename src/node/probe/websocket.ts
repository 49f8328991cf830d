/** Does a WebSocket open at the address, and does the server answer a ping? */
import { createHash, randomBytes } from 'node:crypto';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { hostPort } from '../../core/probe/address.js';
import type { Observation } from '../../core/probe/classify.js';
import { rawError } from '../../core/probe/rawError.js';
import { replayWebsocket } from '../../core/probe/replay.js';
import type { RawError } from '../../core/probe/types.js';
import { clientFrame, closeText, FrameReader, OPCODE, OTHER_PONG } from '../../core/probe/websocketFrames.js';
import { bounded, clean } from '../../core/report/untrusted.js';
import { ByteExcerpt, responseExcerpt } from './excerpt.js';
import { http1Request, Watch, type OpenRequest } from './http1.js';
import { conduct, httpOf, roundMs, type AddressProbe, type Exchange, type Start } from './question.js';

/** The opening handshake of RFC 6455, one ping, and a close with code 1000. */
export const askWebsocket: AddressProbe = async (question, signal) => {
  const { target, address, timeoutMs, trust } = question;
  const key = randomBytes(16).toString('base64');
  const open = http1Request(question, { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key });
  const replay = replayWebsocket({ ...target, http: httpOf(target) }, address, timeoutMs, trust);
  return conduct('websocket', question, hostPort(address, target.port), replay, (start) => new Opening(open, key, start), signal);
};

/** RFC 6455, 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Pings of the peer that are answered. */
const MOST_PONGS = 100;

/** Characters of a close frame's reason. */
const SHOWN_REASON = 200;

class Opening implements Exchange {
  readonly phases: { connect?: number; tls?: number; firstByte?: number; interim?: number; upgrade?: number; pong?: number };
  readonly #request: ClientRequest;
  readonly #watch: Watch;
  readonly #start: Start;
  readonly #key: string;
  readonly #ping = randomBytes(8);
  #pongs = 0;
  /** A pong came that does not hold what the ping held. */
  #otherPong = false;
  #socket: Duplex | undefined;
  #response: IncomingMessage | undefined;

  constructor(open: OpenRequest, key: string, start: Start) {
    this.#start = start;
    this.#key = key;
    this.#request = open();
    this.#watch = new Watch(this.#request, start);
    this.phases = this.#watch.phases;
  }

  ended(signal: AbortSignal): Promise<Observation | undefined> {
    return new Promise((resolve) => {
      const settle = (seen: Observation): void => resolve({ ...seen, ...this.#status() });
      this.#request.on('error', (error) => settle({ type: 'error', error: rawError(error) }));
      this.#request.once('response', (response) => {
        this.#response = response;
        settle({ type: 'judged', class: 'not-101' });
      });
      this.#request.once('upgrade', (response, socket, head) => {
        this.#response = response;
        this.#socket = socket;
        this.#converse(response, socket, head, settle);
      });
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
      this.#request.end();
    });
  }

  overdue(error: RawError): Observation {
    if (this.phases.upgrade === undefined) return { type: 'deadline', error, ...this.#status() };
    return { type: 'judged', class: 'pong-missing', error: this.#otherPong ? { reason: OTHER_PONG } : error, ...this.#status() };
  }

  excerpt(): string {
    return this.#response ? responseExcerpt(this.#response, new ByteExcerpt()) : this.#watch.first.text();
  }

  async close(): Promise<void> {
    this.#request.destroy();
    this.#socket?.destroy();
    await this.#watch.close();
  }

  #status(): { httpStatus?: number } {
    return this.#response?.statusCode === undefined ? {} : { httpStatus: this.#response.statusCode };
  }

  #converse(response: IncomingMessage, socket: Duplex, head: Buffer, settle: (seen: Observation) => void): void {
    const upgradedMs = this.#start.elapsed();
    this.phases.upgrade = upgradedMs;
    socket.on('error', (error) => settle({ type: 'judged', class: 'closed', error: rawError(error) }));
    const accept = createHash('sha1').update(this.#key + GUID).digest('base64');
    if (response.headers['sec-websocket-accept'] !== accept) {
      settle({ type: 'judged', class: 'not-websocket', error: { reason: 'the header Sec-WebSocket-Accept does not fit the key' } });
      return;
    }
    const reader = new FrameReader();
    const read = (bytes: Uint8Array): void => {
      try {
        for (const { opcode, payload } of reader.push(bytes)) {
          if (opcode === OPCODE.pong && this.#ping.equals(payload)) {
            this.phases.pong = roundMs(this.#start.elapsed() - upgradedMs);
            this.#send(socket, OPCODE.close, Uint8Array.from([0x03, 0xe8]));
            settle({ type: 'answer' });
          } else if (opcode === OPCODE.pong) this.#otherPong = true;
          else if (opcode === OPCODE.ping) this.#pong(socket, payload);
          else if (opcode === OPCODE.close) settle({ type: 'judged', class: 'closed', error: { reason: bounded(clean(closeText(payload)), SHOWN_REASON) } });
        }
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        settle({ type: 'judged', class: 'not-websocket', error: { reason: error.message } });
        socket.destroy();
      }
    };
    socket.on('data', read);
    socket.once('end', () => settle({ type: 'judged', class: 'closed', error: { reason: 'the connection ended without a close frame' } }));
    this.#send(socket, OPCODE.ping, this.#ping);
    if (head.length > 0) read(head);
  }

  /** A peer that sends pings without end and reads no answers must not fill our memory: RFC 6455 (5.5.3) lets the last of several be answered alone. */
  #pong(socket: Duplex, payload: Uint8Array): void {
    if (this.#pongs >= MOST_PONGS) return;
    this.#pongs += 1;
    this.#send(socket, OPCODE.pong, payload);
  }

  #send(socket: Duplex | Socket, opcode: number, payload: Uint8Array): void {
    if (!socket.destroyed) socket.write(clientFrame(opcode, payload, randomBytes(4)));
  }
}
