/** Folders of compiled tests among the temporary files. Those whose Casebook was killed are removed when the next one is made. */
import { readlinkSync } from 'node:fs';
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { isAlive, ownIdentity } from '../../process/identity.js';

const PREFIX = 'casebook-warm-';

/** In each of them; without it, nothing is known of a folder. */
const MARKER = 'owner.json';

const ownerSchema = v.object({ tool: v.literal('casebook'), host: v.string(), pid: v.pipe(v.number(), v.integer(), v.minValue(1)), startTime: v.exactOptional(v.string()) });

/**
 * A new folder, to be removed by whoever made it.
 * @param among where it is made; absolute
 */
export async function makeBinaryFolder(among = tmpdir()): Promise<string> {
  await removeAbandoned(among);
  const folder = await mkdtemp(path.join(among, PREFIX));
  await writeFile(path.join(folder, MARKER), JSON.stringify({ tool: 'casebook', host: host(), ...ownIdentity() }));
  return folder;
}

async function removeAbandoned(among: string): Promise<void> {
  for (const name of await readdir(among)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(among, name);
    try {
      if (await isAbandoned(folder)) await rm(folder, { recursive: true });
    } catch (error) {
      // Another Casebook removes it at this moment, or it is not ours to remove: it is none of this run's business.
      if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    }
  }
}

/** Only a folder of this user, whose marker names a process of this host that is no more. */
async function isAbandoned(folder: string): Promise<boolean> {
  const found = await lstat(folder);
  if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid())) return false;
  const marker = path.join(folder, MARKER);
  if (!(await lstat(marker)).isFile()) return false;
  const owner = v.safeParse(v.pipe(v.string(), v.parseJson(), ownerSchema), await readFile(marker, 'utf8'));
  return owner.success && owner.output.host === host() && !isAlive(owner.output);
}

/** Numbers of processes mean something only within it: a container may share the folder of temporary files with others. */
function host(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Only Linux has these.
    return hostname();
  }
}
