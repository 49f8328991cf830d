/** The secret that lets one in at the control port. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { mkdtemp, open, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Refusal } from '../../core/refusal.js';
import { randomBytes } from '../ports.js';
import { systemReason } from '../run/systemReason.js';

export interface Token {
  /** Absolute path of the file that holds it, readable by its owner only. */
  readonly file: string;
  /** In a time that does not depend on where the texts differ. */
  matches(text: string): boolean;
  /** Removes the file. */
  remove(): Promise<void>;
}

/**
 * A new token of 32 random bytes, in a new file of mode 600.
 * @param file where; undefined: in a new folder of its own under the system's temporary one
 * @throws Refusal `usage` if there is such a file, `unable` if it cannot be written
 */
export async function makeToken(file: string | undefined): Promise<Token> {
  const secret = Buffer.from(randomBytes(32)).toString('hex');
  const folder = file === undefined ? await mkdtemp(path.join(tmpdir(), 'casebook-fault-')) : undefined;
  const place = file ?? path.join(folder ?? '', 'token');
  try {
    // wx: never through a link that somebody laid there.
    const handle = await open(place, 'wx', 0o600);
    try {
      await handle.writeFile(`${secret}\n`);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new Refusal('usage', `${place} exists already: name a file that does not, with --token-file.`);
    throw new Refusal('unable', `The token cannot be written to ${place} (${systemReason(error)}): name another file with --token-file.`);
  }
  const digest = digestOf(secret);
  return {
    file: place,
    matches: (text) => timingSafeEqual(digestOf(text), digest),
    remove: async () => {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      else await unlink(place).catch(() => undefined); // whoever asked for it may have removed it
    },
  };
}

/** Of one length, whatever the text's is. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
