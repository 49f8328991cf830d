/** A file that grows, followed from its end on: also where it is rotated away, or cut and written anew. */
import { open, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../errorCode.js';
import { decoderOf, formOf, PIECE } from './bytesOf.js';
import { assertText, NotText } from './notText.js';

/** How often is looked for more, ms. Watchers tell nothing of network folders. */
const POLL_MS = 200;

export type FollowEvent =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** Nothing more for now. */
  | { readonly type: 'waiting' }
  | { readonly type: 'replaced' | 'shrank' | 'gone' };

/**
 * The bytes of a file from its beginning on, and then what is appended to it, until the signal.
 * @throws NodeJS.ErrnoException if it cannot be opened at first; NotText if it holds no text, or is compressed
 */
export async function* follow(cwd: string, name: string, signal: AbortSignal): AsyncGenerator<FollowEvent> {
  const file = path.resolve(cwd, name);
  let handle: FileHandle | undefined = await open(file, 'r');
  const buffer = Buffer.allocUnsafe(PIECE);
  let at = 0;
  let decode = decoderOf('bytes');
  try {
    while (!signal.aborted) {
      const { bytesRead } = handle ? await handle.read(buffer, 0, PIECE, at) : { bytesRead: 0 };
      if (bytesRead > 0) {
        if (at === 0) decode = followed(buffer.subarray(0, bytesRead));
        at += bytesRead;
        yield { type: 'bytes', bytes: decode(buffer.subarray(0, bytesRead)) };
        continue;
      }
      yield { type: 'waiting' };
      await pause(POLL_MS, undefined, { signal }).catch(() => undefined); // the signal ends the loop
      const now = await identity(file);
      const held = handle && (await handle.stat());
      if (held !== undefined && held.size < at) {
        at = 0;
        yield { type: 'shrank' };
      } else if (now === undefined) {
        if (handle && held?.size === at) {
          await handle.close();
          handle = undefined;
          yield { type: 'gone' };
        }
      } else if (!held || ((now.ino !== held.ino || now.dev !== held.dev) && held.size === at)) {
        await handle?.close();
        handle = undefined; // should opening fail, it is not closed twice
        handle = await reopened(file);
        at = 0;
        if (handle) yield { type: 'replaced' };
      }
    }
  } finally {
    await handle?.close();
  }
}

/**
 * What turns the pieces of a log into UTF-8, by its first bytes.
 * @throws NotText for what is compressed, or no text
 */
export function followed(head: Uint8Array): (piece: Uint8Array) => Uint8Array {
  const form = formOf(head);
  if (form === 'gzip') throw new NotText('is compressed with gzip, and is not written any more: read it without --follow');
  if (form === 'bytes') assertText(head);
  return decoderOf(form);
}

async function identity(file: string): Promise<{ ino: number; dev: number } | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** Undefined if it went away again. */
async function reopened(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
