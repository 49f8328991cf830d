/** What a verb gets of the process it runs in. */
import path from 'node:path';
import type { Command } from 'commander';
import { openWorkspace, type Workspace } from '../node/workspace.js';
import type { ExitCode } from './exitCode.js';

export interface Context {
  /** Where the user stands. Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
  /** Aborted when that comes a second time: what runs is to be killed at once. */
  readonly now: AbortSignal;
  /** Results. */
  readonly out: Output;
  /** Progress and diagnostics. */
  readonly err: Output;
  /** Version of Casebook. */
  readonly version: string;
  /** Folder of the templates that came with Casebook. */
  readonly templates: string;
}

export interface Output {
  write(text: string): void;
  /** Whether a person looks at it, and how wide it is in columns; undefined in a pipe or a file. */
  readonly columns: number | undefined;
}

/** A verb's module: how it is called, and what it does. */
export interface Verb {
  /** Adds arguments, options and examples; `act` takes what is to be done when they were understood. */
  define(command: Command, act: <A extends unknown[]>(action: (context: Context, ...args: A) => Promise<ExitCode>) => (...args: A) => Promise<void>): void;
}

/** Options that every verb has. */
export interface CommonOptions {
  readonly json?: true;
  readonly cwd?: string;
}

/** The workspace of `--cwd`, or of where the user stands; `cwd` is that folder. */
export async function workspaceFor(context: Context, options: CommonOptions): Promise<{ workspace: Workspace; cwd: string }> {
  const cwd = options.cwd === undefined ? context.cwd : path.resolve(context.cwd, options.cwd);
  return { workspace: await openWorkspace(cwd), cwd };
}

/** One JSON document on standard output. */
export function writeJson(out: Output, value: unknown): void {
  out.write(`${JSON.stringify(value, null, 2)}\n`);
}
