/** Asking a program of the machine something: fixed arguments, bounded in time and output, away from the workspace. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Item } from '../../core/snapshot/types.js';

/** ms; a tool that wants to download or to ask something is not waited for. */
const TOOL_TIMEOUT_MS = 2_000;

const MAX_OUTPUT = 1024 * 1024;

/** What keeps tools from fetching other versions of themselves, and from sending anything. */
const QUIET: NodeJS.ProcessEnv = {
  GOTOOLCHAIN: 'local',
  COREPACK_ENABLE_NETWORK: '0',
  COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
  RUSTUP_AUTO_INSTALL: '0',
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  DOTNET_SKIP_FIRST_TIME_EXPERIENCE: '1',
  NPM_CONFIG_UPDATE_NOTIFIER: 'false',
  NO_COLOR: '1',
  LC_ALL: 'C',
};

/** Names that a program has on Windows. Scripts (.cmd) need a shell, and are left out. */
const SUFFIXES = process.platform === 'win32' ? ['.exe'] : [''];

export interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** Where tools are asked, and by whom. */
export interface ToolContext {
  /** Of the workspace; absolute. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * What the program prints. It is looked for in absolute folders of PATH outside the workspace only, and works in the root of the file system: no file
 * of a workspace, such as `node_modules/.bin/docker`, a toolchain file or `.yarnrc.yml`, chooses what is executed.
 * @throws the signal's reason once it aborts
 */
export async function askTool(name: string, args: readonly string[], { root, env }: ToolContext, signal: AbortSignal): Promise<Item<Said>> {
  signal.throwIfAborted();
  const file = inPath(name, env['PATH'] ?? env['Path'] ?? '');
  if (file === undefined) return { missing: `${name} is not installed.` };
  if (liesIn(root, file)) return { missing: `${name} lies in the workspace (${path.dirname(file)}), whose programs a snapshot does not execute.` };
  const asked = `${name} ${args.slice(0, 2).join(' ').replace(/ --format$/, '')}`;
  const answer = await printed(file, args, { ...env, ...QUIET }, signal);
  signal.throwIfAborted();
  const { ended, stdout, stderr } = answer;
  if (ended === 'late') return { missing: `${name} did not answer within ${TOOL_TIMEOUT_MS / 1000} s.` };
  if (ended === 'too-much') return { missing: `${asked} printed more than ${MAX_OUTPUT / 1024 / 1024} MiB.` };
  if (ended === 0) return { value: { stdout, stderr } };
  return { missing: `${asked} failed${firstLine(stderr) === '' ? ` (${ended})` : `: ${firstLine(stderr)}`}` };
}

/** `ended`: its exit code, its signal, or why it could not be started. */
interface Printed extends Said {
  readonly ended: number | string;
}

/** Runs in a process group of its own, which is ended as a whole: what hangs is often started by a script that only waits for it. */
function printed(file: string, args: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Printed> {
  return new Promise((resolve) => {
    const [out, err] = [new Chunks(), new Chunks()];
    const settle = (ended: number | string): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve({ ended, stdout: out.text(), stderr: err.text() });
    };
    let child: ChildProcessByStdio<null, Readable, Readable>;
    const end = (why: string): void => {
      killGroup(child);
      child.stdout.destroy();
      child.stderr.destroy();
      settle(why);
    };
    const stop = (): void => end('stopped');
    const timer = setTimeout(() => end('late'), TOOL_TIMEOUT_MS);
    try {
      child = spawn(file, args, { cwd: path.parse(homedir()).root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32', windowsHide: true });
    } catch (error) {
      settle(error instanceof Error ? error.message : String(error)); // too long an environment, for one
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    for (const [stream, chunks] of [[child.stdout, out], [child.stderr, err]] as const) {
      stream.on('error', () => undefined); // one that breaks off is as good as ended
      stream.on('data', (chunk: Buffer) => {
        if (!chunks.add(chunk)) end('too-much');
      });
    }
    child.once('error', (error) => settle(error.message));
    child.once('close', (code, by) => settle(code ?? by ?? 'ended'));
  });
}

/** What came, up to a bound. */
class Chunks {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  /** Whether there is room for more. */
  add(chunk: Buffer): boolean {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    return this.#bytes <= MAX_OUTPUT;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

function killGroup({ pid }: { readonly pid?: number | undefined }): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // All of it is gone.
  }
}

/** Where the user's home lies in the workspace, so does all that they installed: such a workspace is nobody else's. */
function liesIn(root: string, file: string): boolean {
  const [real, folder, home] = [realPath(root), realPath(path.dirname(file)), realPath(homedir())];
  return isBelow(real, folder) && !isBelow(real, home);
}

function isBelow(root: string, folder: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(path.sep) ? root : `${root}${path.sep}`);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file); // Not there: it holds nothing, either.
  }
}

export function firstLine(text: string): string {
  return text.split('\n').map((line) => line.trim()).find((line) => line !== '') ?? '';
}

function inPath(name: string, searched: string): string | undefined {
  const folders = searched.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.flatMap((folder) => SUFFIXES.map((suffix) => path.join(folder, `${name}${suffix}`))).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // Not there, or not for us.
  }
}
