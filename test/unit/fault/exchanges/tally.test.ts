import { describe, expect, it } from 'vitest';
import type { ConnectionExchanges } from '../../../../src/core/fault/exchanges/connection.js';
import { exchangeRows } from '../../../../src/core/fault/exchanges/rows.js';
import { ExchangeTally } from '../../../../src/core/fault/exchanges/tally.js';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** A connection whose bytes pass on when the test says so, in pieces of `piece` bytes. */
function connection(tally: ExchangeTally, piece = Infinity) {
  let [up, down, sentUp, sentDown] = [0, 0, 0, 0];
  const opened = tally.open({ up: () => up, down: () => down });
  if (!opened) throw new Error('the counting is over');
  const exchanges: ConnectionExchanges = opened;
  const inPieces = (content: Uint8Array, push: (part: Uint8Array) => void) => {
    for (let at = 0; at < content.length; at += piece) push(content.subarray(at, Math.min(content.length, at + piece)));
  };
  const raw = {
    up: (content: Uint8Array) => inPieces(content, (part) => (exchanges.fromClient(part), (sentUp += part.length))),
    down: (content: Uint8Array) => inPieces(content, (part) => (exchanges.fromServer(part), (sentDown += part.length))),
  };
  return {
    exchanges,
    ...raw,
    /** Passes on all that was sent. */
    pass: () => ([up, down] = [sentUp, sentDown]),
    passUp: (count = sentUp) => (up = count),
    send: (text: string) => raw.up(bytes(text)),
    answer: (text: string) => raw.down(bytes(text)),
  };
}

const GET = 'GET /a HTTP/1.1\r\nHost: h\r\n\r\n';
const POST = 'POST /order HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe.each([Infinity, 1, 7])('requests, read in pieces of %s bytes', (piece) => {
  it('are answered when their whole response was passed on', () => {
    const tally = new ExchangeTally();
    const one = connection(tally, piece);
    one.send(GET + POST);
    one.pass();
    one.answer('HTTP/1.1 100 Continue\r\n\r\n' + OK + OK.slice(0, -1));
    one.pass();
    one.send(GET);
    expect(tally.end()).toMatchObject({ requests: { begun: 3, answered: 1, lost: 0, underWay: 2 }, messages: null, untold: { tls: 0, http2: 0, other: 0, silent: 0 } });
  });

  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc'],
    ['chunks and trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n'],
    ['no body', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n'],
    ['no length in an answer without a body', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ])('are paired with responses of %s', (_, response) => {
    const tally = new ExchangeTally();
    const one = connection(tally, piece);
    one.send(GET + GET);
    one.answer(response + OK);
    one.pass();
    expect(tally.end().requests).toMatchObject({ begun: 2, answered: 2, lost: 0 });
  });

  it('are answered by a response that lasts to the end of the connection only when that has ended', () => {
    for (const ended of [true, false]) {
      const tally = new ExchangeTally();
      const one = connection(tally, piece);
      one.send(GET);
      one.answer('HTTP/1.0 200 OK\r\n\r\nany bytes');
      if (ended) one.exchanges.serverEnded();
      one.pass();
      one.exchanges.closed();
      expect(tally.end().requests).toMatchObject(ended ? { answered: 1, lost: 0 } : { answered: 0, lost: 1 });
    }
  });

  it('of HEAD have a response without the body that its length announces', () => {
    const tally = new ExchangeTally();
    const one = connection(tally, piece);
    one.send(`HEAD / HTTP/1.1\r\n\r\n${GET}`);
    one.answer(`HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n${OK}`);
    one.pass();
    expect(tally.end().requests).toMatchObject({ begun: 2, answered: 2 });
  });

  it('are lost with their connection, and told when they are sent again', () => {
    const tally = new ExchangeTally();
    const one = connection(tally, piece);
    one.send(POST);
    one.exchanges.cut();
    one.exchanges.closed();
    const two = connection(tally, piece);
    // Not the same: another body.
    two.send(POST.replace('hello', 'world') + POST);
    two.answer(OK + OK);
    two.pass();
    // The first never reached the server.
    expect(tally.end().requests).toEqual({ begun: 3, answered: 2, lost: 1, underWay: 0, again: 1, twice: 0 });
  });

  it('that were held, given up, sent again and delivered late reach the server twice', () => {
    const tally = new ExchangeTally();
    const held = connection(tally, piece);
    held.send(POST);
    held.exchanges.clientGaveUp();
    const again = connection(tally, piece);
    again.send(POST);
    again.exchanges.clientGaveUp();
    const third = connection(tally, piece);
    third.send(POST);
    for (const one of [held, again, third]) one.pass();
    held.answer(OK);
    third.answer(OK);
    held.pass();
    third.pass();
    expect(tally.end().requests).toEqual({ begun: 3, answered: 1, lost: 2, underWay: 0, again: 2, twice: 2 });
  });

  it('that a half-open connection swallows are lost at once', () => {
    const tally = new ExchangeTally();
    const one = connection(tally, piece);
    one.send(GET);
    one.exchanges.cut();
    one.send(GET);
    // The second is no retry of the first.
    expect(tally.end().requests).toEqual({ begun: 2, answered: 0, lost: 2, underWay: 0, again: 0, twice: 0 });
  });
});

