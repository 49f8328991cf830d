/** Several logs, and what of them could not be read. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { LogClock } from '../../core/evidence/logs/clock.js';
import { detectFormats } from '../../core/evidence/logs/detect.js';
import type { ReadLog } from '../../core/evidence/logs/readLog.js';
import { Stamp } from '../../core/evidence/logs/stamp.js';
import { errorCode } from '../errorCode.js';
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

/** A moment of the day on which a log begins; undefined if that is not to be seen in its first part. */
export async function firstMoment(cwd: string, name: string, zone: number): Promise<number | undefined> {
  if (name === '-') return undefined;
  try {
    const handle = await open(path.resolve(cwd, name), 'r');
    try {
      const info = await handle.stat();
      if (!info.isFile()) return undefined;
      const head = Buffer.alloc(64 * 1024);
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      const [format] = detectFormats(head, 0, bytesRead);
      if (!format) return undefined;
      const stamp = new Stamp();
      const clock = new LogClock({ zone, reference: info.mtimeMs });
      for (let at = 0; at < bytesRead; at = head.indexOf(10, at) + 1) {
        for (let offset = format.from; offset <= format.to; offset++) if (format.family.read(head, at + offset, bytesRead, stamp)) return clock.at(stamp, format.family.leaves);
        if (head.indexOf(10, at) === -1) break;
      }
      return undefined;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined; // that it cannot be read is said where it is read
  }
}
