/** A large log read in parts, each by a thread of its own. */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Hash } from 'node:crypto';
import type { LogData, LogWindow } from '../../core/evidence/logs/analysis.js';
import type { ClockAssumptions } from '../../core/evidence/logs/clock.js';
import { detectFormats } from '../../core/evidence/logs/detect.js';
import { mergeParts } from '../../core/evidence/logs/merge.js';
import { sha256 } from '../ports.js';
import { redactionForThread, type RedactionOfThread } from '../redaction/setUp.js';
import { PIECE } from './bytesOf.js';

/** Below this, starting threads takes longer than reading. Bytes. */
const MIN_BYTES = 32 * 1024 * 1024;

/** What a part is read with. */
export interface PartTask {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly clock: ClockAssumptions;
  readonly window?: LogWindow;
  readonly redaction: RedactionOfThread;
  /** Names of the families of stamps, with their offsets, as they were found in the beginning. */
  readonly formats: readonly { readonly family: string; readonly from: number; readonly to: number; readonly indented: boolean }[];
}

export interface PartOptions {
  readonly clock: ClockAssumptions;
  readonly window?: LogWindow;
}

/**
 * Undefined where it is not worth it, or where parts do not tell by themselves when they were written (stamps without a year or date),
 * or where the worker is not there: from sources, without a bundle.
 */
export async function analysedInParts(file: string, { clock, window }: PartOptions, workers: number, hash: Hash | undefined, signal: AbortSignal): Promise<{ data: LogData; bytes: number; notes: string[] } | undefined> {
  const worker = workerFile();
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size < MIN_BYTES || worker === undefined) return undefined;
    const head = Buffer.alloc(256 * 1024);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    const formats = detectFormats(head, 0, Math.max(0, head.subarray(0, bytesRead).lastIndexOf(10) + 1));
    if (formats.length === 0 || formats.some(({ family }) => family.leaves !== 'nothing' && family.leaves !== 'epoch')) return undefined;
    const count = Math.max(1, Math.min(workers, Math.floor(size / MIN_BYTES) + 1));
    const parts = Array.from({ length: count }, (_, index): PartTask => ({
      file, clock, redaction: redactionForThread(), ...(window && { window }), from: Math.floor((size * index) / count), to: Math.floor((size * (index + 1)) / count),
      formats: formats.map(({ family, ...rest }) => ({ family: family.name, ...rest })),
    }));
    const running = Promise.all(parts.map((part) => inWorker(worker, part, signal)));
    if (hash) await Promise.all([running, hashed(handle, size, hash, signal)]);
    return { data: mergeParts(await running, sha256, window?.around), bytes: size, notes: [] };
  } finally {
    await handle.close();
  }
}

async function hashed(handle: Awaited<ReturnType<typeof open>>, size: number, hash: Hash, signal: AbortSignal): Promise<void> {
  const buffer = Buffer.allocUnsafe(PIECE);
  for (let at = 0; at < size; ) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, Math.min(PIECE, size - at), at);
    if (bytesRead === 0) return;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}

function inWorker(file: string, task: PartTask, signal: AbortSignal): Promise<LogData> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: task });
    const stop = (): void => void worker.terminate();
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(signal.aborted ? new Error('The analysis was cancelled.') : new Error('A thread that read a log ended early.'));
    });
  });
}

/** The bundle of the worker lies beside that of the command line, whose parts lie in a folder below. */
function workerFile(): string | undefined {
  const here = path.dirname(fileURLToPath(import.meta.url));
  return [path.join(here, 'logWorker.mjs'), path.join(here, '../logWorker.mjs')].find((candidate) => existsSync(candidate));
}
