import { describe, expect, it } from 'vitest';
import { LogAnalysis, type LogData } from '../../../../src/core/evidence/logs/analysis.js';
import { detectFormats, type StampFormat } from '../../../../src/core/evidence/logs/detect.js';
import { mergeParts } from '../../../../src/core/evidence/logs/merge.js';
import { clock, partOf, sha256 } from './inParts.js';

const LOG = Array.from({ length: 120 }, (_, index) => {
  const at = new Date(Date.UTC(2026, 10, 21, 14, 2, 0) + index * 250).toISOString();
  if (index % 9 === 4) return `${at} ERROR worker job ${index} failed\njava.io.IOException: reset\n\tat app.Worker.run(Worker.java:${index})\n\n`;
  return index % 3 === 0 ? `${at} INFO heartbeat ${index}\n` : `${at} DEBUG cache ${index % 2 === 0 ? 'hit' : 'miss'} for key ${index}\r\n`;
}).join('');

const bytes = new TextEncoder().encode(LOG);

const part = (from: number, to: number, formats: readonly StampFormat[] | undefined, piece: number): LogData => partOf(bytes, from, to, formats, piece);

function told(data: LogData): object {
  const tracks = data.tracks.map(({ words, count, firstLine, lastLine, firstAt, lastAt, moments, severity }) => ({ words: words.join(' '), count, firstLine, lastLine, firstAt, lastAt, moments, severity })).sort((a, b) => a.firstLine - b.firstLine);
  const failures = data.failures.map(({ signature, count, firstLine, lastLine, text }) => ({ title: signature.title, count, firstLine, lastLine, text }));
  return { lines: data.lines, records: data.records, unstamped: data.unstamped, firstAt: data.firstAt, lastAt: data.lastAt, outOfOrder: data.outOfOrder, tracks, failures };
}

describe('a log read in parts', () => {
  const analysis = new LogAnalysis({ clock, sha256 });
  analysis.push(bytes);
  analysis.end();
  const formats = analysis.reader.stampFormats;
  const whole = analysis.data();

  it('is what it is read in one, in pieces of any size', () => {
    expect(whole).toMatchObject({ records: 120, lines: 120 + 3 * 13, unstamped: 0 });
    for (const piece of [1, 7, 64, 1_000, 5_000]) expect([piece, told(part(0, bytes.length, formats, piece))]).toEqual([piece, told(whole)]);
  });

  it('tells what it tells read in one, wherever a line begins that it is cut at', () => {
    for (let at = bytes.indexOf(10) + 1; at > 0 && at < bytes.length; at = bytes.indexOf(10, at) + 1) {
      const merged = mergeParts([part(0, at, formats, 997), part(at, bytes.length, formats, 503)], sha256);
      expect([at, told(merged)]).toEqual([at, told(whole)]);
    }
  });

  it('tells the same in three parts, one of them inside a record', () => {
    const inside = LOG.indexOf('\tat app');
    const next = LOG.indexOf('\n', inside) + 1;
    expect(told(mergeParts([part(0, inside, formats, 1_000), part(inside, next, formats, 1_000), part(next, bytes.length, formats, 1_000)], sha256))).toEqual(told(whole));
  });
});

describe('logs read beside each other', () => {
  // Records that nothing ends before the other log's bytes come: one is kept over pieces, and none of them is long.
  const first = LOG.repeat(3);
  const second = LOG.replaceAll('worker', 'broker').replaceAll('cache', 'queue').repeat(3);
  // They are known: else the first two hundred lines are read in one go.
  const formats = detectFormats(bytes, 0, bytes.length);
  const analysisOf = (): LogAnalysis => new LogAnalysis({ clock, sha256, formats });
  /** With the texts of records, which were taken out of what is written over. */
  const inFull = (data: LogData): object => ({ ...told(data), excerpt: data.excerpt, examples: data.tracks.map(({ examples }) => examples) });
  const alone = (text: string): object => {
    const analysis = analysisOf();
    analysis.push(new TextEncoder().encode(text));
    analysis.end();
    return inFull(analysis.data());
  };

  it.each([13, 100, 4_000])('tell what each tells alone, in turns of %i bytes', (piece) => {
    const [one, other] = [analysisOf(), analysisOf()];
    const [ones, others] = [first, second].map((text) => new TextEncoder().encode(text));
    for (let at = 0; at < Math.max(ones?.length ?? 0, others?.length ?? 0); at += piece) {
      one.push(ones?.subarray(at, at + piece) ?? new Uint8Array());
      other.push(others?.subarray(at, at + piece) ?? new Uint8Array());
    }
    one.end();
    other.end();
    expect([inFull(one.data()), inFull(other.data())]).toEqual([alone(first), alone(second)]);
  });

  it('tell the same in one piece that is larger than what is looked at in one go', () => {
    const large = LOG.repeat(200);
    expect(large.length).toBeGreaterThan(1 << 20);
    const inPieces = analysisOf();
    const all = new TextEncoder().encode(large);
    for (let at = 0; at < all.length; at += 10_000) inPieces.push(all.subarray(at, at + 10_000));
    inPieces.end();
    expect(inFull(inPieces.data())).toEqual(alone(large));
  });
});
