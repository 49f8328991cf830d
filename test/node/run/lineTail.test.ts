import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineTail } from '../../../src/node/run/lineTail.js';
import { attemptOf } from './support.js';

/** Bytes of a line that are kept. */
const KEPT = 4096;

function tailOf(text: string, cuts: readonly number[] = []): string {
  const tail = new LineTail();
  const bytes = Buffer.from(text);
  let start = 0;
  for (const end of [...cuts, bytes.length].map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b)) {
    tail.push(bytes.subarray(start, end));
    start = end;
  }
  return tail.text();
}

describe('the tail of an output', () => {
  it('is all of it where that is short', () => {
    expect(tailOf('one\ntwo\n\nthree')).toBe('one\ntwo\n\nthree');
  });

  it('holds the lines before and after one without measure, and the beginning of that', () => {
    expect(tailOf(`Error: the cause\n${'y'.repeat(300_000)}\nlast`)).toBe(`Error: the cause\n${'y'.repeat(KEPT)}\nlast`);
    expect(tailOf('z'.repeat(300_000))).toBe('z'.repeat(KEPT));
  });

  it('holds what follows a line that redraws itself for long', () => {
    expect(tailOf(`${'10 % \r'.repeat(10_000)}Error: the cause\n`)).toMatch(/\rError: the cause\n$/);
  });

  it('begins with a whole line, and is bounded', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}`);
    const tail = tailOf(lines.join('\n'));
    expect(tail.length).toBeGreaterThan(63_000);
    expect(tail.length).toBeLessThanOrEqual(65_536);
    expect(`\n${lines.join('\n')}`.endsWith(`\n${tail}`)).toBe(true);
  });

  it('is the beginning of each line, wherever its pieces are cut', () => {
    const line = fc.oneof(fc.nat(60), fc.integer({ min: KEPT - 3, max: KEPT + 3 }), fc.constant(9_000)).map((length) => 'x'.repeat(length));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.array(fc.nat(40_000), { maxLength: 8 }), (lines, cuts) => {
        expect(tailOf(lines.join('\n'), cuts)).toBe(lines.map((text) => text.slice(0, KEPT)).join('\n'));
      }),
    );
  });
});

describe('the signature of an attempt', () => {
  const title = async (script: string): Promise<string | undefined> => (await attemptOf(script)).record.signature?.title;

  it('names the error that stands before a line of 70 KB', async () => {
    expect(await title('echo "Error: the real cause"; head -c 70000 /dev/zero | tr "\\0" y; exit 1')).toBe('Error: the real cause');
  });

  it('tells outputs apart that are one long line', async () => {
    const [y, z] = await Promise.all(['y', 'z'].map((letter) => title(`head -c 70000 /dev/zero | tr "\\0" ${letter}; exit 1`)));
    expect(y).toMatch(/^y+/);
    expect(z).toMatch(/^z+/);
  });
});
