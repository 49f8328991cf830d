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
  for (const process of processes) children.set(process.parent, [...(children.get(process.parent) ?? []), process]);
  const shown: { process: T; depth: number }[] = [];
  const seen = new Set<number>(leftOut);
  const add = (process: T, depth: number): void => {
    if (seen.has(process.pid)) return;
    seen.add(process.pid);
    shown.push({ process, depth });
    for (const child of children.get(process.pid) ?? []) add(child, depth + 1);
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
  for (const process of matching) if (isTop(process)) add(process, 0);
  return shown;
}
