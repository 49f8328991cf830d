/** Several logs, and what of them could not be read. */
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { LogClock, type ClockAssumptions } from '../../core/evidence/logs/clock.js';
import { detectFormats } from '../../core/evidence/logs/detect.js';
import type { ReadLog } from '../../core/evidence/logs/readLog.js';
import { Stamp } from '../../core/evidence/logs/stamp.js';
import { errorCode } from '../errorCode.js';
import { clockFor } from './localClock.js';
import { openLog } from './bytesOf.js';
import { NotText } from './notText.js';
import { readLogFile, readLogStream, type ReadOptions } from './readFile.js';

/** Files that are read; more are a mistake of a pattern. */
const MAX_FILES = 1_000;

export interface Sources {
  readonly cwd: string;
  /** Files, and `-` for the stream. */
  readonly names: readonly string[];
  readonly stream: Readable;
  /** What the stream is called. */
  readonly streamName: string;
}

/** @throws an error of the signal's */
export async function readAll({ cwd, names, stream, streamName }: Sources, options: ReadOptions, signal: AbortSignal): Promise<{ logs: ReadLog[]; missing: string[] }> {
  const logs: ReadLog[] = [];
  const missing: string[] = names.slice(MAX_FILES).length > 0 ? [`${names.length - MAX_FILES} more files were named, and not read: name at most ${MAX_FILES}.`] : [];
  for (const name of names.slice(0, MAX_FILES)) {
    const read = name === '-' ? await readLogStream(stream, streamName, options, signal) : await readLogFile(cwd, name, options, signal);
    if ('missing' in read) missing.push(read.missing);
    else logs.push(read);
  }
  return { logs, missing };
}

/** Bytes of either end of a log that are looked at for its stamps. */
const END = 64 * 1024;

/** The first and the last moment of a log, ms since the Unix epoch, and the zone that its stamps were read in, minutes; undefined if they are not to be seen in its ends. Of one that is compressed the last one is taken to be its last change. */
export async function spanOf(cwd: string, name: string, zone: number | undefined, signal: AbortSignal): Promise<{ readonly first: number; readonly last: number; readonly zone: number } | undefined> {
  if (name === '-') return undefined;
  const file = path.resolve(cwd, name);
  try {
    const info = await stat(file);
    if (!info.isFile()) return undefined;
    const assumed = clockFor(zone, info.mtimeMs);
    const bytes = await openLog(file, () => undefined, signal);
    let first: number | undefined;
    try {
      for await (const piece of bytes.pieces) {
        first = momentsIn(piece.subarray(0, END), assumed)[0];
        break;
      }
    } finally {
      await bytes.close();
    }
    if (first === undefined) return undefined;
    const last = bytes.seekable ? momentsIn(await endOf(file, info.size), assumed).at(-1) : info.mtimeMs;
    return { first, last: last ?? first, zone: assumed.zone };
  } catch (error) {
    signal.throwIfAborted();
    if (errorCode(error) === undefined && !(error instanceof NotText)) throw error;
    return undefined; // that it cannot be read is said where it is read
  }
}

async function endOf(file: string, size: number): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(END), 0, END, Math.max(0, size - END));
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The moments of the lines, at most one each. */
function momentsIn(bytes: Uint8Array, assumed: ClockAssumptions): number[] {
  const [format] = detectFormats(bytes, 0, bytes.length);
  if (!format) return [];
  const stamp = new Stamp();
  const clock = new LogClock(assumed);
  const moments: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(10, at);
    const end = newline === -1 ? bytes.length : newline;
    for (let offset = format.from; offset <= format.to && at + offset < end; offset++) {
      if (!format.family.read(bytes, at + offset, end, stamp)) continue;
      moments.push(clock.at(stamp, format.family.leaves));
      break;
    }
    at = end + 1;
  }
  return moments;
}
