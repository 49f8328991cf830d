/** Logs as the threads of a reader take them: each a part, in pieces of some bytes. */
import { createHash } from 'node:crypto';
import { LogAnalysis, type LogData } from '../../../../src/core/evidence/logs/analysis.js';
import { detectFormats, type StampFormat } from '../../../../src/core/evidence/logs/detect.js';
import { mergeParts } from '../../../../src/core/evidence/logs/merge.js';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const clock = { zone: 0, reference: Date.UTC(2026, 10, 22) };

/** What one thread tells of `[from, to)`: it begins with a line, and reads on to the end of its last record. */
export function partOf(bytes: Uint8Array, from: number, to: number, formats: readonly StampFormat[] | undefined, piece: number): LogData {
  const analysis = new LogAnalysis({ clock, sha256, ...(formats && { formats }), ...(from > 0 && { insideRecord: true as const }) });
  analysis.reader.readUntil(Math.max(0, to - from));
  for (let at = from; at < bytes.length && !analysis.reader.ended; at += piece) analysis.push(bytes.subarray(at, at + piece));
  analysis.end();
  return analysis.data();
}

/** @param piece bytes that are read at once @param cut where another thread begins, with the next line; 0 for one thread */
export function read(text: string, piece = 4096, cut = 0): LogData {
  const bytes = new TextEncoder().encode(text);
  if (cut === 0) return partOf(bytes, 0, bytes.length, undefined, piece);
  const formats = detectFormats(bytes, 0, bytes.length);
  return mergeParts([partOf(bytes, 0, cut, formats, piece), partOf(bytes, bytes.indexOf(10, cut - 1) + 1 || bytes.length, bytes.length, formats, piece)], sha256);
}
