/** One writer at a time on one thing, across processes: a lock file that names its holder. */
import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessIdentity } from '../../core/run/events.js';
import { Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { isAlive, processIdentity } from '../process/identity.js';

interface Holder extends ProcessIdentity {
  readonly token: string;
}

/** How long somebody else's lock is waited for (DESIGN 4.6). ms. */
export const LOCK_DEADLINE_MS = 10_000;

/** Between two looks at a lock that somebody holds. ms. */
const RETRY_MS = 20;

/** A guard is held for a few file operations; one that is older was left by a process that died. ms. */
const GUARD_STALE_MS = 30_000;

/**
 * Runs `action` while holding the lock on `subject` (an absolute path, or a name).
 * The lock of a process that died is taken over.
 * @throws Refusal `conflict` if the lock cannot be had within `deadlineMs`
 */
export async function withLock<T>(root: string, subject: string, action: () => Promise<T>, signal: AbortSignal, deadlineMs = LOCK_DEADLINE_MS): Promise<T> {
  const folder = path.join(root, '.casebook', 'locks');
  await possible(folder, () => mkdir(folder, { recursive: true }));
  const file = path.join(folder, `${createHash('sha256').update(subject).digest('hex').slice(0, 16)}.lock`);
  const holder = newHolder();
  const end = performance.now() + deadlineMs;
  while (!(await possible(folder, () => acquire(file, holder)))) {
    signal.throwIfAborted();
    if (performance.now() > end) throw new Refusal('conflict', `Another process holds the lock on ${subject} (${file}): wait for it to end, then try again.`);
    await delay(RETRY_MS, undefined, { signal });
  }
  try {
    return await action();
  } finally {
    await unlink(file);
  }
}

/**
 * Takes what a lock file (absolute) stands for, for as long as this process lives: it is not given back. Waits for nobody.
 * @returns false if another process has it that lives
 * @throws Refusal `unable` as {@link withLock}
 */
export async function takeForLife(file: string): Promise<boolean> {
  const holder = newHolder();
  const isMine = (present: Holder): boolean => present.pid === holder.pid && present.startTime === holder.startTime;
  return possible(path.dirname(file), async () => {
    // Whoever asks again and again, as often as something changes in that folder, must not change it by asking.
    const present = await readHolder(file);
    if (present && isAlive(present)) return isMine(present);
    if (await acquire(file, holder)) return true;
    const other = await readHolder(file);
    return other !== undefined && isMine(other);
  });
}

function newHolder(): Holder {
  return { ...(processIdentity(process.pid) ?? { pid: process.pid }), token: randomUUID() };
}

/** @throws Refusal `unable` where the system does not let a lock be made */
async function possible<T>(folder: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined || error instanceof Refusal) throw error;
    throw new Refusal('unable', `No lock can be made in ${folder} (${code}), so nothing was written: make room there, or make the folder writable, and try again.`);
  }
}

async function acquire(file: string, holder: Holder): Promise<boolean> {
  if (await create(file, holder)) return true;
  const present = await readHolder(file);
  if (!present || isAlive(present)) return false;
  return breakLock(file, present, holder);
}

/** Takes over a dead process's lock. A guard makes sure that only one does, and that what it removes is what it looked at. */
async function breakLock(file: string, dead: Holder, holder: Holder): Promise<boolean> {
  const guard = `${file}.guard`;
  if (!(await create(guard, holder))) {
    const age = await stat(guard).then((info) => Date.now() - info.mtimeMs, () => 0);
    if (age > GUARD_STALE_MS) await rm(guard, { force: true });
    return false;
  }
  try {
    if ((await readHolder(file))?.token !== dead.token) return false;
    await rm(file, { force: true });
    return await create(file, holder);
  } finally {
    await rm(guard, { force: true });
  }
}

/** Undefined if it just went away: look again later. */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const data: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof data !== 'object' || data === null || !('pid' in data) || typeof data.pid !== 'number' || !('token' in data) || typeof data.token !== 'string') return undefined;
    return { pid: data.pid, token: data.token, ...('startTime' in data && typeof data.startTime === 'string' && { startTime: data.startTime }) };
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes the file with its content in one step, so that a holder who dies in between leaves no empty lock. False if it is there already. */
async function create(file: string, holder: Holder): Promise<boolean> {
  const prepared = `${file}.${holder.token}`;
  await writeFile(prepared, JSON.stringify(holder));
  try {
    await link(prepared, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(prepared, { force: true });
  }
}
