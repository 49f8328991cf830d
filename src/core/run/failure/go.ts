/** Failures of Go: go test, panics, testify and gomega inside it. */
import { blockFrom, indentOf, oneLine } from './text.js';
import type { FailureFormat, Frame } from './types.js';

/** `    orders_test.go:4: expected 1, got 2`: what a test logged. */
const LOGGED = /^(\s+)([^\s:]+\.go):(\d+): ?(.*)$/;

/** `\t/p/orders_test.go:6 +0x1d`: a line of a goroutine's stack. */
const STACK = /^\t(\S.*\.go):(\d+)(?: \+0x[0-9a-f]+)?$/;

const PANIC = /^\s*(?:panic: |fatal error: )(.+?)(?: \[recovered\])?$/;

/** A panic ends the process, so it comes before what single tests reported. */
export const goPanic: FailureFormat = (lines) => {
  const index = lines.findIndex((line) => PANIC.test(line));
  const line = lines[index];
  if (line === undefined) return undefined;
  const frames: Frame[] = [];
  for (const stackLine of blockFrom(lines, index + 1, (inside) => !/^(?:FAIL|exit status)\b/.test(inside))) {
    const match = STACK.exec(stackLine);
    if (match?.[1] !== undefined) frames.push({ file: match[1], line: Number(match[2]) });
  }
  return frames.length === 0 ? undefined : { rank: 'reported', index, title: oneLine([line.replace(/ \[recovered\]$/, '')]), causes: [], frames };
};

/**
 * The first innermost `--- FAIL: TestX` with what it logged last: a test's own log lines look like its failure, and `t.Fatal` ends it.
 * With `-v` the log stands before the `--- FAIL` line, otherwise after it.
 */
export const goTestFailure: FailureFormat = (lines) => {
  /** With `-v`: where each test last began or went on. */
  const turns = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    const turn = /^=== (?:RUN|CONT|NAME) +(\S+)$/.exec(line)?.[1];
    if (turn !== undefined) turns.set(turn, index);
    const name = /^\s*--- FAIL: (\S+) \(/.exec(line)?.[1];
    if (name === undefined) continue;
    const indent = indentOf(line);
    const after = blockFrom(lines, index + 1, (inside) => inside.trim() === '' || indentOf(inside) > indent);
    const nested = after.findIndex((inside) => /^\s*--- /.test(inside));
    if (nested !== -1 && /^\s*--- FAIL/.test(after[nested] ?? '')) continue;
    const own = nested === -1 ? after : after.slice(0, nested);
    const found = lastLogged(own) ?? lastLogged(blockFrom(lines, (turns.get(name) ?? index) + 1, (inside) => !/^(?:===|\s*---) /.test(inside)));
    if (found) return { rank: 'reported', index, title: oneLine([`${name}: ${found.message}`]), causes: [], frames: found.frames };
  }
  return undefined;
};

function lastLogged(lines: readonly string[]): { message: string; frames: Frame[] } | undefined {
  const index = lines.findLastIndex((line) => LOGGED.test(line));
  const match = LOGGED.exec(lines[index] ?? '');
  if (!match) return undefined;
  const [, indent = '', file = '', line = '', first = ''] = match;
  const details = blockFrom(lines, index + 1, (inside) => indentOf(inside) > indent.length);
  const testify = testifyReport(details);
  const frame = { file, line: Number(line) };
  return testify ?? { message: [first, ...details.slice(0, MAX_DETAILS)].join(' '), frames: [frame] };
}

/** Lines of a matcher's report that belong into a title: gomega prints four. */
const MAX_DETAILS = 6;

/** testify's table: `Error Trace:`, `Error:`, `Test:`, `Messages:`, each with continuation lines. */
function testifyReport(lines: readonly string[]): { message: string; frames: Frame[] } | undefined {
  const fields = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of lines) {
    const match = /^\s*(Error Trace|Error|Test|Messages):\s*(.*)$/.exec(line);
    if (match?.[1] === undefined) {
      current.push(line);
    } else {
      current = [match[2] ?? ''];
      fields.set(match[1], current);
    }
  }
  const error = fields.get('Error');
  if (!error) return undefined;
  const frames = (fields.get('Error Trace') ?? []).flatMap((entry) => {
    const match = /^(\S.*\.go):(\d+)$/.exec(entry.trim());
    return match?.[1] === undefined ? [] : [{ file: match[1], line: Number(match[2]) }];
  });
  return { message: [...error.slice(0, MAX_DETAILS), ...(fields.get('Messages') ?? [])].join(' '), frames };
}
