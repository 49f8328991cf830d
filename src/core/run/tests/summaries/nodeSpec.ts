/**
 * The spec reporter of node:test, which newer versions of Node print by default: a line for each test, those of a suite indented below it, and the counts.
 *
 *     ▶ orders
 *       ✔ adds (0.17ms)
 *       ﹣ later (0.08ms) # SKIP
 *     ✖ orders (2.5ms)
 *     ℹ tests 2
 */
import type { FoundTests } from '../found.js';
import { matchesIn, namesIn, type SummaryReader } from './types.js';

/** What a test that was skipped or is to do has behind its time is a reason in words of its own. */
const TEST = /^( *)([✔✖﹣⚠]) (.+?)(?: \(\d[\d.]*ms\)(?: # (.*))?)?$/;
const SUITE = /^( *)▶ (.+?)(?: \(\d[\d.]*ms\))?$/;

/** What stands behind a test that was executed all the same. */
const EXECUTED = /^EXPECTED FAILURE/i;

/** What is indented deeper is output, blanks of indentation. */
const MAX_INDENT = 2 * 64;

const FAILING = '✖ failing tests:';

/** `ℹ tests 11`, `ℹ pass 7`, `ℹ fail 2`, and the failures behind `✖ failing tests:`; those with a directive behind their time (`# TODO`) are none. */
export const nodeSpec: SummaryReader = (lines) => {
  const count = (word: string): number | undefined => {
    const found = matchesIn(lines, new RegExp(`^ℹ ${word} (\\d{1,9})$`));
    return found.length === 0 ? undefined : found.reduce((sum, match) => sum + Number(match[1]), 0);
  };
  const [passed, failedOnly, tests] = [count('pass'), count('fail'), count('tests')];
  if (passed === undefined || failedOnly === undefined || tests === undefined) return undefined;
  const failed = failedOnly + (count('cancelled') ?? 0);
  const executed = passed + failed;
  const end = lines.indexOf(FAILING);
  const own = end === -1 ? [] : namesIn(lines.slice(end + 1), /^✖ (.*) \(\d[\d.]*ms\)\s*$/);
  const tree = treeOf(end === -1 ? lines : lines.slice(0, end));
  // A program that prints lines of that form, or between them, would be taken for tests.
  const whole = matchesIn(lines, /^ℹ tests \d/).length === 1 && tree.lines === tests + (count('suites') ?? 0) && tree.executed >= executed && tree.executed <= executed + (count('suites') ?? 0);
  const failures = whole ? tree.leaves.filter((leaf) => leaf.failed).map(({ name }) => name) : own;
  return {
    format: 'node:test',
    // Tests with subtests included, as node:test counts them: where the names cannot be told the number is the same.
    executed,
    failed: whole ? failures.length : failed,
    skipped: (count('skipped') ?? 0) + (count('todo') ?? 0),
    ...(whole && { names: tree.leaves.map(({ name }) => name) }),
    failures,
  } satisfies FoundTests;
};

interface Leaf {
  name: string;
  readonly failed: boolean;
}

interface Level {
  readonly indent: number;
  readonly name: string;
  readonly leaves: Leaf[];
}

interface Tree {
  /** Executed tests by their full names; a test with subtests is none of its own, unless it failed without one of them. */
  readonly leaves: readonly Leaf[];
  /** Lines of tests and suites, and those of them that were not left out. */
  readonly lines: number;
  readonly executed: number;
}

function treeOf(lines: readonly string[]): Tree {
  const levels: Level[] = [{ indent: -2, name: '', leaves: [] }];
  let [told, executed] = [0, 0];
  for (const line of lines) {
    const open = levels.at(-1);
    if (!open || line.length > 1_000) continue;
    const suite = SUITE.exec(line);
    const [, blanks = '', symbol, name = '', directive] = (suite ? [suite[0], suite[1], '▶', suite[2]] : TEST.exec(line)) ?? [];
    if (symbol === undefined) continue;
    const indent = blanks.length;
    if (indent > MAX_INDENT) continue;
    const closes = open.indent === indent && open.name === name;
    if (!closes && indent !== open.indent + 2) continue;
    if (suite && !closes) {
      levels.push({ indent, name, leaves: [] });
      continue;
    }
    told += 1;
    const counts = symbol !== '﹣' && (directive === undefined || EXECUTED.test(directive));
    if (counts) executed += 1;
    const failed = counts && symbol === '✖';
    const around = closes ? levels.at(-2) : open;
    if (closes) {
      levels.pop();
      for (const leaf of open.leaves) around?.leaves.push({ ...leaf, name: `${name} > ${leaf.name}` });
    }
    if (counts && (!closes || open.leaves.length === 0 || (failed && !open.leaves.some((leaf) => leaf.failed)))) around?.leaves.push({ name, failed });
  }
  return { leaves: levels.flatMap(({ leaves }) => leaves), lines: told, executed };
}
