/** Process trees out of a flat list. */

interface Listed {
  readonly pid: number;
  readonly parent: number;
}

/**
 * The processes that match and all their descendants, parents before children, each with its depth below the first of its tree.
 * @param leftOut processes that are not shown themselves; what they started is, if it matches
 */
export function matchingTrees<T extends Listed>(processes: readonly T[], matches: (process: T) => boolean, leftOut: ReadonlySet<number>): { readonly process: T; readonly depth: number }[] {
  const children = new Map<number, T[]>();
  for (const process of processes) {
    const siblings = children.get(process.parent);
    if (siblings) siblings.push(process);
    else children.set(process.parent, [process]);
  }
  const shown: { process: T; depth: number }[] = [];
  const seen = new Set<number>(leftOut);
  // Without recursion: a chain of processes can be longer than the stack is deep.
  const add = (top: T): void => {
    const waiting = [{ process: top, depth: 0 }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { process, depth } = next;
      if (seen.has(process.pid)) continue;
      seen.add(process.pid);
      shown.push(next);
      for (const child of children.get(process.pid)?.toReversed() ?? []) waiting.push({ process: child, depth: depth + 1 });
    }
  };
  const matching = new Set(processes.filter((process) => !leftOut.has(process.pid) && matches(process)));
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  // One whose ancestor matches comes with that.
  const isTop = (process: T): boolean => {
    const above = new Set([process.pid]);
    for (let parent = byPid.get(process.parent); parent && !above.has(parent.pid); parent = byPid.get(parent.parent)) {
      if (matching.has(parent)) return false;
      above.add(parent.pid);
    }
    return true;
  };
  for (const process of matching) if (isTop(process)) add(process);
  return shown;
}
