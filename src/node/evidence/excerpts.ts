/** Excerpts of the logs of failing attempts, one for each way to fail. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { byCount, type RunEvidence } from '../../core/run/evidence.js';
import { errorCode } from '../errorCode.js';

/** The end of a log is where its failure stands, mostly. Bytes. */
const TAIL_BYTES = 16 * 1024;

/** Ways to fail for which a log is read: the most frequent ones, as the block of failure excerpts shows them. */
const MAX_GROUPS = 5;

/** The end of the first log of the most frequent groups of failures, by the signature's id. A log that is gone is left out. */
export async function failureExcerpts(folder: string, { groups }: RunEvidence): Promise<ReadonlyMap<string, string>> {
  const excerpts = new Map<string, string>();
  for (const { signature, firstLog } of byCount(groups).slice(0, MAX_GROUPS)) {
    const tail = await tailOf(path.join(folder, firstLog));
    if (tail !== undefined) excerpts.set(signature.id, tail);
  }
  return excerpts;
}

async function tailOf(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const start = Math.max(0, size - TAIL_BYTES);
      const buffer = Buffer.alloc(size - start);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
      const text = buffer.subarray(0, bytesRead).toString('utf8');
      // A cut in the middle of a line would show half of it.
      return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
