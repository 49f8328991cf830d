/**
 * Files that node:test lists as tests. It counts a file in which it ran no test as one that passed; from Node 22 on also one whose tests a filter of names left out all,
 * which older versions listed as skipped.
 */
import { isFileName } from '../parents.js';
import type { FoundTests } from '../found.js';

/** Formats in which node:test tells. */
const FORMATS = new Set(['node:test', 'TAP', 'JUnit XML']);

const FILTER = /(?:^|\s)--test-(?:name-pattern|skip-pattern|only)\b/;

/** What a command line asks for, npm's echo of it included. */
export function askedOf(command: readonly string[], lines: readonly string[]): string[] {
  return [command.join(' '), ...lines.filter((line) => line.startsWith('> '))];
}

/**
 * Without the files that passed as tests, where the command selects tests by name: nothing that was selected ran in them. They count as skipped.
 * @param lines of the output
 */
export function withoutUnselectedFiles(found: FoundTests, command: readonly string[], lines: readonly string[]): FoundTests {
  if (!FORMATS.has(found.format) || !askedOf(command, lines).some((line) => FILTER.test(line))) return found;
  const failed = new Set(found.failures);
  const isLeftOut = (name: string): boolean => isFileName(name) && !failed.has(name);
  const names = found.names?.filter((name) => !isLeftOut(name));
  const files = found.names && names ? found.names.length - names.length : lines.filter((line) => isLeftOut(/^✔ (\S+) \(\d[\d.]*ms\)\s*$/.exec(line)?.[1] ?? '')).length;
  const executed = Math.max(found.failed, found.executed - files);
  return { ...found, executed, skipped: found.skipped + found.executed - executed, ...(names && { names }), ...(executed === 0 && { noneFound: true }) };
}
