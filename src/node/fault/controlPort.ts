/**
 * The control port of a fault proxy: plain HTTP on loopback.
 *
 *     GET  /state     what holds now
 *     GET  /witness   the last events, one JSON document per line
 *     POST /do        an action in its body, such as `hold` or `latency 200ms down`; answers with the state
 *
 * Each request carries `Authorization: Bearer TOKEN`. A page in a browser cannot ask: its Origin is refused, and so is a Host that is not this
 * port's (DNS rebinding).
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseAction } from '../../core/fault/action.js';
import { addressText, type Address } from '../../core/fault/address.js';
import type { WitnessEvent } from '../../core/fault/witness.js';
import { Refusal } from '../../core/refusal.js';
import type { FaultProxy } from './proxy.js';
import type { Token } from './token.js';

/** A longer body is refused, bytes. */
const MAX_BODY = 1024;

/** Events that are kept for GET /witness. */
const KEPT = 1_000;

export interface ControlPort {
  readonly address: Address;
  /** For each event of the proxy. */
  note(event: WitnessEvent): void;
  close(): void;
}

interface Answer {
  readonly status: number;
  /** JSON, or lines of it. */
  readonly body: string;
}

/** @throws Refusal `usage` if the address is not on loopback, `unable` if it cannot be listened on */
export async function openControlPort(address: Address, proxy: FaultProxy, token: Token): Promise<ControlPort> {
  if (address.host !== '127.0.0.1' && address.host !== '::1') throw new Refusal('usage', `The control port is for this machine only: write --control 127.0.0.1:${address.port} or --control [::1]:${address.port}.`);
  const events: WitnessEvent[] = [];
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000, maxHeaderSize: 8_192 }, (request, response) => {
    void answerTo(request).then(
      ({ status, body }) => reply(response, status, body),
      (error: unknown) => {
        if (error instanceof Refusal) reply(response, 503, problem(error.message));
        else reply(response, 400, problem('The request broke off.'));
      },
    );
  });
  server.listen({ ...address, exclusive: true });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Refusal('unable', `The control port cannot listen on ${addressText(address)} (${(error as NodeJS.ErrnoException).code ?? ''}): choose another one with --control; port 0 takes a free one.`);
  }
  const { port } = server.address() as AddressInfo;
  const hosts = new Set([`127.0.0.1:${port}`, `[::1]:${port}`, `localhost:${port}`]);

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const { host = '', origin, authorization = '' } = request.headers;
    if (!hosts.has(host.toLowerCase())) return { status: 421, body: problem(`Ask for ${addressText({ ...address, port })}.`) };
    if (origin !== undefined) return { status: 403, body: problem('Pages in a browser may not ask.') };
    if (!token.matches(/^Bearer ([0-9a-f]{1,128})$/.exec(authorization)?.[1] ?? '')) return { status: 401, body: problem(`Send the header Authorization: Bearer TOKEN, with what stands in the token file.`) };
    switch (`${request.method ?? ''} ${request.url ?? ''}`) {
      case 'GET /state':
        return { status: 200, body: state() };
      case 'GET /witness':
        return { status: 200, body: events.map((event) => `${JSON.stringify(event)}\n`).join('') };
      case 'POST /do': {
        const text = await bodyOf(request);
        if (text === undefined) return { status: 413, body: problem(`An action has less than ${MAX_BODY} bytes.`) };
        const action = parseAction(text);
        if ('problem' in action) return { status: 400, body: problem(action.problem) };
        await proxy.apply(action);
        return { status: 200, body: state() };
      }
      default:
        return { status: 404, body: problem('There are GET /state, GET /witness and POST /do.') };
    }
  }

  function state(): string {
    return `${JSON.stringify({ listen: addressText(proxy.address), elapsedMs: proxy.elapsed(), connections: proxy.connections, queuedBytes: proxy.queuedBytes, faults: proxy.state })}\n`;
  }

  return {
    address: { ...address, port },
    note: (event) => {
      events.push(event);
      if (events.length > KEPT) events.shift();
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function problem(sentence: string): string {
  return `${JSON.stringify({ problem: sentence })}\n`;
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', connection: 'close' }).end(body);
}

/** Undefined if it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
