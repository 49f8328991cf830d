/** The names of a test, from what an editor's tree or a file of results says of it. */
import type { TestResult } from '../formats/types.js';
import type { FrameworkId } from './frameworks.js';

/** A node of some extension's tree of tests, and those above it that belong to the same file. */
export interface TestNode {
  /** As its extension chose it. */
  readonly id: string;
  /** Labels from the outermost node of the same file to its own. */
  readonly labels: readonly string[];
}

/**
 * Suites and name of a node; empty for a node that stands for the file itself.
 * @param file path of the file, with `/`
 */
export function namesOfNode(framework: FrameworkId | undefined, file: string, { id, labels }: TestNode): string[] {
  const inside = labels.filter((label) => !isFile(label, file));
  switch (framework) {
    case 'go':
      return goNames(inside);
    case 'pytest': {
      // The Python extension's ids are node ids; its labels leave classes and parameters to the tree.
      const parts = /\.py((?:::[^:].*)+)$/s.exec(id)?.[1]?.split('::').slice(1);
      return parts ?? inside;
    }
    case 'cargo':
      return inside.flatMap((label) => label.split('::')).filter((part) => part !== '');
    case 'dotnet':
      return inside.filter((label) => !/\.(?:cs|fs|vb)(?:proj)?$/i.test(label));
    default:
      return inside;
  }
}

/** A label that is the file's name, or an end of its path. */
function isFile(label: string, file: string): boolean {
  const path = label.replaceAll('\\', '/');
  return path === file || file.endsWith(`/${path}`) || (path.endsWith(file.slice(file.lastIndexOf('/') + 1)) && path.includes('/'));
}

/** From the test function on; some extensions label a subtest with the whole name, some with its own part. */
function goNames(labels: readonly string[]): string[] {
  const first = labels.findIndex((label) => /^(?:Test|Fuzz|Example|Benchmark)/.test(label));
  const names: string[] = [];
  for (const label of first < 0 ? [] : labels.slice(first)) {
    const above = names.join('/');
    names.push(above !== '' && label.startsWith(`${above}/`) ? label.slice(above.length + 1) : label);
  }
  return names;
}

/**
 * Suites and name of a test as the results of a run name it: in one text, behind its project, its file or its package.
 * @param file as {@link namesOfNode}
 */
export function namesOfFullName(framework: FrameworkId | undefined, file: string, fullName: string): string[] {
  const parts = inFile(framework, file, fullName.split(' > '));
  const [group, ...name] = parts;
  return namesOfResult(framework, file, name.length === 0 || group === undefined ? { name: parts.join(' > '), outcome: 'failed' } : { name: name.join(' > '), group, outcome: 'failed' });
}

/** What stands behind the file and what is before it; the last part is kept in any case. */
function inFile(framework: FrameworkId | undefined, file: string, parts: readonly string[]): readonly string[] {
  const isFilePart = (part = ''): boolean => isFile(part.replace(/:\d+:\d+$/, ''), file);
  // Playwright names the project before the file and, behind it, line and column; a command of no known framework may run it. Elsewhere square brackets are a suite's own.
  let from = (framework === 'playwright' || framework === undefined) && /^\[.*\]$/.test(parts[0] ?? '') && isFilePart(parts[1]) ? 1 : 0;
  while (from < parts.length - 1 && isFilePart(parts[from])) from += 1;
  return parts.slice(from);
}

/** Suites and name of a test in a file of results. @param file as {@link namesOfNode} */
export function namesOfResult(framework: FrameworkId | undefined, file: string, { name, group }: TestResult): string[] {
  if (framework === 'go') return [name];
  if (framework === 'pytest') {
    const module = file.replace(/\.py$/, '').replaceAll('/', '.');
    const own = group === undefined || group === module || module.endsWith(`.${group}`) ? '' : group.startsWith(`${module}.`) ? group.slice(module.length + 1) : (group.split('.').filter((part) => /^[A-Z]/.test(part)).join('.'));
    return [...own.split('.').filter((part) => part !== ''), name];
  }
  if (framework === 'dotnet') return [...(group === undefined ? [] : [group]), name];
  const suites = group === undefined || group === name || isFile(group, file) ? [] : inFile(framework, file, group.split(' > ')).filter((part) => !isFile(part, file));
  return [...suites, ...name.split(' > ')];
}
