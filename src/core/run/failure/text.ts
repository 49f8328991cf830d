/** Helpers for reading lines of output. */
import { MAX_BLOCK } from './types.js';

/** `TypeError: …`, `AssertionError [ERR_ASSERTION]: …`, `java.net.ConnectException`, `client.StoreError: …`, `System.IO.IOException (5): …`. */
const ERROR_HEADER = /^(?:[A-Za-z_$][\w.$+]*)?(?:Error|Exception|Failure|Throwable)(?: \[[\w ]+\])?(?: \((?:0x)?[0-9a-fA-F]+\))?(?: ?: .*|:)?$/;

/** What stands before the type of an error that nobody caught. */
const UNCAUGHT = /^(?:Uncaught |Unhandled exception\. |Unhandled Exception: |Exception in thread "[^"]*" )/;

/** Error type and message, if the line begins with an error type; without what says where it was raised (`Exception in thread "main"`). */
export function errorHeader(line: string): string | undefined {
  const text = line.trim().replace(UNCAUGHT, '');
  return ERROR_HEADER.test(text) ? text : undefined;
}

/** The text on one line, runs of white space as one space. */
export function oneLine(parts: readonly string[]): string {
  return parts.join(' ').replace(/\s+/g, ' ').trim();
}

/**
 * A message whose first line announces what follows (`Expected values to be strictly equal:`) together with the next lines that say something:
 * of a diff the changed lines, else the first two.
 */
export function withDetail(header: string, following: readonly string[]): string {
  if (!header.trimEnd().endsWith(':')) return oneLine([header]);
  const said = following.filter((line) => /\w/.test(line) && !/^\s*\+ (?:actual|expected) - (?:actual|expected)/.test(line));
  const changed = said.filter((line) => /^\s*[+-] /.test(line));
  return oneLine([header, ...(changed.length > 0 ? changed : said).slice(0, 2)]);
}

/** The lines from `start` on for which `belongs` holds, at most {@link MAX_BLOCK}. */
export function blockFrom(lines: readonly string[], start: number, belongs: (line: string) => boolean): string[] {
  const block: string[] = [];
  for (let index = start; index < lines.length && block.length < MAX_BLOCK; index++) {
    const line = lines[index] ?? '';
    if (!belongs(line)) break;
    block.push(line);
  }
  return block;
}

/** How many characters of white space a line begins with. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
