/** What stands around tests: suites, files, packages and tests with subtests. It is listed as executed only where it failed without one of them. */

/** Levels of a name that are looked at. */
const MAX_DEPTH = 50;

/** All that the names say stands around them: `a` and `a > b` of `a > b > c`, `TestA` of `TestA/sub`. Linear in their length. */
export function parentsOf(names: Iterable<string>): ReadonlySet<string> {
  const parents = new Set<string>();
  for (const name of names) {
    for (const separator of [' > ', '/']) {
      for (let at = name.indexOf(separator), depth = 0; at > 0 && depth < MAX_DEPTH; at = name.indexOf(separator, at + 1), depth++) parents.add(name.slice(0, at));
    }
  }
  return parents;
}

/** Whether the name is a file's. node:test does not name the file of a test, so that nothing tells in which attempts the file's tests ran. */
export function isFileName(name: string): boolean {
  return /^\S+\.(?:[cm]?[jt]sx?|py)$/.test(name);
}
