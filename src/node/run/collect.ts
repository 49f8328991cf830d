/** Keeps what the configuration asks for at the first failure (`run.collectors`), while it is still there: bounded in time and size, without secrets. */
import { constants } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Collector } from '../../core/run/collector.js';
import type { CollectedItem } from '../../core/run/events.js';
import { errorCode } from '../errorCode.js';
import { runHelper, type HelperContext } from '../process/helper.js';
import { ATTEMPT_VARIABLE, HELPER_VARIABLE } from '../process/tag.js';
import { COLLECTED_FOLDER } from './folders.js';
import { redactBytes, unsafeStart } from './redactBytes.js';
import { systemReason } from './systemReason.js';

/** What a collector's command finds in its environment, beside that of the attempt. */
const FAILED_ATTEMPT_VARIABLE = 'CASEBOOK_FAILED_ATTEMPT';
const PID_VARIABLE = 'CASEBOOK_PID';

/** A collector that is ended gets so long between SIGTERM and SIGKILL, ms. */
const GRACE_MS = 500;

export interface CollectRequest {
  readonly collectors: readonly Collector[];
  /** The run's, absolute. */
  readonly folder: string;
  readonly attempt: number;
  /** Of the command; it lives still where it timed out. */
  readonly pid: number;
  /** That of the attempt. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Taken {
  readonly content?: Buffer;
  readonly problem?: string;
}

/** All of them at the same time: it lasts as long as the slowest. What cannot be had is told in the answer; nothing is thrown for it. */
export async function collectAll(context: HelperContext, request: CollectRequest, signal: AbortSignal): Promise<CollectedItem[]> {
  const used = new Set<string>();
  return Promise.all(
    request.collectors.map(async (collector, index) => {
      const slug = `${String(request.attempt).padStart(4, '0')}-${collector.name.replace(/[^\w-]+/g, '-').slice(0, 40)}`;
      const name = used.has(slug) ? `${slug}-${index + 1}` : slug;
      used.add(name);
      const taken = collector.file === undefined ? await ofCommand(context, collector, index, request, signal) : await ofFile(path.resolve(context.cwd, collector.file), collector.maxBytes);
      return stored(collector.name, `${COLLECTED_FOLDER}/${name}.txt`, taken, request.folder);
    }),
  );
}

async function stored(name: string, file: string, { content, problem }: Taken, folder: string): Promise<CollectedItem> {
  const told = problem === undefined ? {} : { problem: problem.slice(0, 1_000) };
  if (content === undefined || content.length === 0) return { name, ...(problem === undefined ? { problem: 'There was no output.' } : told) };
  const bytes = redactBytes(content);
  try {
    await mkdir(path.join(folder, COLLECTED_FOLDER), { recursive: true });
    await writeFile(path.join(folder, file), bytes);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return { name, problem: `It cannot be written (${systemReason(error)}).` };
  }
  return { name, file, bytes: bytes.length, ...told };
}

async function ofCommand(context: HelperContext, { command = '', timeoutMs, maxBytes }: Collector, index: number, { attempt, pid, env }: CollectRequest, signal: AbortSignal): Promise<Taken> {
  // Without the attempt's own mark: it is none of the processes that the attempt left.
  const own = { ...env, [ATTEMPT_VARIABLE]: undefined, [FAILED_ATTEMPT_VARIABLE]: String(attempt), [PID_VARIABLE]: String(pid) };
  const mark = { variable: HELPER_VARIABLE, value: `collector-${attempt}-${index}` } as const;
  const end = await runHelper(context, { line: command, env: own, mark, timeoutMs, graceMs: GRACE_MS, maxBytes }, signal);
  const problems: string[] = [];
  if (end.problem !== undefined) problems.push(end.problem);
  if (end.ended === 'timeout') problems.push(`It took longer than ${timeoutMs} ms and was ended.`);
  if (end.ended === 'aborted') problems.push('The run was ended meanwhile.');
  if (end.exitCode === 127) problems.push('Its command was not found (exit code 127).');
  else if (end.ended === 'exited' && end.exitCode !== 0) problems.push(end.signal === null ? `It exited with ${end.exitCode}.` : `It was ended by ${end.signal}.`);
  if (end.dropped > 0) problems.push(onlyTheEnd(maxBytes));
  const content = end.dropped > 0 ? end.output.subarray(unsafeStart(end.output)) : end.output;
  return { content, ...(problems.length > 0 ? { problem: problems.join(' ') } : {}) };
}

/** Regular files only: to read a device or a pipe may never end. */
async function ofFile(file: string, maxBytes: number): Promise<Taken> {
  try {
    // Without waiting for somebody who writes, if it is a pipe.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const info = await handle.stat();
      if (!info.isFile()) return { problem: 'It is no regular file.' };
      const start = Math.max(0, info.size - maxBytes);
      const buffer = Buffer.alloc(Math.min(info.size, maxBytes));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
      const content = buffer.subarray(0, bytesRead);
      return start === 0 ? { content } : { content: content.subarray(unsafeStart(content)), problem: onlyTheEnd(maxBytes) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return { problem: `It cannot be read (${systemReason(error)}).` };
  }
}

function onlyTheEnd(maxBytes: number): string {
  return `Only the last ${maxBytes} bytes are kept.`;
}
