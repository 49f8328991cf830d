/** git for what changes a checkout of our own: with its own words when it fails. */
import { execFile } from 'node:child_process';
import { Refusal } from '../../core/refusal.js';
import { clean } from '../../core/report/untrusted.js';
import { gitInvocation } from '../gitCommand.js';

/** A large tree is written out file by file. ms */
const TIMEOUT_MS = 10 * 60_000;

const MAX_OUTPUT = 16 * 1024 * 1024;

export interface GitAnswer {
  /** Null if git could not be started, or was ended. */
  readonly code: number | null;
  readonly stdout: string;
  /** The end of what it printed to standard error. */
  readonly stderr: string;
}

/** What git answers, whatever its exit code. @throws Refusal `unable` if it is not installed; the signal's reason if that is aborted */
export async function askGit(args: readonly string[], cwd: string, config: readonly string[], signal: AbortSignal): Promise<GitAnswer> {
  signal.throwIfAborted();
  const invocation = gitInvocation(args, config);
  if (invocation === undefined) throw new Refusal('unable', 'git was not found on PATH: install it.');
  const answer = await new Promise<GitAnswer>((resolve) => {
    const child = execFile(
      invocation.file,
      invocation.args,
      { cwd, env: invocation.env, encoding: 'utf8', maxBuffer: MAX_OUTPUT, timeout: TIMEOUT_MS, signal, windowsHide: true },
      (error, stdout, stderr) => resolve({ code: error ? (typeof error.code === 'number' ? error.code : null) : 0, stdout, stderr: stderr.slice(-2_000) }),
    );
    child.stdin?.end();
  });
  signal.throwIfAborted();
  return answer;
}

/** What git prints. @throws Refusal `unable` with git's words if it fails */
export async function mustGit(args: readonly string[], cwd: string, config: readonly string[], signal: AbortSignal): Promise<string> {
  const { code, stdout, stderr } = await askGit(args, cwd, config, signal);
  if (code !== 0) throw new Refusal('unable', `git ${args[0] ?? ''} failed: ${clean(stderr).trim() || `exit code ${code ?? 'none'}`}`);
  return stdout;
}

/** The full id of the commit that a revision names. @throws Refusal `usage` if it names none */
export async function commitOf(revision: string, cwd: string, signal: AbortSignal): Promise<string> {
  // What begins with a dash would be an option.
  const { code, stdout } = revision.startsWith('-') ? { code: 1, stdout: '' } : await askGit(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], cwd, [], signal);
  const commit = stdout.trim();
  if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) throw new Refusal('usage', `${revision} names no commit in this repository: give a branch, a tag or a commit id.`);
  return commit;
}
