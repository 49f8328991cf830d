/** A lock file that names its holder, so that two installations at once do not do the same work twice. */
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Time between two looks at a lock that another process holds, in ms. */
const POLL = 250;

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} started  tells a process from a later one with the same pid; '' where the system does not say
 */

/**
 * Runs `work` while this process holds the lock, and waits for another living holder first.
 * A holder that died is replaced. Two that replace it in the same instant can both get in: the work itself must
 * therefore stay correct when done twice (the installation renames a finished folder into place).
 * @template T
 * @param {string} file
 * @param {(holder: Holder) => void} onWait  called once, when there is somebody to wait for
 * @param {() => Promise<T>} work
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, work, signal) {
  const mine = JSON.stringify({ pid: process.pid, started: await startOf(process.pid) });
  for (let waited = false; !(await take(file, mine)); ) {
    signal?.throwIfAborted();
    const holder = await readHolder(file);
    if (holder !== undefined && !(await isAlive(holder))) {
      await discard(file);
    } else if (holder !== undefined && !waited) {
      waited = true;
      onWait(holder);
    } else {
      await delay(POLL, undefined, signal === undefined ? {} : { signal });
    }
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/**
 * Links a finished file into place: the lock is never seen without its holder's name in it.
 * @param {string} file
 * @param {string} content
 * @returns {Promise<boolean>} false when somebody else holds it
 */
async function take(file, content) {
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, content);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft);
  }
}

/**
 * @param {string} file
 * @returns {Promise<Holder | undefined>} undefined when it has just been released
 */
async function readHolder(file) {
  try {
    return /** @type {Holder} */ (JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * @param {Holder} holder
 * @returns {Promise<boolean>}
 */
async function isAlive({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return hasCode(error, 'EPERM');
  }
  return (await startOf(pid)) === started;
}

/**
 * Renames before it removes: of two that find the same dead holder, one gets the file and the other ENOENT.
 * @param {string} file
 */
async function discard(file) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  await rm(aside);
}

/**
 * @param {number} pid
 * @returns {Promise<string>} the start time in clock ticks since boot (field 22 of proc(5)'s stat); '' elsewhere
 */
async function startOf(pid) {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field, the command in parentheses, may itself contain spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
