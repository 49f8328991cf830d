/** Failures of Python: pytest's report and tracebacks (unittest, uncaught exceptions). */
import { isForeign } from './project.js';
import { blockFrom, oneLine, withDetail } from './text.js';
import type { FailureFormat, Frame } from './types.js';

/** `test_orders.py:5: AssertionError`, `client.py:6: in fetch`. */
const PYTEST_FRAME = /^(\S[^:]*\.py|[A-Za-z]:[^:]*\.py):(\d+): ?(.*)$/;

const TRACEBACK_FRAME = /^\s*File "([^"]+)", line (\d+)/;

/** pytest: the first test's `E` lines; its frames stand outermost first. */
export const pytestFailure: FailureFormat = (lines) => {
  const index = lines.findIndex((line) => /^E {2,}\S/.test(line));
  if (index === -1) return pytestSummary(lines);
  let start = index;
  while (start > 0 && !/^_{4,} .+ _{4,}$/.test(lines[start] ?? '')) start--;
  const block = blockFrom(lines, start + 1, (line) => !/^_{4,} .+ _{4,}$|^={4,}/.test(line));
  const frames: Frame[] = [];
  let type: string | undefined;
  for (const line of block) {
    const match = PYTEST_FRAME.exec(line);
    if (match?.[1] === undefined) continue;
    frames.push({ file: match[1], line: Number(match[2]) });
    if (match[3] !== undefined && /^[A-Z]\w*$/.test(match[3])) type = match[3];
  }
  const said = blockFrom(lines, index, (line) => /^E(?: |$)/.test(line)).map((line) => line.slice(1).trim());
  const message = withDetail(said[0] ?? '', said.slice(1));
  const typed = /^[A-Za-z_][\w.]*(?::|$)/.test(message) ? message : `${type ?? (message.startsWith('assert ') ? 'AssertionError' : 'Exception')}: ${message}`;
  return { rank: 'reported', index, title: oneLine([typed]), causes: [], frames: frames.reverse() };
};

/** pytest with `--tb=no`: only the summary's line says what failed. */
const pytestSummary: FailureFormat = (lines) => {
  const summary = /^(?:FAILED|ERROR) ([^\s:]+\.py)\S*(?: - (.+))?$/;
  const index = lines.findIndex((line) => summary.test(line));
  const line = lines[index];
  return line === undefined ? undefined : { rank: 'reported', index, title: oneLine([line]), causes: [], frames: [] };
};

const FATAL = /Fatal Python error: (\S.*)$/;

/** `  File "/p/test_orders.py", line 4 in test_keeps` */
const FATAL_FRAME = /^ {2}File "([^"]+)", line (\d+) in (\S.*)$/;

/**
 * What faulthandler prints while the process dies, which pytest switches on: the stack of the thread that died, innermost first. Its error says little (`Aborted`), so the
 * function in which it happened belongs to it.
 */
export const pythonFatal: FailureFormat = (lines) => {
  const index = lines.findIndex((line) => FATAL.test(line));
  if (index === -1) return undefined;
  const stacks = blockFrom(lines, index + 1, (line) => !line.startsWith('Extension modules:'));
  const current = stacks.findIndex((line) => /^Current thread \S+.* \(most recent call first\):$/.test(line));
  if (current === -1) return undefined;
  const stack = blockFrom(stacks, current + 1, (line) => FATAL_FRAME.test(line)).flatMap((line) => {
    const [, file = '', at = '', name = ''] = FATAL_FRAME.exec(line) ?? [];
    return [{ file, line: Number(at), name }];
  });
  const died = stack.find(({ file }) => !isForeign(file)) ?? stack[0];
  const title = FATAL.exec(lines[index] ?? '')?.[0] ?? '';
  return { rank: 'reported', index, title: oneLine([title, ...(died ? [`in ${died.name}`] : [])]), causes: [], frames: stack.map(({ file, line }) => ({ file, line })) };
};

/** The last traceback: of a chain it is the exception that came out. */
export const traceback: FailureFormat = (lines) => {
  const index = lines.findLastIndex((line) => line.trim() === 'Traceback (most recent call last):');
  if (index === -1) return undefined;
  const indent = (lines[index] ?? '').length - (lines[index] ?? '').trimStart().length;
  const inside = ' '.repeat(indent + 1);
  const block = blockFrom(lines, index + 1, (line) => line.startsWith(inside) || line.trim() === '');
  const header = lines[index + 1 + block.length]?.trim();
  if (header === undefined || header === '') return undefined;
  const frames = block.flatMap((line) => {
    const match = TRACEBACK_FRAME.exec(line);
    return match?.[1] === undefined ? [] : [{ file: match[1], line: Number(match[2]) }];
  });
  const rest = blockFrom(lines, index + 2 + block.length, (line) => line.trim() !== '');
  return { rank: 'thrown', index, title: withDetail(header, rest), causes: [], frames: frames.reverse() };
};
