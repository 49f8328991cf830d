/** The test frameworks whose command for a single test is known: a template each, and what stands for the test's name in it. */
import type { NamedTest } from './types.js';

export type FrameworkId = 'vitest' | 'jest' | 'playwright' | 'node' | 'go' | 'pytest' | 'dotnet' | 'cargo';

export interface Framework {
  readonly id: FrameworkId;
  /** Runs one test: `{file}`, `{name}`, `{package}`. */
  readonly template: string;
  /** Whether it can run a whole file (of Go a package): the words that select one test are left out then. */
  readonly wholeFile: boolean;
  /** Recognises a command line of this framework. */
  readonly command: RegExp;
  /** What stands for `{name}`; names have at least one element. */
  readonly pattern: (names: readonly string[], suite: boolean) => string;
}

/** Jest and Vitest hold `-t` against the names of suites and test, joined by spaces. */
function titlePattern(names: readonly string[], suite: boolean): string {
  return `^${literal(names.join(' '))}${suite ? ' ' : '$'}`;
}

const LIST: readonly Framework[] = [
  // Playwright's comes first: what its command says decides, and `npx playwright test` is nobody else's.
  // Its expression is held against project, file, suites, title and tags, so that it can have no ends.
  { id: 'playwright', template: 'npx playwright test {file} -g {name}', wholeFile: true, command: /\bplaywright\s+test\b/, pattern: (names) => literal(names.join(' ')) },
  { id: 'vitest', template: 'npx vitest run {file} -t {name}', wholeFile: true, command: /\bvitest\b/, pattern: titlePattern },
  { id: 'jest', template: 'npx jest --runTestsByPath {file} -t {name}', wholeFile: true, command: /\bjest\b/, pattern: titlePattern },
  // Node 20 holds it against the test's own name, Node 22 also against the names of its suites before it.
  { id: 'node', template: 'node --test --test-name-pattern={name} {file}', wholeFile: true, command: /\bnode\b.*\s--test\b/, pattern: (names) => `${literal(names.at(-1) ?? '')}$` },
  // Without -count=1 Go repeats a result from its cache, and nothing is executed; without -v it names no test that passed, and no fix of one can be proven.
  { id: 'go', template: "go test -v -count=1 -run '^{name}$' {package}", wholeFile: true, command: /\bgo\s+test\b/, pattern: goPattern },
  { id: 'pytest', template: 'python -m pytest {file}::{name}', wholeFile: true, command: /\bpytest\b|\bpy\.test\b/, pattern: pytestNode },
  { id: 'dotnet', template: 'dotnet test --filter FullyQualifiedName~{name}', wholeFile: false, command: /\bdotnet\s+test\b/, pattern: (names) => names.join('.').replace(/\(.*$/s, '').replace(/[\\()&|=!~]/g, '\\$&') },
  { id: 'cargo', template: 'cargo test {name} -- --exact', wholeFile: false, command: /\bcargo\s+(?:test|nextest)\b/, pattern: (names) => names.join('::') },
];

export function frameworkById(id: FrameworkId): Framework {
  const found = LIST.find((framework) => framework.id === id);
  if (!found) throw new Error(`No framework ${id}`);
  return found;
}

/** The framework that a command line runs; undefined for one that is not known. */
export function frameworkOfCommand(line: string): Framework | undefined {
  return LIST.find(({ command }) => command.test(line));
}

/** What stands for `{name}` in a command line, by its framework; the names as they are where that is not known. */
export function namePattern(line: string, { names, suite }: NamedTest): string {
  return (frameworkOfCommand(line)?.pattern ?? ((all) => all.join(' ')))(names, suite);
}

/** Text as a regular expression that matches it alone. A dash at the beginning would make an option of it. */
function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/^-/, '\\-');
}

/** `-run` takes an expression for each level; Go writes spaces in the names of subtests as `_`. The template has the outermost `^` and `$`. */
function goPattern(names: readonly string[]): string {
  return names.join('/').split('/').map((part) => literal(part.replace(/\s/g, '_'))).join('$/^');
}

/** A node id behind its file. What parametrize adds stands right behind the name. */
function pytestNode(names: readonly string[]): string {
  return names.reduce((id, name) => (id === '' || name.startsWith('[') ? `${id}${name}` : `${id}::${name}`), '');
}
