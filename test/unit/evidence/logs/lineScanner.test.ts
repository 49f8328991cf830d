import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineScanner, ROOM } from '../../../../src/core/evidence/logs/lineScanner.js';

const encoder = new TextEncoder();
const scanner = new LineScanner();

interface Scanned {
  readonly hash: string;
  /** Where the newline stands, counted from the line's beginning; -1 if there is none before the limit. */
  readonly newline: number;
}

/** @param limit counted from the line's beginning */
function scanned(text: string, { stamp = [0, 0] as readonly [number, number], limit = Infinity, basis = 1 } = {}): Scanned {
  const bytes = encoder.encode(text);
  // What an earlier piece left behind the bytes must not matter.
  scanner.bytes.fill(97);
  const at = scanner.load(bytes);
  const newline = scanner.scan(at, at + stamp[0], at + stamp[1], at + Math.min(limit, bytes.length), basis);
  return { hash: `${scanner.hash} ${scanner.check}`, newline: newline === -1 ? -1 : newline - at };
}

/** What the hash is to tell apart, byte by byte: words with a digit among their first 48 bytes are alike, everything else is as it stands. */
function masked(text: string): string {
  const bytes = encoder.encode(text);
  const end = bytes.indexOf(10);
  return Buffer.from(end === -1 ? bytes : bytes.subarray(0, end)).toString('latin1').replace(/[\w\u0080-\u00ff]+/g, (word) => (/^.{0,47}\d/s.test(word) ? '\0#' : word));
}

/** Pieces that make words and gaps of all lengths around 8, 16 and 64 bytes, where the loop takes other ways. */
const piece = fc.oneof(
  fc.constantFrom('a', 'Z', '_', '7', ' ', ':', '-', '\t', '\r', '\0', 'é', '漢', '\x7f', '@', '[', '`', '{', '/', 'connection', 'closed=', '10.0.0.1'),
  fc.tuple(fc.constantFrom('x', ' ', '5', '-', 'ü'), fc.integer({ min: 1, max: 140 })).map(([character, count]) => character.repeat(count)),
);
const line = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

describe('a line that is scanned', () => {
  it('has the hash of another one exactly if what is not a number is the same', () => {
    fc.assert(
      fc.property(line, fc.array(fc.tuple(fc.nat(), fc.constantFrom('0', '9', 'a', ' ', '')), { maxLength: 3 }), (text, changes) => {
        let other = text;
        for (const [at, by] of changes) other = `${other.slice(0, at % (other.length + 1))}${by}${other.slice((at % (other.length + 1)) + 1)}`;
        expect(scanned(`${text}\n`).hash === scanned(`${other}\n`).hash).toBe(masked(text) === masked(other));
      }),
      { numRuns: 30000 },
    );
  });

  it('has a hash of its own among lines that differ in the same places: a change is not undone by another', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const lines = Array.from(letters, (a) => Array.from(letters, (b) => Array.from(letters, (c) => `connect${a} to${b} ab${c} failed\n`))).flat(2);
    for (const half of [0, 1]) expect(new Set(lines.map((text) => scanned(text).hash.split(' ')[half])).size).toBeGreaterThan(lines.length - 5);
    expect(new Set(lines.map((text) => scanned(text).hash)).size).toBe(lines.length);
  });

  it('is the same wherever it lies, and whatever lies behind it', () => {
    fc.assert(
      fc.property(line, line, fc.integer({ min: 0, max: 200 }), (text, behind, before) => {
        const alone = scanned(`${text}\n`);
        const among = scanned(`${'-'.repeat(before)}${text}\n${behind}\n`, { stamp: [0, before] });
        expect(among).toEqual({ hash: alone.hash, newline: alone.newline + before });
        expect(alone.newline).toBe(encoder.encode(text).length);
      }),
      { numRuns: 1000 },
    );
  });

  it('tells apart what stands before its stamp, and whether it has one', () => {
    const stamped = (before: string): string => scanned(`${before}14:02:33 said\n`, { stamp: [before.length, before.length + 8] }).hash;
    expect(new Set([stamped(''), stamped('[api] '), stamped('[web] '), scanned(' said\n', { basis: 2 }).hash]).size).toBe(4);
    expect(stamped('[api1] ')).toBe(stamped('[api22] '));
  });

  it('ends at the limit: what stands behind it is neither hashed nor looked for', () => {
    for (const limit of [0, 1, 7, 8, 15, 16, 63, 64, 65, 128, 200]) {
      const text = 'ab cd-ef '.repeat(30);
      expect(scanned(`${text}\n`, { limit })).toEqual(scanned(`${text.slice(0, limit)}xyz\n`, { limit }));
      expect(scanned(`${text.slice(0, limit)}\n`, { limit }).newline).toBe(-1);
      expect(scanned(`${text.slice(0, limit)}\n`, { limit: limit + 1 }).newline).toBe(limit);
    }
  });

  it('is not taken in pieces that are larger than its memory', () => {
    expect(() => scanner.load(new Uint8Array(ROOM + 1))).toThrow(RangeError);
    expect(scanner.load(new Uint8Array(ROOM))).toBeGreaterThan(0);
  });
});

it('a byte is found where it stands first, and not behind the end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90, max: 5 }), fc.nat(90), fc.nat(90), (bytes, from, to) => {
      const start = scanner.load(bytes);
      const [at, end] = [Math.min(from, bytes.length), Math.min(Math.max(from, to), bytes.length)];
      const found = bytes.subarray(0, end).indexOf(3, at);
      expect(scanner.find(start + at, start + end, 3) - start).toBe(found === -1 ? end : found);
    }),
    { numRuns: 3_000 },
  );
});
