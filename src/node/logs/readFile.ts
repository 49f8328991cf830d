/** One log into what is known of it. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { LogAnalysis, type AnalysisOptions } from '../../core/evidence/logs/analysis.js';
import type { ReadLog } from '../../core/evidence/logs/readLog.js';
import { errorCode } from '../errorCode.js';
import { sha256 } from '../ports.js';
import { systemReason } from '../run/systemReason.js';
import { openLog, streamLog, type LogBytes } from './bytesOf.js';
import { clockFor } from './localClock.js';
import { NotText } from './notText.js';
import { analysedInParts } from './parts.js';

/** How logs are read, all of them alike. */
export type ReadOptions = Omit<AnalysisOptions, 'sha256' | 'clock' | 'formats' | 'insideRecord'> & {
  /** Minutes ahead of UTC of stamps that tell no zone; without it those of this machine when the log was last written. */
  readonly zone?: number;
  /** Whether the hash of the file is wanted: it takes a part of the time. */
  readonly hash: boolean;
  /** Threads beside this one; 0 reads here. */
  readonly workers: number;
  /** Asked between two pieces; what is behind is not read. */
  readonly enough?: () => boolean;
};

/**
 * Reads a file.
 * @returns what is known of it, or why it could not be read, as the end of a sentence about it
 */
export async function readLogFile(cwd: string, name: string, options: ReadOptions, signal: AbortSignal): Promise<ReadLog | { readonly missing: string }> {
  const file = path.resolve(cwd, name);
  const hash = options.hash ? createHash('sha256') : undefined;
  let bytes: LogBytes;
  let reference: number;
  try {
    const info = await stat(file);
    if (info.isDirectory()) return { missing: `${name} is a folder: name the files in it.` };
    reference = info.mtimeMs;
    bytes = await openLog(file, (piece) => hash?.update(piece), signal);
  } catch (error) {
    if (error instanceof NotText) return { missing: `${name} ${error.message}.` };
    return { missing: `${name} cannot be read (${systemReason(error)}).` };
  }
  try {
    const clock = clockFor(options.zone, reference);
    const data = bytes.seekable && options.workers > 0 && !options.grep && !options.numbers ? await analysedInParts(file, { clock, ...(options.window && { window: options.window }) }, options.workers, hash, signal) : undefined;
    if (data) return { name, bytes: data.bytes, ...(hash && { sha256: hash.digest('hex') }), data: data.data, notes: [...bytes.notes, ...data.notes] };
    const analysis = new LogAnalysis({ ...options, clock, sha256 });
    for await (const piece of bytes.pieces) {
      analysis.push(piece);
      if (options.enough?.() === true) break;
    }
    analysis.end();
    return { name, bytes: bytes.read(), ...(hash && { sha256: hash.digest('hex') }), data: analysis.data(), notes: bytes.notes };
  } catch (error) {
    signal.throwIfAborted();
    if (errorCode(error) === undefined) throw error;
    return { missing: `${name} could not be read to its end (${systemReason(error)}).` };
  } finally {
    await bytes.close();
  }
}

/** Reads a stream to its end. @param name what it is called. @returns what is known of it, or why it could not be read */
export async function readLogStream(stream: Readable, name: string, options: ReadOptions, signal: AbortSignal): Promise<ReadLog | { readonly missing: string }> {
  const hash = options.hash ? createHash('sha256') : undefined;
  const bytes = streamLog(stream, (piece) => hash?.update(piece), signal);
  const analysis = new LogAnalysis({ ...options, clock: clockFor(options.zone, Date.now()), sha256 });
  try {
    for await (const piece of bytes.pieces) analysis.push(piece);
  } catch (error) {
    if (error instanceof NotText) return { missing: `${name} ${error.message}.` };
    throw error;
  }
  analysis.end();
  return { name, bytes: bytes.read(), ...(hash && { sha256: hash.digest('hex') }), data: analysis.data(), notes: bytes.notes };
}
