/** Counts tests once that several reporters told: a runner with two of them, or with one for a file and one for people, executed them once. */
import type { FoundTests } from './found.js';

/** Formats that many tools write: what else an output tells may be of the same tests. */
const GENERIC = new Set(['TAP', 'JUnit XML', 'TRX', 'CTRF']);

/** A line of a report for people that tells of a test or of its file. */
const TOLD = /^\s*(?:[✓✔√❯×✖✗✘↓﹣○▶]|PASS |FAIL )/;

/** Names that are looked for among these lines. */
const MAX_LOOKED_FOR = 50;

/**
 * Without those that an earlier one of another format tells, too: the same numbers, and the same names; where one has no names, its report must list those of the other.
 * Equal numbers alone prove nothing.
 * @param lines of the output that hold the reports; none where the parts come from files
 */
export function once(parts: readonly FoundTests[], lines: readonly string[] = []): FoundTests[] {
  if (parts.length < 2) return [...parts];
  let listed: string | undefined;
  const report = (): string => (listed ??= lines.filter((line) => TOLD.test(line)).join('\n'));
  const kept: FoundTests[] = [];
  for (const part of parts) if (!kept.some((other) => tellTheSame(other, part, report))) kept.push(part);
  return kept;
}

function tellTheSame(one: FoundTests, other: FoundTests, report: () => string): boolean {
  if (one.format === other.format || one.executed === 0 || one.executed !== other.executed || one.failed !== other.failed || one.skipped !== other.skipped) return false;
  if (one.names && other.names) {
    const names = ownNames(other.names);
    return ownNames(one.names).every((name, index) => name === names[index]);
  }
  const named = one.names ? one : other;
  return named.names !== undefined && GENERIC.has(named.format) && named.names.slice(0, MAX_LOOKED_FOR).every((name) => isListed(name, report()));
}

/** In every format the last part of a full name; what stands around it is spelled in many ways. */
function ownNames(names: readonly string[]): string[] {
  return names.map((name) => name.split(' > ').at(-1) ?? name).sort();
}

/** By its file or outermost suite, or by its own name. */
function isListed(name: string, report: string): boolean {
  const parts = name.split(' > ');
  return [parts[0], parts.at(-1)].some((part) => part !== undefined && part !== '' && report.includes(part));
}
