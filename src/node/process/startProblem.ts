/** Why a command could not be started, for people. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** What was to be started. */
export interface CommandLine {
  /** Executable and arguments; with `shell` a single element, the command line. */
  readonly command: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Absent where the user can neither ask for a shell nor for several at once. */
  readonly shell?: boolean;
}

/** The command could not be started. */
export interface StartFailure {
  /** What is wrong and what to do, in a sentence. */
  readonly problem: string;
  /** Whether it will be the same next time: no such command, not executable, no such folder. */
  readonly lasting: boolean;
}

/** Problems of the machine that may be gone at the next attempt. */
const PASSING: Readonly<Record<string, string>> = {
  EAGAIN: 'the system allows no further process now',
  ENOMEM: 'the system has no memory for a further process',
  EMFILE: 'too many files are open in this process',
  ENFILE: 'too many files are open on this system',
  ETXTBSY: 'its file is being written',
};

const OPEN_FILES: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE']);

/** What an error of spawn means. */
export function startProblem(error: NodeJS.ErrnoException, options: CommandLine): StartFailure {
  const code = error.code ?? '';
  const name = options.shell ? 'The shell' : `The command ${quoted(options.command[0] ?? '')}`;
  const passing = PASSING[code];
  if (passing !== undefined) {
    const jobs = options.shell !== undefined;
    const advice = OPEN_FILES.has(code) ? `${jobs ? 'Lower --jobs, or raise' : 'Raise'} the limit (ulimit -n).` : `Try again${jobs ? ', or lower --jobs' : ''}.`;
    return { problem: `${name} could not be started: ${passing} (${code}). ${advice}`, lasting: false };
  }
  return { problem: folderProblem(options.cwd) ?? commandProblem(code, name, options) ?? `${name} could not be started: ${error.message}.`, lasting: true };
}

/** spawn reports a missing working folder like a missing command: so the folder is looked at first. */
function folderProblem(cwd: string): string | undefined {
  try {
    if (!statSync(cwd).isDirectory()) return `The working folder ${quoted(cwd)} is not a folder: name one that is.`;
    accessSync(cwd, constants.X_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') return `The working folder ${quoted(cwd)} may not be entered: check its permissions.`;
    return `The working folder ${quoted(cwd)} does not exist: it was removed, or its path is misspelt.`;
  }
}

function commandProblem(code: string, name: string, { command, cwd, shell }: CommandLine): string | undefined {
  const file = command[0] ?? '';
  switch (code) {
    case 'ENOENT': {
      const isPath = file.includes('/') || file.includes(path.sep);
      if (isPath && !shell && exists(path.resolve(cwd, file))) {
        return `${name} exists, but the interpreter that its first line names does not: check the line that begins with "#!".`;
      }
      return `${name} was not found: check its spelling and PATH; a line of shell syntax needs ${shell === undefined ? '`sh -c` before it' : '--shell'}.`;
    }
    case 'EACCES':
    case 'EPERM':
      return `${name} may not be executed: check its permissions (chmod +x), or name its interpreter before it.`;
    case 'ENOEXEC':
      return `${name} is not a program for this system: name its interpreter before it, or build it for this machine.`;
    case 'E2BIG':
      return `${name} has too many or too long arguments for this system: shorten them.`;
    case 'ENOTDIR':
      return `${name} was not found: a part of its path is a file, not a folder.`;
    case 'ERR_INVALID_ARG_VALUE':
      return `${name} cannot be started: it, or one of its arguments, is empty or holds a NUL character.`;
    default:
      return undefined;
  }
}

function exists(file: string): boolean {
  try {
    statSync(file);
    return true;
  } catch {
    return false;
  }
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
