/** The events of `go test -json` (`go doc test2json`), one JSON object per line, of one package or many. */
import { asText, lineObjects, type JsonObject } from './json.js';
import { kept, MAX_DETAILS, MAX_RESULTS, present, type TestResult, type TestResults } from './types.js';

interface OpenTest {
  readonly name: string;
  readonly group: string;
  outcome: TestResult['outcome'] | undefined;
  output: string;
}

const OUTCOMES: Readonly<Record<string, TestResult['outcome']>> = { pass: 'passed', fail: 'failed', skip: 'other' };

/** Whether a line is one of these events. */
export function isGoEvent({ Action, Package }: JsonObject): boolean {
  return typeof Action === 'string' && typeof Package === 'string' && /^(?:start|run|pause|cont|pass|bench|fail|output|skip)$/.test(Action);
}

/**
 * Undefined if there is no such event. A test that only sums up its subtests is none of its own, unless it failed without one of them; one
 * that never ended failed, and so did a package that failed without a failed test: it could not be built, or its process died. What was repeated
 * from Go's cache was not executed.
 */
export function readGoJson(lines: readonly string[]): TestResults | undefined {
  const tests: OpenTest[] = [];
  const open = new Map<string, OpenTest>();
  const packages = new Map<string, { failed: boolean; cached: boolean; output: string }>();
  for (const event of lineObjects(lines)) {
    if (!isGoEvent(event)) continue;
    const [action, group, name] = [event['Action'] as string, event['Package'] as string, asText(event['Test'])];
    const around = packages.get(group) ?? { failed: false, cached: false, output: '' };
    packages.set(group, around);
    if (name === undefined) {
      if (action === 'fail') around.failed = true;
      if (action === 'output') around.output = appended(around.output, event['Output']);
      if (asText(event['Output'])?.startsWith(`ok  \t${group}\t(cached)`)) around.cached = true;
      continue;
    }
    const key = `${group}\n${name}`;
    let test = open.get(key);
    if (!test) {
      if (tests.length >= MAX_RESULTS) continue;
      test = { name, group, outcome: undefined, output: '' };
      tests.push(test);
      open.set(key, test);
    }
    if (action === 'output') test.output = appended(test.output, event['Output']);
    const outcome = OUTCOMES[action];
    if (outcome === undefined) continue;
    test.outcome = outcome;
    // With -count the next one of that name is another execution.
    open.delete(key);
  }
  if (packages.size === 0) return undefined;
  const results = withoutParents(tests.map((test) => (packages.get(test.group)?.cached === true ? { name: test.name, group: test.group, outcome: 'other' } : resultOf(test))));
  const failed = new Set(results.filter(({ outcome }) => outcome === 'failed').map(({ group }) => group));
  for (const [name, { failed: died, output }] of packages) {
    if (died && !failed.has(name)) results.push({ name, outcome: 'failed', ...present<TestResult>({ details: kept(output), message: firstLine(output) }) });
  }
  const cached = [...packages.values()].some((around) => around.cached);
  return { format: 'go test -json', results, ...(cached ? { cached } : {}), repeat: ({ name, group }) => (group === undefined ? undefined : ['go', 'test', '-v', '-count=1', group, '-run', pattern(name)]) };
}

function resultOf({ name, group, outcome: told, output }: OpenTest): TestResult {
  const outcome = told ?? endIn(output) ?? 'failed';
  return { name, group, outcome, ...(outcome === 'failed' ? present<TestResult>({ details: kept(output), ...failureIn(output) }) : {}) };
}

/** Go before 1.20 tells no end of a test that printed a line without its end before it. */
function endIn(output: string): TestResult['outcome'] | undefined {
  const status = /--- (PASS|FAIL|SKIP): \S+ \(\d[\d.]*s\)$/.exec(output.trimEnd().slice(-1_000))?.[1];
  return status === undefined ? undefined : OUTCOMES[status.toLowerCase()];
}

/** Without those whose subtests are there, unless they failed and no subtest did. A subtest's name is its test's, a slash, and its own. */
export function withoutParents(results: readonly TestResult[]): TestResult[] {
  const parents = new Map<string, boolean>();
  for (const { name, group = '', outcome } of results) {
    for (let slash = name.lastIndexOf('/'), depth = 0; slash > 0 && depth < 50; slash = name.lastIndexOf('/', slash - 1), depth++) {
      const parent = `${group}\n${name.slice(0, slash)}`;
      parents.set(parent, parents.get(parent) === true || outcome === 'failed');
    }
  }
  return results.filter(({ name, group = '', outcome }) => {
    const failedInside = parents.get(`${group}\n${name}`);
    return failedInside === undefined || (outcome === 'failed' && !failedInside);
  });
}

function appended(output: string, more: unknown): string {
  return typeof more === 'string' && output.length < MAX_DETAILS ? output + more.slice(0, MAX_DETAILS) : output;
}

/** `    a_test.go:9: expected 1, got 2` */
function failureIn(output: string): { message?: string | undefined; file?: string | undefined; line?: number | undefined } {
  const place = /^\s+([^\s:]+\.go):(\d{1,9}): (.*)$/m.exec(output);
  return place ? { message: kept(place[3]), file: place[1], line: Number(place[2]) } : { message: firstLine(output.replace(/^(?:=== (?:RUN|PAUSE|CONT)|\s*---) .*$/gm, '')) };
}

function firstLine(text: string): string | undefined {
  return kept(text.split('\n').find((line) => line.trim() !== ''));
}

/** `-run` takes a regular expression for each part of a name. */
function pattern(name: string): string {
  return name.split('/').map((part) => `^${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`).join('/');
}
