/** What is started runs in sessions of its own, which neither the terminal nor our end reaches: so it is stopped, continued and ended with this process. */
import type { ProcessTree } from './tree.js';

/**
 * Ties trees of processes to this one: Ctrl-Z stops and continues them with it, and its end ends them.
 * @param trees as they are at that moment
 * @param now ends them at once, without grace
 * @returns to be called when there is nothing left to tie
 */
export function tieTrees(trees: ReadonlySet<ProcessTree>, now: AbortSignal): () => void {
  const end = (): void => trees.forEach((tree) => tree.endNow());
  const suspend = (): void => suspendWith(trees);
  process.on('exit', end);
  process.on('SIGTSTP', suspend);
  now.addEventListener('abort', end);
  return () => {
    process.off('exit', end);
    process.off('SIGTSTP', suspend);
    now.removeEventListener('abort', end);
  };
}

/** Returns when this process was continued. */
function suspendWith(trees: ReadonlySet<ProcessTree>): void {
  for (const tree of trees) tree.pause();
  // What SIGTSTP does by default; from here the shell has the terminal, until it sends SIGCONT.
  process.kill(process.pid, 'SIGSTOP');
  for (const tree of trees) tree.unpause();
}
