/** The two formats that probes read and write by hand: frames of WebSockets, and of a gRPC health check. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthRequest, healthService, healthStatus } from '../../../src/core/probe/grpcHealth.js';
import { clientFrame, closeText, FrameReader, OPCODE } from '../../../src/core/probe/websocketFrames.js';

/** A frame as a server sends it. */
function serverFrame(opcode: number, length: number): Uint8Array {
  const size = length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 255] : [127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 255, length & 255];
  return Uint8Array.from([0x80 | opcode, ...size, ...Array<number>(length).fill(7)]);
}

describe('frames of a WebSocket', () => {
  it('are masked as RFC 6455 shows it (5.7: a masked "Hello")', () => {
    expect(Buffer.from(clientFrame(1, Buffer.from('Hello'), Buffer.from('37fa213d', 'hex'))).toString('hex')).toBe('818537fa213d7f9f4d5158');
  });

  it('are read whatever pieces they come in', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ opcode: fc.constantFrom(0, 1, 2, OPCODE.close, OPCODE.ping, OPCODE.pong), length: fc.constantFrom(0, 1, 125, 126, 300, 70_000) }), { maxLength: 6 }), fc.integer({ min: 1, max: 1000 }), (frames, piece) => {
        const sent = frames.map(({ opcode, length }) => ({ opcode, length: opcode >= 8 ? Math.min(length, 125) : length }));
        const bytes = Buffer.concat(sent.map(({ opcode, length }) => serverFrame(opcode, length)));
        const reader = new FrameReader();
        const read = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) => reader.push(bytes.subarray(index * piece, (index + 1) * piece))).flat();
        expect(read.map(({ opcode, payload }) => ({ opcode, length: payload.length }))).toEqual(sent.filter(({ opcode }) => opcode >= 8));
      }),
      { numRuns: 50 },
    );
  });

  it.each([[[0xc1, 0], 'reserved bit'], [[0x83, 0], 'unknown kind 3'], [[0x8f, 0], 'unknown kind 15'], [[0x81, 0x80], 'masked'], [[0x89, 126], 'more than 125 bytes']])('that are none (%j) are refused', (bytes, words) => {
    expect(() => new FrameReader().push(Uint8Array.from(bytes))).toThrow(words);
  });

  it('that close say why', () => {
    expect([[], [3, 232], [3, 240, 110, 111]].map((bytes) => closeText(Uint8Array.from(bytes)))).toEqual(['closed without a code', 'close code 1000', 'close code 1008, no']);
  });
});

describe('a gRPC health check', () => {
  it('names the service in field 1', () => {
    expect(Array.from(healthRequest(''))).toEqual([0, 0, 0, 0, 0]);
    expect(Array.from(healthRequest('ab'))).toEqual([0, 0, 0, 0, 4, 0x0a, 2, 97, 98]);
    const long = healthRequest('x'.repeat(200));
    expect(Array.from(long.subarray(0, 8))).toEqual([0, 0, 0, 0, 203, 0x0a, 0xc8, 0x01]);
  });

  it('takes its service from the path', () => {
    expect(['/', '/a.B', '/a%20b?x', '/%zz'].map(healthService)).toEqual(['', 'a.B', 'a b', '%zz']);
  });

  it.each([
    [[0, 0, 0, 0, 2, 8, 1], 'SERVING'],
    [[0, 0, 0, 0, 2, 8, 2], 'NOT_SERVING'],
    [[0, 0, 0, 0, 0], 'UNKNOWN'],
    [[0, 0, 0, 0, 2, 8, 9], undefined],
    [[0, 0, 0, 0, 2, 8], undefined],
    [[1, 0, 0, 0, 2, 8, 1], undefined],
    [[0, 255, 255, 255, 255, 8, 1], undefined],
    [[], undefined],
  ])('that is answered with %j is %s', (bytes, expected) => {
    expect(healthStatus(Uint8Array.from(bytes))).toBe(expected);
  });
});
