/** What a test needs of the machine it runs on. */

const told = new Set<string>();

/**
 * For `runIf`: the condition as it is. Where it does not hold, the reason for the skip is printed, once in each file of tests.
 * @param what what is needed, as in `Skipped, since it needs curl.`
 */
export function needs(condition: boolean, what: string): boolean {
  if (!condition && !told.has(what)) {
    told.add(what);
    process.stderr.write(`Skipped, since it needs ${what}.\n`);
  }
  return condition;
}
