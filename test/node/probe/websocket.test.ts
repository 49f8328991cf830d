/** WebSockets over real sockets: servers that answer pings, do not, or break off. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProbeReport, ProbeResult } from '../../../src/core/probe/types.js';
import { listening } from '../../fixtures/servers/listening.js';
import { answering, BEHAVIOURS, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { ask, hasIpv6, rungs } from '../../support/ask.js';

afterEach(closeServers);

const IMPATIENT_MS = 1500;

function last({ results }: ProbeReport): ProbeResult {
  const result = results.at(-1);
  if (!result) throw new Error('no result');
  return result;
}

const accept = (request: IncomingMessage): string =>
  createHash('sha1').update(`${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

type Conversation = (socket: Duplex) => void;

/** A server that opens every WebSocket, and goes on so. */
async function opening(conversation: Conversation, key = accept, host = '127.0.0.1'): Promise<number> {
  const server = createServer((_, response) => response.end('a page'));
  server.on('upgrade', (request, socket) => {
    socket.on('error', () => undefined);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key(request)}\r\n\r\n`);
    conversation(socket);
  });
  return listening(server, host);
}

/** The payload of the first frame that the client sends: masked, of 8 bytes. */
function unmasked(frame: Buffer): Buffer {
  return Buffer.from(frame.subarray(6, 14).map((byte, index) => byte ^ (frame[2 + (index % 4)] ?? 0)));
}

const pong: Conversation = (socket) => socket.once('data', (frame: Buffer) => socket.write(Buffer.concat([Buffer.from([0x8a, 8]), unmasked(frame)])));

describe('a WebSocket', () => {
  it.each(hasIpv6 ? ['127.0.0.1', '[::1]'] : ['127.0.0.1'])('that opens at %s and answers a ping is up', async (host) => {
    const port = await opening(pong, accept, host.replace(/[[\]]/g, ''));
    const report = await ask(`ws://${host}:${port}/socket`);
    expect(rungs(report)).toEqual([`tcp ${host} up`, `websocket ${host} up`]);
    expect(last(report)).toMatchObject({ httpStatus: 101, phases: { upgrade: expect.any(Number) as number, pong: expect.any(Number) as number } });
    expect(report.conclusion).toContain('opened a WebSocket and answered a ping after');
  });

  it('is up too where messages, and a ping of the server, come before the pong', async () => {
    const port = await opening((socket) => {
      socket.write(Buffer.concat([Buffer.from([0x82, 126, 1, 0]), Buffer.alloc(256), Buffer.from([0x89, 0]), Buffer.from([0x8a, 2, 1, 2])]));
      pong(socket);
    });
    expect(last(await ask(`ws://127.0.0.1:${port}/`)).class).toBe('up');
  });

  it('whose pong never comes is told so', async () => {
    const report = await ask(`ws://127.0.0.1:${await opening(() => undefined)}/`, IMPATIENT_MS);
    expect(last(report).class).toBe('pong-missing');
    expect(report.conclusion).toContain('opened a WebSocket, but did not answer a ping within 1.5 s');
  });

  it('does not answer pings without end: a peer that reads none of it would fill the memory', async () => {
    let pongs = 0;
    const port = await opening((socket) => {
      socket.write(Buffer.from(Array.from({ length: 5_000 }, () => [0x89, 0]).flat()));
      let asked = false;
      socket.on('data', (bytes: Buffer) => {
        // Masked frames of a client: pongs without a payload have 6 bytes, its ping 14.
        for (let at = 0; at < bytes.length; at += 6 + ((bytes[at + 1] ?? 0) & 0x7f)) {
          if (bytes[at] === 0x8a) pongs += 1;
          else if (bytes[at] === 0x89 && !asked) {
            asked = true;
            setImmediate(() => socket.write(Buffer.concat([Buffer.from([0x8a, 8]), unmasked(bytes.subarray(at))])));
          }
        }
      });
    });
    expect(rungs(await ask(`ws://127.0.0.1:${port}/`)).at(-1)).toBe('websocket 127.0.0.1 up');
    expect(pongs).toBeGreaterThan(0);
    expect(pongs).toBeLessThanOrEqual(100);
  });

  it('answered with a pong that is not of its ping is not answered', async () => {
    const port = await opening((socket) => socket.write(Buffer.from([0x8a, 2, 1, 2])));
    const report = await ask(`ws://127.0.0.1:${port}/`, IMPATIENT_MS);
    expect(last(report).class).toBe('pong-missing');
    expect(report.conclusion).toContain('a pong came that does not hold the data of the ping');
  });

  it('whose pong never comes for all the messages that do is told so, in bounded memory', async () => {
    const port = await opening((socket) => {
      const frame = Buffer.concat([Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]), Buffer.alloc(65_536)]);
      const more = (): void => {
        while (!socket.destroyed && socket.write(frame));
      };
      socket.on('drain', more);
      more();
    });
    expect(last(await ask(`ws://127.0.0.1:${port}/`, IMPATIENT_MS)).class).toBe('pong-missing');
  });

  it('that is closed by the server gives the code', async () => {
    const port = await opening((socket) => socket.end(Buffer.concat([Buffer.from([0x88, 8, 0x03, 0xf0]), Buffer.from('policy')])));
    const report = await ask(`ws://127.0.0.1:${port}/`);
    expect(last(report)).toMatchObject({ class: 'closed', error: { reason: 'close code 1008, policy' } });
  });

  it('that ends without a close frame is told so', async () => {
    expect(last(await ask(`ws://127.0.0.1:${await opening((socket) => socket.end())}/`))).toMatchObject({ class: 'closed', error: { reason: 'the connection ended without a close frame' } });
  });

  it('that is reset once it is open is closed, and no answer with a body', async () => {
    const report = await ask(`ws://127.0.0.1:${await opening((socket) => socket.once('data', () => socket instanceof Socket && socket.resetAndDestroy()))}/`);
    expect(last(report)).toMatchObject({ class: 'closed', error: { code: 'ECONNRESET' } });
    expect(report.conclusion).toContain('opened a WebSocket and the connection broke before it answered a ping');
  });

  it.each([[1001, 'being stopped or started anew'], [1011, 'failed'], [1008, 'does not accept this client']])('that is closed with code %i can mean what the code says', async (code, words) => {
    const port = await opening((socket) => socket.end(Buffer.from([0x88, 2, code >> 8, code & 0xff])));
    expect((await ask(`ws://127.0.0.1:${port}/`)).conclusion).toContain(`(close code ${code}): the server ${words.startsWith('being') ? 'is ' : ''}${words}`);
  });

  it.each([
    ['with a key that does not fit', () => 'wrong', pong, 'Sec-WebSocket-Accept'],
    ['with frames that are none', accept, (socket: Duplex) => socket.write('HTTP/1.1 200 OK\r\n\r\n'), 'no extension was agreed on'],
    ['with masked frames', accept, (socket: Duplex) => socket.write(Buffer.from([0x81, 0x81, 1, 2, 3, 4, 5])), 'masked'],
  ] as const)('opened %s is none', async (_, key, conversation, words) => {
    const report = await ask(`ws://127.0.0.1:${await opening(conversation, key)}/`);
    expect(last(report).class).toBe('not-websocket');
    expect(last(report).error?.reason).toContain(words);
  });

  it.each([['200 OK', 'speaks HTTP only'], ['401 Unauthorized', 'wants credentials'], ['404 Not Found', 'no WebSocket at this path'], ['503 Service Unavailable', 'unhealthy'], ['302 Found', 'do not follow redirects']])(
    'refused with %s is not-101',
    async (status, words) => {
      const report = await ask(`ws://127.0.0.1:${(await serve(answering(status))).port}/`);
      expect(last(report)).toMatchObject({ class: 'not-101', httpStatus: Number.parseInt(status) });
      expect(report.conclusion).toContain(words);
    },
  );

  it('at a port forwarder without a backend is accepted-then-dropped', async () => {
    const report = await ask(`ws://127.0.0.1:${(await serve(BEHAVIOURS.eofAfterRequest)).port}/`);
    expect(last(report).class).toBe('eof');
    expect(report.conclusion).toContain('accepted-then-dropped');
  });
});
