/** Ctrl-Z: attempts run in sessions of their own, which the terminal does not reach, so they are stopped and continued with this process. */
import type { ProcessTree } from '../process/tree.js';

/** To be called for SIGTSTP. Returns when this process was continued. */
export function suspendWith(trees: ReadonlySet<ProcessTree>): void {
  for (const tree of trees) tree.pause();
  // What SIGTSTP does by default; from here the shell has the terminal, until it sends SIGCONT.
  process.kill(process.pid, 'SIGSTOP');
  for (const tree of trees) tree.unpause();
}
