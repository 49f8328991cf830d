/** Documents of test results that stand between other lines of an output. */
import { readDocument } from './read.js';
import type { TestResults } from './types.js';

/** Some of it stands in every document. */
const MARK = /"testResults"|"SpecReports"|"testsuites"|"suites"|"passes"|"tool"|<\/(?:testsuites?|TestRun)>/;

/** Whether the text, a part of an output, has something of a document. */
export function mayHoldDocuments(text: string): boolean {
  return MARK.test(text);
}

/** Lines that could begin a document and are tried. */
const MAX_TRIES = 20;

/** What is known of the JSON and XML documents in the lines, each from a line's beginning to a line's end, and the lines around them. */
export function documentsIn(lines: readonly string[]): { readonly found: readonly TestResults[]; readonly rest: readonly string[] } {
  const found: TestResults[] = [];
  const rest: string[] = [];
  let tries = 0;
  let from = 0;
  for (let at = 0; at < lines.length && tries < MAX_TRIES; at++) {
    const ends = endsOf(lines[at] ?? '');
    if (ends.length === 0) continue;
    tries += 1;
    const end = ends.map((pattern) => lineBehind(lines, at, pattern)).find((found) => found !== undefined);
    if (end === undefined) continue;
    const results = readDocument(lines.slice(at, end + 1).join('\n'));
    if (!results || 'problem' in results) continue;
    found.push(results);
    for (; from < at; from++) rest.push(lines[from] ?? '');
    from = end + 1;
    at = end;
  }
  for (; from < lines.length; from++) rest.push(lines[from] ?? '');
  return { found, rest };
}

/** How the last line of a document that a line begins ends, the likeliest first; nothing for a line that begins none. */
function endsOf(line: string): readonly RegExp[] {
  if (/^(?:\{".*\}|\[\{".*\}\])\s*$/.test(line)) return MARK.test(line) ? [/^/] : [];
  if (/^\{\s*$/.test(line)) return [/^\}\s*$/];
  if (/^\[\s*$/.test(line)) return [/^\]\s*$/];
  return /^(?:<\?xml |<testsuites?[\s>]|<TestRun[\s>])/.test(line) ? [/<\/(?:testsuites|TestRun)>\s*$/, /<\/testsuite>\s*$/] : [];
}

function lineBehind(lines: readonly string[], start: number, end: RegExp): number | undefined {
  for (let at = start; at < lines.length; at++) if (end.test(lines[at] ?? '')) return at;
  return undefined;
}
