/** Asking a program of the machine something: fixed arguments, bounded in time and output, away from the workspace. */
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
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

/**
 * What the program prints. It is looked for in absolute folders of PATH only, and works in the root of the file system: no file of a workspace,
 * such as a toolchain file or `.yarnrc.yml`, chooses what is executed.
 * @throws the signal's reason once it aborts
 */
export async function askTool(name: string, args: readonly string[], env: Readonly<Record<string, string | undefined>>, signal: AbortSignal): Promise<Item<Said>> {
  signal.throwIfAborted();
  const file = inPath(name, env['PATH'] ?? env['Path'] ?? '');
  if (file === undefined) return { missing: `${name} is not installed.` };
  const answer = await new Promise<Item<Said>>((resolve) => {
    const options = { cwd: path.parse(homedir()).root, env: { ...env, ...QUIET }, encoding: 'utf8' as const, timeout: TOOL_TIMEOUT_MS, killSignal: 'SIGKILL' as const, maxBuffer: MAX_OUTPUT, signal, windowsHide: true };
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      if (!error) resolve({ value: { stdout, stderr } });
      else if (error.killed === true) resolve({ missing: `${name} did not answer within ${TOOL_TIMEOUT_MS / 1000} s.` });
      else resolve({ missing: `${name} ${args.slice(0, 2).join(' ').replace(/ --format$/, '')} failed${firstLine(stderr) === '' ? ` (${error.code ?? error.message})` : `: ${firstLine(stderr)}`}` });
    });
    child.stdin?.on('error', () => undefined); // it may end before its input does
    child.stdin?.end();
  });
  signal.throwIfAborted();
  return answer;
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
