/** What an output, or a file of results, tells of the tests of one attempt. */
import { fullNameOf } from '../formats/read.js';
import { MAX_RESULTS, type TestResults } from '../formats/types.js';

export interface FoundTests {
  /** The formats that told, as people call them. */
  readonly format: string;
  /** Tests that passed or failed. */
  readonly executed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Full names of all executed tests, in the order of the format; absent where not all are known. */
  readonly names?: readonly string[];
  /** Full names of those that failed, as far as they are known. */
  readonly failures: readonly string[];
  /** Tests that failed and passed when the runner tried them again, at least: among the executed ones. Absent for none. */
  readonly flaky?: number;
  /** Full names of these, as far as they are known. */
  readonly flakyTests?: readonly string[];
  /** The runner itself says that it found no test to run, which its exit code may call an error. */
  readonly noneFound?: true;
  /** The runner repeated results from its cache instead of executing tests: those count as skipped. */
  readonly cached?: true;
  /** Tests that a TAP plan names and that nobody told, at least one. */
  readonly missing?: number;
  /** There was more than could be read: the numbers are lower bounds. */
  readonly partial?: true;
}

/** Counts results. A test that passed when it was tried again was executed, and did not fail: it is counted beside. */
export function foundIn({ format, results, cached, missing }: Pick<TestResults, 'format' | 'results' | 'cached' | 'missing'>): FoundTests {
  const names: string[] = [];
  const failures: string[] = [];
  const flakyTests: string[] = [];
  for (const result of results) {
    if (result.outcome === 'other') continue;
    const name = fullNameOf(result);
    names.push(name);
    if (result.outcome === 'failed') failures.push(name);
    if (result.outcome === 'flaky') flakyTests.push(name);
  }
  return { format, executed: names.length, failed: failures.length, skipped: results.length - names.length, names, failures, ...retriedTests(flakyTests.length, flakyTests), ...(cached ? { cached } : {}), ...(missing === undefined ? {} : { missing }), ...(results.length >= MAX_RESULTS ? { partial: true } : {}) };
}

/** For a format that tells of tests that were tried again. */
export function retriedTests(flaky: number, flakyTests: readonly string[] = []): Pick<FoundTests, 'flaky' | 'flakyTests'> {
  return flaky === 0 ? {} : { flaky, ...(flakyTests.length > 0 ? { flakyTests } : {}) };
}

/** Several frameworks in one attempt: their tests together. Undefined for none. */
export function addedUp(parts: readonly FoundTests[]): FoundTests | undefined {
  const [first, ...more] = parts;
  if (!first || more.length === 0) return first;
  const missing = parts.reduce((sum, part) => sum + (part.missing ?? 0), 0);
  const total = (key: 'executed' | 'failed' | 'skipped'): number => parts.reduce((sum, part) => sum + part[key], 0);
  const names = parts.every((part) => part.names !== undefined) ? parts.flatMap((part) => part.names ?? []) : undefined;
  return {
    format: [...new Set(parts.map(({ format }) => format))].join(' + '),
    executed: total('executed'),
    failed: total('failed'),
    skipped: total('skipped'),
    ...(names ? { names } : {}),
    failures: parts.flatMap(({ failures }) => failures),
    ...retriedTests(parts.reduce((sum, { flaky = 0 }) => sum + flaky, 0), parts.flatMap(({ flakyTests = [] }) => flakyTests)),
    ...(parts.some(({ cached }) => cached) ? { cached: true } : {}),
    ...(missing > 0 ? { missing } : {}),
    ...(parts.some(({ partial }) => partial) ? { partial: true } : {}),
  };
}
