/** Documents of test results that stand between other lines of an output. */
import { readTestResults } from './read.js';
import type { TestResults } from './types.js';

/** Lines that could begin a document and are tried. */
const MAX_TRIES = 20;

/** What is known of the JSON and XML documents in the lines, each from a line's beginning to a line's end, and the lines around them. */
export function documentsIn(lines: readonly string[]): { readonly found: readonly TestResults[]; readonly rest: readonly string[] } {
  const found: TestResults[] = [];
  const rest: string[] = [];
  let tries = 0;
  let from = 0;
  for (let at = 0; at < lines.length && tries < MAX_TRIES; at++) {
    const end = endOf(lines, at);
    if (end === undefined) continue;
    tries += 1;
    const results = readTestResults(lines.slice(at, end + 1).join('\n'));
    if ('problem' in results) continue;
    found.push(results);
    for (; from < at; from++) rest.push(lines[from] ?? '');
    from = end + 1;
    at = end;
  }
  for (; from < lines.length; from++) rest.push(lines[from] ?? '');
  return { found, rest };
}

/** The index of the last line of a document that begins on a line; undefined if none does. */
function endOf(lines: readonly string[], start: number): number | undefined {
  const line = lines[start] ?? '';
  if (/^(?:\{".*\}|\[\{".*\}\])\s*$/.test(line)) return start;
  if (/^[[{]\s*$/.test(line)) return lineBehind(lines, start, line.startsWith('{') ? /^\}\s*$/ : /^\]\s*$/);
  if (/^(?:<\?xml |<testsuites?[\s>]|<TestRun[\s>])/.test(line)) return lineBehind(lines, start, /<\/(?:testsuites|TestRun)>\s*$/) ?? lineBehind(lines, start, /<\/testsuite>\s*$/);
  return undefined;
}

function lineBehind(lines: readonly string[], start: number, end: RegExp): number | undefined {
  for (let at = start; at < lines.length; at++) if (end.test(lines[at] ?? '')) return at;
  return undefined;
}
