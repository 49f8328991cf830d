import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogAnalysis } from '../../../../src/core/evidence/logs/analysis.js';
import { takeOutEscapes } from '../../../../src/core/evidence/logs/escapes.js';
import { plain } from '../../../../src/core/report/untrusted.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const piece = fc.constantFrom('\u001b', '\u001b[', '\u001b[31m', '\u001b[38;5;196m', '\u001b[?25l', '\u001b]8;;http://x/\u0007', '\u001b]0;t\u001b\\', '\u001b(B', '\u001bP', '\u0007', '\\', '[', ']', ';', '3', 'm', 'K', ' ', '(', '!', 'ERROR', 'é', '漢', '\n');

describe('terminal sequences in the bytes of a log', () => {
  it('are what they are in text, and no line begins or ends elsewhere without them', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')), (text) => {
        const bytes = new TextEncoder().encode(text);
        const newlines = [...bytes.keys()].filter((at) => bytes[at] === 10);
        takeOutEscapes(bytes);
        expect([...bytes.keys()].filter((at) => bytes[at] === 10)).toEqual(newlines);
        const left = new TextDecoder().decode(bytes);
        expect(left).not.toContain('\u001b');
        expect(plain(left.replace(/\r+$/gm, ''))).toBe(plain(text));
      }),
      { numRuns: 5000 },
    );
  });
});

/** As programs colour it: the stamp dimmed, the level in its colour, a number in the message. */
function coloured(log: string): string {
  const codes: Readonly<Record<string, number>> = { ERROR: 31, WARN: 33, INFO: 32 };
  return log.replace(/^(\S+) (\w+) (.*)$/gm, (_, at: string, level: string, message: string) => `\u001b[2m${at}\u001b[0m \u001b[${codes[level] ?? 0}m${level}\u001b[0m ${message.replace(/\d+$/, (number) => `\u001b[1m${number}\u001b[22m`)}`);
}

const LOG = Array.from({ length: 60 }, (_, index) => {
  const at = new Date(Date.UTC(2026, 10, 21, 14, 2, 0) + index * 250).toISOString();
  if (index % 9 === 4) return `${at} ERROR request ${index}\n\tat app.Worker.run(Worker.java:${index})\n`;
  return `${at} ${index % 5 === 0 ? 'WARN' : 'INFO'} request ${index}\n`;
}).join('');

/** What is told of a log that comes in pieces of so many bytes. */
function told(log: string, piece: number) {
  const bytes = new TextEncoder().encode(log);
  const analysis = new LogAnalysis({ clock: { zone: 0, reference: Date.UTC(2026, 10, 22) }, sha256 });
  for (let at = 0; at < bytes.length; at += piece) analysis.push(bytes.subarray(at, at + piece));
  analysis.end();
  const { lines, records, unstamped, firstAt, lastAt, tracks, failures } = analysis.data();
  return {
    lines, records, unstamped, firstAt, lastAt,
    tracks: tracks.map(({ words, count, firstLine, lastLine, severity }) => ({ words, count, firstLine, lastLine, severity })),
    failures: failures.map(({ signature, count, firstLine, lastLine, text }) => ({ title: signature.title, count, firstLine, lastLine, text })),
  };
}

it('a log with colours tells what it tells without them, in pieces of any size', () => {
  const whole = told(LOG, LOG.length);
  expect(whole).toMatchObject({ records: 60, unstamped: 0, failures: [{ count: 7 }] });
  expect(whole.tracks).toContainEqual(expect.objectContaining({ count: 7, severity: 'failure' }));
  for (const piece of [LOG.length * 2, 1_000, 64, 7, 1]) expect(told(coloured(LOG), piece)).toEqual(whole);
});
