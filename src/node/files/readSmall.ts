/** Reads a small file that somebody named: whatever it turns out to be, in bounded time and memory. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Its text. Throws the system's error, or one that says what is wrong in words that end a sentence: it is no file (a pipe that nobody writes to would be waited
 * for, a device never ends), or it is larger.
 */
export async function readSmall(file: string, maxBytes: number): Promise<string> {
  // Not blocking: opening a named pipe waits for a writer otherwise.
  const handle = await open(file, process.platform === 'win32' ? 'r' : constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) throw new Error('it is not a file');
    // What a size says is not what comes: a file of /proc says 0.
    const buffer = Buffer.allocUnsafe(maxBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
      if (bytesRead === 0) return buffer.toString('utf8', 0, length);
      length += bytesRead;
      if (length > maxBytes) throw new Error(`it has more than ${Math.round(maxBytes / 1024)} KB`);
    }
  } finally {
    await handle.close();
  }
}
