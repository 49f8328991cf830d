/** Finds a test in the text of its file by its name. */
import { enclosingTest, isTestLine } from '../enclosingTest.js';

/**
 * Index of the line where the test of that name begins; undefined if no line says it, or several tests do.
 * @param name full name, in the spelling of any runner: suites, classes, modules and parameters around the test's own name are left out step by step
 */
export function findTestLine(lines: readonly string[], name: string): number | undefined {
  for (const own of ownNames(name)) {
    const found = new Set<number>();
    const says = spelled(own);
    for (const [index, line] of lines.entries()) {
      if (!line.includes(own) || !says.test(line)) continue;
      const at = isTestLine(line) ? index : isHead(line) ? enclosingTest(lines, index) : undefined;
      if (at !== undefined) found.add(at);
    }
    const [only] = found;
    if (found.size === 1) return only;
    if (found.size > 1) return undefined;
  }
  return undefined;
}

/** Lines below its beginning in which a test may say its name: attributes stand above it. */
const HEAD_LINES = 10;

/** Whether the test that begins in a line may be the one of that name: quick, for the many that are not. */
export function mayBeNamed(lines: readonly string[], line: number, name: string): boolean {
  const names = ownNames(name);
  return lines.slice(line, line + HEAD_LINES).some((head) => names.some((own) => head.includes(own)));
}

/** The longest first: a title may hold what elsewhere separates. */
function ownNames(name: string): string[] {
  const names = new Set<string>();
  for (const separator of [' > ', ' › ', '::', '/', '.']) {
    for (let at = name.indexOf(separator), count = 0; at >= 0 && count < 20; at = name.indexOf(separator, at + 1), count++) names.add(name.slice(at + separator.length));
  }
  const all = [name, ...names].map((own) => own.trim()).filter((own) => own.length > 1);
  const longestFirst = [...new Set(all.flatMap((own) => [own, own.replace(/(?:\[.*\]|\(.*\))$/s, '').trim()]))].filter((own) => own.length > 1).sort((a, b) => b.length - a.length);
  // Of a subtest in Go the function around it, behind its package.
  const around = /^(?:[\w.~/-]{1,400} > )?((?:Test|Fuzz|Example|Benchmark)\w*)(?=\/)/.exec(name)?.[1];
  return around === undefined ? longestFirst : [...longestFirst, around];
}

/** In quotes as a title, or as an identifier. */
function spelled(own: string): RegExp {
  const literal = own.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`['"\`]${literal}['"\`]|(?<![\\w$])${literal}\\s*(?:\\(|<)|\\(\\s*\\w+\\s*,\\s*${literal}\\s*\\)`, 'u');
}

/** A method below its attributes. */
function isHead(line: string): boolean {
  return /\w\s*(?:<[^>]{0,100}>)?\(/.test(line);
}
