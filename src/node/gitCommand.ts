/**
 * Reading from a git checkout without executing what its configuration names. A checkout may be somebody else's: its `.git/config` can
 * name programs for fsmonitor, hooks, filters, diffs, pagers and transports.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Output beyond this is not read, bytes. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** Against a hanging file system, ms. */
const TIMEOUT_MS = 30_000;

/** Variables for git that say where its own things lie; all others could point it at another repository or program. */
const KEPT = new Set(['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_CEILING_DIRECTORIES', 'GIT_EXEC_PATH', 'GIT_DISCOVERY_ACROSS_FILESYSTEM']);

const SAFE_CONFIG = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.pager=cat', '-c', 'core.quotePath=false'];

export interface GitOptions {
  readonly cwd: string;
  /** Further settings, `name=value`. */
  readonly config?: readonly string[];
  readonly input?: string;
}

/** What git prints; undefined if it is not installed, refuses, fails, takes longer than 30 s, prints more than 64 MiB, or the signal is aborted. */
export async function git(args: readonly string[], { cwd, config = [], input }: GitOptions, signal: AbortSignal): Promise<string | undefined> {
  const invocation = gitInvocation(args, config);
  if (invocation === undefined || signal.aborted) return undefined;
  return new Promise((resolve) => {
    const child = execFile(
      invocation.file,
      invocation.args,
      { cwd, env: invocation.env, encoding: 'utf8', maxBuffer: MAX_OUTPUT, timeout: TIMEOUT_MS, signal, windowsHide: true },
      (error, stdout) => resolve(error ? undefined : stdout),
    );
    // git may end before it has read everything; how it ended is told above.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** How git is called so that it executes nothing which the checkout names; undefined if it is not installed. @param config further settings, `name=value` */
export function gitInvocation(args: readonly string[], config: readonly string[]): { readonly file: string; readonly args: string[]; readonly env: NodeJS.ProcessEnv } | undefined {
  const file = executable();
  const settings = config.flatMap((setting) => ['-c', setting]);
  return file === undefined ? undefined : { file, args: ['--no-pager', ...SAFE_CONFIG, ...settings, ...args], env: environment() };
}

/**
 * Settings that switch off the filters which the checkout's own configuration defines: git runs them to compare files. Those of the user's
 * and the system's configuration stay (Git LFS is installed there). Undefined if that cannot be found out.
 */
export async function withoutLocalFilters(cwd: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
  const listed = await git(['config', '--show-scope', '--null', '--name-only', '--list'], { cwd }, signal);
  if (listed === undefined) return undefined;
  const fields = listed.split('\0');
  const names = new Set<string>();
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const name = /^filter\.(.+)\.[^.]+$/s.exec(fields[index + 1] ?? '')?.[1];
    if (name !== undefined && fields[index] !== 'system' && fields[index] !== 'global') names.add(name);
  }
  // Such a name cannot be given on a command line: the setting would be another one.
  if ([...names].some((name) => /[=\n]/.test(name))) return undefined;
  return [...names].flatMap((name) => [`filter.${name}.clean=`, `filter.${name}.smudge=`, `filter.${name}.process=`, `filter.${name}.required=false`]);
}

function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_') || KEPT.has(name));
  return {
    ...Object.fromEntries(inherited),
    // Reading takes no lock that a commit of the user's would stumble over.
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    // A partial clone fetches what is missing, through whatever its configuration names.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    LC_ALL: 'C',
  };
}

/** On Windows a program is looked for in the current folder first, which is the checkout: so it is looked for here, in PATH only. */
function executable(): string | undefined {
  if (process.platform !== 'win32') return 'git';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, 'git.exe')).find((file) => existsSync(file));
}
