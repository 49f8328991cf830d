/**
 * Ends a process group if this process dies without having been able to: on SIGKILL nothing of ours runs any more, but the pipe that a small
 * shell reads from us is closed by the kernel. Unix only.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** At the end of its input without a line, the group is killed; with a line, all is well. */
const SCRIPT = 'read -r line || kill -KILL -- "-$1"';

export interface Guard {
  /** The group is gone, or is ended otherwise. */
  release(): Promise<void>;
}

export function guardGroup(group: number): Guard {
  if (process.platform === 'win32') return { release: () => Promise.resolve() };
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'guard', String(group)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: {} });
  const ended = once(child, 'close').catch(() => undefined);
  child.stdin.on('error', () => undefined); // it ended before it was released: then there is nothing to say to it
  child.unref();
  return {
    release: async () => {
      child.stdin.end('released\n');
      await ended;
    },
  };
}
