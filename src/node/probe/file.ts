/** Is the file there, may it be read, and is it being written? */
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rawError } from '../../core/probe/rawError.js';
import { replayProbe } from '../../core/probe/replay.js';
import type { Observation } from '../../core/probe/classify.js';
import type { FileTarget, ProbeResult } from '../../core/probe/types.js';
import { constants } from 'node:fs';
import { errorCode } from '../errorCode.js';
import { result, startClock } from './question.js';

/** Between the two looks that tell whether a file grows, at most. ms */
const WATCH_MS = 200;

const OTHER_KIND = 'neither a file nor a folder';

/** Looks twice, at most {@link WATCH_MS} apart. Its content is not read. @param cwd what a relative path starts from */
export async function askFile(target: FileTarget, cwd: string, timeoutMs: number, signal: AbortSignal): Promise<ProbeResult> {
  signal.throwIfAborted();
  const start = startClock();
  const { seen, excerpt } = await look(path.resolve(cwd, target.path), Math.min(WATCH_MS, timeoutMs / 2), signal);
  return result('file', seen, start, { address: target.text, phases: { total: start.elapsed() }, excerpt, replay: replayProbe(target.text, timeoutMs) });
}

async function look(file: string, watchMs: number, signal: AbortSignal): Promise<{ seen: Observation; excerpt?: string }> {
  let handle: FileHandle;
  try {
    // Without O_NONBLOCK a named pipe would wait for a writer.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    // What nobody opens, such as a socket of Unix, is there all the same.
    if (code === 'ENXIO') return { seen: { type: 'answer' }, excerpt: OTHER_KIND };
    const answer = code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : code === 'EACCES' || code === 'EPERM' ? 'forbidden' : 'unknown';
    return { seen: { type: 'judged', class: answer, error: rawError(error) } };
  }
  try {
    const before = await handle.stat();
    if (!before.isFile()) return { seen: { type: 'answer' }, excerpt: before.isDirectory() ? 'a folder' : OTHER_KIND };
    await delay(watchMs, undefined, { signal });
    const { size, mtime } = await handle.stat();
    const text = `${size} bytes, last written ${mtime.toISOString()}`;
    if (size === before.size && mtime.getTime() === before.mtime.getTime()) return { seen: { type: 'answer' }, excerpt: text };
    const change = size - before.size;
    return { seen: { type: 'judged', class: 'growing' }, excerpt: `${text}, ${change > 0 ? '+' : ''}${change} bytes within ${watchMs} ms` };
  } finally {
    await handle.close();
  }
}
