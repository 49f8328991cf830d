/** The packaged command line as a process, on the editor's own Node. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import * as vscode from 'vscode';
import { SURFACE_VARIABLE } from '../../protocol/surface.js';
import type { RefusalCode } from '../../core/refusal.js';
import { loadEngine } from './loadEngine.js';

/** Characters of what a process prints to standard error that are kept; the sentence that matters comes last. */
const MAX_STDERR = 8 * 1024;

/** Bytes of standard output that are taken. */
const MAX_STDOUT = 16 * 1024 * 1024;

export interface CliExit {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  /** The end of what it printed to standard error. */
  readonly stderr: string;
}

export interface CliProcess {
  readonly child: ChildProcess;
  /** Rejects only if the process could not be started at all. */
  readonly exit: Promise<CliExit>;
}

export interface CliOptions {
  /** Outlives this process and the window. Its standard output is not read. */
  readonly detached?: boolean;
}

export class Cli {
  /** @param script absolute path of dist/cli/casebook.cjs */
  constructor(private readonly script: string) {}

  /** @param args with `--cwd`: the process itself starts where the command line lies, so that a folder that is gone is told in a sentence */
  start(args: readonly string[], { detached = false }: CliOptions = {}): CliProcess {
    const child = spawn(process.execPath, [this.script, ...args], {
      cwd: path.dirname(this.script),
      detached,
      env: environment(),
      stdio: ['ignore', detached ? 'ignore' : 'pipe', 'pipe'],
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < MAX_STDOUT) stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-MAX_STDERR)));
    const exit = new Promise<CliExit>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
    if (detached) {
      exit.catch(() => undefined); // whoever waits for it hears of it
      child.unref();
    }
    return { child, exit };
  }
}

/** By the exit codes of DESIGN 5.4. */
const CODES: Readonly<Record<number, RefusalCode>> = { 1: 'usage', 2: 'usage', 4: 'conflict', 130: 'cancelled' };

/** What a process that failed says about it, as an error that is shown. */
export async function failureOf({ code, stderr }: CliExit): Promise<Error> {
  const { Refusal, clean } = await loadEngine();
  const said = clean(stderr).trim().replace(/^(?:casebook|error): /gm, '');
  return new Refusal(CODES[code ?? -1] ?? 'unable', said !== '' ? said : code === null ? vscode.l10n.t('Casebook’s process was ended by a signal and said nothing: try again.') : vscode.l10n.t('Casebook’s process ended with exit code {0} and said nothing: try again.', code));
}

/** The editor's environment without what is meant for the editor's own processes; tests of extensions and editors would stumble over it. What the process refuses, it says in the words of the editor. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:VSCODE|ELECTRON)_/.test(name));
  return { ...Object.fromEntries(inherited), [SURFACE_VARIABLE]: 'editor', ...(process.versions['electron'] !== undefined && { ELECTRON_RUN_AS_NODE: '1' }) };
}
