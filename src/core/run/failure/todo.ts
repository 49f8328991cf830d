/** Tests that node:test marks as TODO: they may fail, and then are not why an attempt failed. */
import { indentOf } from './text.js';

/** `✖ adds (1.2ms) # TODO`, or the reason that the test gives; a failure has nothing behind its time. */
const SPEC = /^\s*✖ .* \(\d[\d.]*ms\) # /;

/** In JUnit XML, before the failure of the same case. */
const JUNIT = /^\s*<skipped type="todo"/;

/** The lines without what TODO tests of the spec and the JUnit reporter say of their failures; each line keeps its index. Linear in their length. */
export function withoutTodo(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => line.includes('✖ ') || line.includes('type="todo"'))) return lines;
  let inside: ((line: string) => boolean) | undefined;
  return lines.map((line) => {
    if (inside?.(line) === true) return '';
    inside = undefined;
    if (SPEC.test(line)) {
      const indent = indentOf(line);
      inside = (next) => next.trim() === '' || indentOf(next) > indent;
    } else if (JUNIT.test(line)) inside = (next) => !/^\s*<\/testcase>/.test(next);
    return inside ? '' : line;
  });
}
