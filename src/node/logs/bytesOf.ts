/** The bytes of a log, in pieces: a file, one compressed with gzip, one in UTF-16, or a stream. Memory does not grow with the log. */
import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { errorCode, errorMessage } from '../errorCode.js';
import { assertText, HEAD } from './notText.js';

/** Bytes of a piece. */
export const PIECE = 1 << 20;

/** A gzip that gives more than this, and more than so many times its size, was made to harm. Real logs shrink to a twentieth, seldom to a two-hundredth. */
const BOMB_BYTES = 1 << 30;
const BOMB_TIMES = 400;

export interface LogBytes {
  /** Each piece is written over by the next one. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** What was odd, once the pieces have ended: sentences. */
  readonly notes: string[];
  /** Bytes that were read from disk or the stream so far. */
  read(): number;
  /** Whether a part of it can be read by itself: a file as it lies on disk. */
  readonly seekable: boolean;
  close(): Promise<void>;
}

/**
 * Opens a file; whether it is compressed or in UTF-16 is seen in its first bytes, not in its name.
 * @param onRaw is given the bytes as they lie on disk
 * @param bombBytes what a gzip may give at any rate
 * @throws NodeJS.ErrnoException as `open` and `read`; NotText
 */
export async function openLog(file: string, onRaw: (bytes: Uint8Array) => void, signal: AbortSignal, bombBytes = BOMB_BYTES): Promise<LogBytes> {
  const handle = await open(file, 'r');
  try {
    const before = await handle.stat();
    const notes: string[] = [];
    let read = 0;
    const raw = async function* (): AsyncGenerator<Uint8Array> {
      const buffer = Buffer.allocUnsafe(PIECE);
      for (;;) {
        signal.throwIfAborted();
        const { bytesRead } = await handle.read(buffer, 0, PIECE, null);
        if (bytesRead === 0) break;
        read += bytesRead;
        const piece = buffer.subarray(0, bytesRead);
        onRaw(piece);
        yield piece;
      }
      if (before.isFile() && read < before.size) notes.push(`It shrank from ${before.size} to ${read} bytes while it was read.`);
    };
    const head = await headOf(handle, before.isFile());
    const form = formOf(head);
    if (form === 'bytes') assertText(head);
    const pieces = form === 'gzip' ? unzipped(raw(), notes, () => read, bombBytes) : form === 'bytes' ? raw() : decoded(raw(), form, notes);
    return { pieces, notes, read: () => read, seekable: form === 'bytes' && before.isFile(), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A stream, such as standard input: it may be compressed, too. Its pieces throw NotText. */
export function streamLog(stream: Readable, onRaw: (bytes: Uint8Array) => void, signal: AbortSignal): LogBytes {
  const notes: string[] = [];
  let read = 0;
  const raw = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      signal.throwIfAborted();
      const piece = chunk as Uint8Array;
      read += piece.length;
      onRaw(piece);
      yield piece;
    }
  };
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    const source = raw();
    const first = await source.next();
    if (first.done === true) return;
    const form = formOf(first.value);
    if (form === 'bytes') assertText(first.value);
    const whole = (async function* (): AsyncGenerator<Uint8Array> {
      yield first.value;
      yield* source;
    })();
    yield* form === 'gzip' ? unzipped(whole, notes, () => read, BOMB_BYTES) : form === 'bytes' ? whole : decoded(whole, form, notes);
  };
  return { pieces: pieces(), notes, read: () => read, seekable: false, close: () => Promise.resolve() };
}

export type Form = 'bytes' | 'gzip' | 'utf-16le' | 'utf-16be';

export function formOf(head: Uint8Array): Form {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : wideForm(head.subarray(0, HEAD));
}

/** A part of a log in UTF-16 has no mark at its beginning: nearly each second byte of it is NUL, and of the others none. */
function wideForm(head: Uint8Array): Form {
  const nul: [even: number, odd: number] = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) nul[at % 2 === 0 ? 0 : 1] += 1;
  const most = head.length / 2;
  if (head.length < 16 || nul[0] + nul[1] < most * 0.6 || Math.min(...nul) > 0) return 'bytes';
  return nul[0] === 0 ? 'utf-16le' : 'utf-16be';
}

/** Of what can be read only once, nothing is looked at. */
async function headOf(handle: FileHandle, regular: boolean): Promise<Uint8Array> {
  const head = Buffer.alloc(HEAD);
  if (!regular) return head.subarray(0, 0);
  const { bytesRead } = await handle.read(head, 0, HEAD, 0);
  return head.subarray(0, bytesRead);
}

async function* decoded(source: AsyncIterable<Uint8Array>, form: 'utf-16le' | 'utf-16be', notes: string[]): AsyncGenerator<Uint8Array> {
  notes.push(`It is in ${form.toUpperCase()}, and was read as that.`);
  const decode = decoderOf(form);
  for await (const piece of source) yield decode(piece);
}

/** Takes the next piece of a log of that form, and gives it in UTF-8. */
export function decoderOf(form: Form): (piece: Uint8Array) => Uint8Array {
  if (form !== 'utf-16le' && form !== 'utf-16be') return (piece) => piece;
  const decoder = new TextDecoder(form);
  const encoder = new TextEncoder();
  return (piece) => encoder.encode(decoder.decode(piece, { stream: true }));
}

/** Resolves when more may be written, or nothing can any more. Both listeners go with either: a large log waits many times. */
function drained(unzip: Gunzip): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      unzip.off('drain', done).off('close', done);
      resolve();
    };
    unzip.on('drain', done).on('close', done);
  });
}

async function* unzipped(source: AsyncIterable<Uint8Array>, notes: string[], read: () => number, bombBytes: number): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip({ chunkSize: 256 * 1024 });
  const feeding = (async () => {
    for await (const piece of source) {
      // It keeps what it was given until it has used it, and the piece is written over.
      if (!unzip.write(Buffer.from(piece)) && !unzip.destroyed) await drained(unzip);
      if (unzip.destroyed) return;
    }
    unzip.end();
  })().catch((error: unknown) => void unzip.destroy(error instanceof Error ? error : new Error(errorMessage(error))));
  let size = 0;
  // The line that is not whole yet, of this piece alone: what is cut in a line is no record of what was logged, and its stamp none of when.
  let held = new Uint8Array();
  try {
    for await (const chunk of unzip) {
      const piece = chunk as Uint8Array;
      size += piece.length;
      const whole = piece.lastIndexOf(10) + 1 || piece.length;
      if (held.length > 0) yield held;
      yield piece.subarray(0, whole);
      held = piece.slice(whole);
      if (size > bombBytes && size > BOMB_TIMES * read()) {
        notes.push(`It unpacks to more than ${BOMB_TIMES} times its size: it was read up to ${size} bytes, and no further.`);
        break;
      }
    }
    if (held.length > 0) yield held;
  } catch (error) {
    const code = errorCode(error);
    if (code?.startsWith('Z_') !== true) throw error;
    notes.push(code === 'Z_BUF_ERROR' ? 'It is compressed, and its end is missing: what is there was read, in whole lines.' : `It is compressed, and damaged behind ${size} bytes (${errorMessage(error)}): what stands before was read.`);
  } finally {
    unzip.destroy();
    await feeding;
  }
}