/** A text message as a client sends it (masked), or as a server does. */
function frame(text: string, mask?: readonly number[], first = 0x81): Uint8Array {
  const content = bytes(text);
  const length = content.length < 126 ? [content.length] : [126, content.length >> 8, content.length & 255];
  return Uint8Array.from([first, (mask ? 0x80 : 0) | (length[0] ?? 0), ...length.slice(1), ...(mask ?? []), ...content.map((byte, at) => byte ^ (mask?.[at % 4] ?? 0))]);
}

const UPGRADE = 'GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';

describe.each([Infinity, 1, 7])('messages of a WebSocket, read in pieces of %s bytes', (piece) => {
  function websocket(tally: ExchangeTally) {
    const one = connection(tally, piece);
    one.send(UPGRADE);
    one.down(Uint8Array.from([...bytes(SWITCH), ...frame('welcome')]));
    one.pass();
    return one;
  }

  it('are delivered or lost, by direction; pings are none', () => {
    const tally = new ExchangeTally();
    const one = websocket(tally);
    one.up(frame('one', [1, 2, 3, 4]));
    one.up(frame('', [0, 0, 0, 0], 0x89));
    one.up(frame('x'.repeat(300), [9, 8, 7, 6]));
    one.pass();
    one.up(frame('lost', [1, 1, 1, 1]));
    one.exchanges.cut();
    one.up(frame('swallowed', [1, 1, 1, 1]));
    expect(tally.end()).toMatchObject({ requests: { begun: 1, answered: 1 }, messages: { up: { sent: 4, delivered: 2, lost: 2 }, down: { sent: 1, delivered: 1, lost: 0 }, again: 0, twice: 0 } });
  });

  it('of several frames, with a ping between, are one', () => {
    const tally = new ExchangeTally();
    const one = websocket(tally);
    one.up(frame('first ', [1, 2, 3, 4], 0x01));
    one.up(frame('ping', [1, 2, 3, 4], 0x89));
    one.up(frame('last', [4, 3, 2, 1], 0x80));
    one.pass();
    expect(tally.end().messages?.up).toMatchObject({ sent: 1, delivered: 1 });
  });

  it('are told when they are sent again under another mask, and reach the server twice when the first is delivered late', () => {
    const tally = new ExchangeTally();
    const held = websocket(tally);
    held.up(frame('order 7', [1, 2, 3, 4]));
    held.exchanges.clientGaveUp();
    const two = websocket(tally);
    two.up(frame('order 7', [200, 100, 50, 25]));
    two.up(frame('order 8', [200, 100, 50, 25]));
    two.pass();
    held.pass();
    expect(tally.end().messages).toMatchObject({ up: { sent: 3, delivered: 3, lost: 0 }, again: 1, twice: 1 });
  });
});

describe('what cannot be told', () => {
  it.each([
    ['tls', Uint8Array.from([0x16, 3, 1, 0, 5, 1, 2, 3])],
    ['http2', bytes('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
    ['other', bytes('ping')],
    ['other', Uint8Array.from([0, 1, 2])],
    ['other', bytes('HELO x\r\n\r\n')],
    ['other', bytes(`GET / HTTP/1.1\r\nX: ${'x'.repeat(70_000)}`)],
    ['silent', bytes('')],
  ] as const)('is said to be %s', (kind, content) => {
    const tally = new ExchangeTally();
    const one = connection(tally);
    if (content.length > 0) one.up(content);
    expect(tally.end()).toEqual({ requests: null, messages: null, untold: { tls: 0, http2: 0, other: 0, silent: 0, [kind]: 1 } });
    expect(exchangeRows(undefined, { requests: null, messages: null, untold: { tls: 0, http2: 0, other: 0, silent: 0, [kind]: 1 } }, undefined)).toMatchObject([{ what: 'Requests', observed: expect.stringMatching(/^cannot be told/) as string, holds: null }]);
  });

  it('is what a server answers in no HTTP, or in a tunnel; what was under way counts for nothing then', () => {
    const tally = new ExchangeTally();
    const one = connection(tally);
    one.send(GET);
    one.answer('SSH-2.0-x\r\n\r\n');
    const two = connection(tally);
    two.send('CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n');
    two.answer('HTTP/1.1 200 OK\r\n\r\n');
    two.pass();
    two.up(Uint8Array.from([1, 2, 3]));
    expect(tally.end()).toMatchObject({ requests: null, untold: { other: 2 } });
  });

  it('stays bounded for garbage of any kind', () => {
    let state = 7;
    const random = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 8;
    for (let round = 0; round < 200; round += 1) {
      const tally = new ExchangeTally();
      const one = connection(tally, 1 + (random() % 50));
      if (round % 2 === 0) one.send(round % 4 === 0 ? GET : UPGRADE);
      if (round % 4 === 2) one.answer(SWITCH);
      one.up(Uint8Array.from({ length: 500 }, () => random() & 255));
      one.down(Uint8Array.from({ length: 500 }, () => random() & 255));
      one.pass();
      one.exchanges.closed();
      const { requests, messages } = tally.end();
      if (requests) expect(requests.answered + requests.lost + requests.underWay).toBe(requests.begun);
      if (messages) for (const { sent, delivered, lost, underWay } of [messages.up, messages.down]) expect(delivered + lost + underWay).toBe(sent);
    }
  });
});
