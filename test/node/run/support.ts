/** Runs real commands in a temporary root, and cleans up after them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { vi } from 'vitest';
import type { AttemptRecord, ProcessIdentity, RunEvent, RunResult } from '../../../src/core/run/events.js';
import { newRunId } from '../../../src/core/run/id.js';
import { DEFAULT_PLAN, type RunPlan } from '../../../src/core/run/plan.js';
import { randomBytes } from '../../../src/node/ports.js';
import { isAlive, processIdentity } from '../../../src/node/process/identity.js';
import { execute } from '../../../src/node/run/execute.js';
import type { RunnerOptions } from '../../../src/node/run/runner.js';
import { runFolder } from '../../../src/node/run/folders.js';
import type { RunRequest } from '../../../src/node/run/header.js';
import { tempFolder } from '../../support/temp.js';

/** A signal that is never aborted. */
export const never = new AbortController().signal;

export interface Asked extends Partial<Omit<RunRequest, 'plan' | 'command'>> {
  readonly plan?: Partial<RunPlan>;
}

export async function request(command: readonly string[], asked: Asked = {}): Promise<RunRequest> {
  const root = asked.root ?? (await tempFolder());
  return {
    id: newRunId(Date.now(), randomBytes),
    cwd: root,
    purpose: 'repeat',
    environment: [],
    workItemFolders: [],
    casebook: '0.0.0',
    ...asked,
    root,
    command,
    plan: { ...DEFAULT_PLAN, attempts: 1, ...asked.plan },
  };
}

export interface Made {
  readonly folder: string;
  readonly events: readonly RunEvent[];
  readonly records: readonly AttemptRecord[];
  readonly result: RunResult;
  /** What the log of the attempt says. */
  log(attempt: number): Promise<string>;
}

/** Runs the command to the end. `onEvent` sees each event first. */
export async function made(run: RunRequest, options: RunnerOptions & { signal?: AbortSignal; onEvent?: (event: RunEvent) => unknown } = {}): Promise<Made> {
  const events: RunEvent[] = [];
  for await (const event of execute(run, options.signal ?? never, options)) {
    events.push(event);
    await options.onEvent?.(event);
  }
  const last = events.at(-1);
  if (last?.type !== 'run-finished') throw new Error('The run did not finish');
  const folder = runFolder(run.root, run.id);
  return {
    folder,
    events,
    records: events.filter((event) => event.type === 'attempt-finished').map(({ record }) => record),
    result: last.result,
    log: (attempt) => readFile(path.join(folder, 'logs', `${String(attempt).padStart(4, '0')}.log`), 'utf8'),
  };
}

/** Runs a command line of bash once, and gives what became of it. */
export async function attemptOf(script: string, plan: Partial<RunPlan> = {}): Promise<{ record: AttemptRecord; log: string }> {
  const run = await made(await request(['bash', '-c', script], { plan }));
  const [record] = run.records;
  if (!record) throw new Error('There was no attempt');
  return { record, log: await run.log(1) };
}

/** The live process that has the number which stands in the text after `name=`. */
export function processNamed(name: string, text: string): ProcessIdentity | undefined {
  const pid = Number(new RegExp(`${name}=(\\d+)`).exec(text)?.[1]);
  if (!(pid > 1)) throw new Error(`No number of a process after ${name}= in: ${text}`);
  return processIdentity(pid);
}

/** Waits until the process has ended. */
export async function gone(process: ProcessIdentity): Promise<void> {
  await vi.waitUntil(() => !isAlive(process), { timeout: 10_000, interval: 10 });
}

/** Keeps the event loop from doing anything for so many ms, as a stop (Ctrl-Z) or a machine without a free processor does; its timers come first then. */
export async function standStill(ms: number): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
