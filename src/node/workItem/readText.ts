/** Reads a work item's text without losing a byte of it. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { advised, Refusal } from '../../core/refusal.js';
import { errorCode, errorMessage } from '../errorCode.js';

/** Larger files are not work items; reading them would only make everything slow. */
const MAX_WORK_ITEM_BYTES = 16 * 1024 * 1024;

/**
 * The file's text; a byte-order mark stays, so that writing it back gives the same bytes.
 * It reads at once: for thousands of small files the detour over a thread pool takes several times as long as the reading.
 * @throws Refusal `usage` if it is missing, no file, too large or not UTF-8.
 */
export function readText(file: string): string {
  let bytes: Uint8Array;
  let handle: number | undefined;
  try {
    // Not blocking, so that a named pipe nobody writes to is refused instead of waited for.
    handle = openSync(file, process.platform === 'win32' ? 'r' : constants.O_RDONLY | constants.O_NONBLOCK);
    const info = fstatSync(handle);
    if (!info.isFile()) throw new Refusal('usage', `${file} is not a file: name a work item.`);
    if (info.size > MAX_WORK_ITEM_BYTES) throw new Refusal('usage', `${file} has ${Math.round(info.size / 1024 / 1024)} MB, more than the ${MAX_WORK_ITEM_BYTES / 1024 / 1024} MB that a work item may have: move logs out of it.`, { file });
    bytes = readFileSync(handle);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (errorCode(error) === 'ENOENT') throw advised('usage', `There is no file ${file}`, { terminal: 'check the path, or see `casebook list`', editor: 'it was moved, renamed or deleted' });
    throw new Refusal('usage', `${file} cannot be read: ${errorMessage(error)}.`);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new Refusal('usage', `${file} is not UTF-8, and is left untouched: convert it (\`iconv -f WINDOWS-1252 -t UTF-8\`, for instance) and try again.`, { file });
  return text;
}

/** Undefined if the bytes are not UTF-8. A byte-order mark is kept as U+FEFF. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined; // a TypeError: that is how the decoder says "not UTF-8"
  }
}

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
