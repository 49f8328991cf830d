/** The packaged command line as a process of its own, as users start it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';

export const CLI = path.resolve(import.meta.dirname, '../../dist/cli/casebook.cjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export function start(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  if (!existsSync(CLI)) throw new Error('dist/cli is missing: run `npm run build` first.');
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  }));
  return { child, ended };
}

/** Listens to a stream from now on. Returns what waits until it has said a text; what comes between two waits is heard, too. */
export function hear(stream: Readable | null): (text: string) => Promise<void> {
  if (!stream) throw new Error('There is no such stream.');
  let said = '';
  stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return async (text) => {
    while (!said.includes(text)) await once(stream, 'data');
  };
}

/** Runs the command line to its end. */
export function casebook(cwd: string, ...args: readonly string[]): Promise<Ended> {
  return start(cwd, args).ended;
}

/** Runs the command line to its end, its standard output going into a file. */
export async function casebookTo(file: string, cwd: string, ...args: readonly string[]): Promise<Omit<Ended, 'stdout'>> {
  const fd = openSync(file, 'w');
  try {
    const child = spawn(process.execPath, [CLI, ...args], { cwd, stdio: ['ignore', fd, 'pipe'] });
    const stderr: Buffer[] = [];
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { code, signal, stderr: Buffer.concat(stderr).toString() };
  } finally {
    closeSync(fd);
  }
}

/** The last document of an NDJSON stream, or the only one. */
export function lastJson(text: string): unknown {
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
}
