/** A thread that reads one part of a log: the records that begin in it. */
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { LogAnalysis } from '../../core/evidence/logs/analysis.js';
import { familyNamed } from '../../core/evidence/logs/detect.js';
import { hideOverLines } from '../../core/evidence/redact.js';
import { OverLines } from '../../core/evidence/redaction/overLines.js';
import { sha256 } from '../ports.js';
import { PIECE } from './bytesOf.js';
import type { PartTask } from './parts.js';
import { redactAs } from '../redaction/setUp.js';

/** What may go on in a part of a log begins no further before it, bytes. */
const BEFORE = 64 * 1024;

const { file, from, to, clock, window, formats, redaction } = workerData as PartTask;
redactAs(redaction);
const handle = openSync(file, 'r');
try {
  const begin = from === 0 ? 0 : lineBehind(from);
  const analysis = new LogAnalysis({ clock, ...(window && { window }), sha256, ...(from > 0 && { insideRecord: true as const, over: openedBefore(begin) }), formats: formats.map(({ family, ...offsets }) => ({ family: familyNamed(family), ...offsets })) });
  analysis.reader.readUntil(Math.max(0, to - begin));
  const buffer = new Uint8Array(PIECE);
  for (let at = begin; !analysis.reader.ended; ) {
    const read = readSync(handle, buffer, 0, PIECE, at);
    if (read === 0) break;
    at += read;
    analysis.push(buffer.subarray(0, read));
  }
  analysis.end();
  parentPort?.postMessage(analysis.data());
} finally {
  closeSync(handle);
}

/** What the lines before an offset say of those behind it. */
function openedBefore(offset: number): OverLines {
  const over = new OverLines();
  const buffer = Buffer.alloc(Math.min(BEFORE, offset));
  const read = readSync(handle, buffer, 0, buffer.length, offset - buffer.length);
  hideOverLines(buffer.toString('utf8', 0, read).replace(/\n$/, ''), over);
  return over;
}

/** Where the first line begins at or behind an offset: the byte before it is a newline. */
function lineBehind(offset: number): number {
  const buffer = Buffer.alloc(64 * 1024);
  for (let at = offset - 1; ; ) {
    const read = readSync(handle, buffer, 0, buffer.length, at);
    const newline = buffer.subarray(0, read).indexOf(10);
    if (newline !== -1) return at + newline + 1;
    if (read === 0) return at;
    at += read;
  }
}
