/** Failures of Rust: panics, in tests of libtest and nextest and outside of them. */
import { blockFrom, oneLine } from './text.js';
import type { FailureFormat } from './types.js';

/** `thread 'tests::fails' (7410) panicked at src/lib.rs:12:18:`, with the message on the lines below; the thread's number since Rust 1.91. */
const PANIC = /^\s*thread '(.{1,300}?)'(?: \(\d+\))? panicked at (\S.*):(\d+):\d+:$/;

/** Before Rust 1.73: `thread 'tests::fails' panicked at 'expected 3', src/lib.rs:12:18`; a message of several lines ends further below. */
const OLD = /^\s*thread '(.{1,300}?)' panicked at '(.*)$/;
const OLD_END = /^(.*)', (\S.*):(\d+):\d+$/;

/** What stands behind the message. */
const BEHIND = /^\s*$|^\s*(?:note: |stack backtrace:|---- )/;

/** The first panic of a test; of a program the last word. */
export const rustPanic: FailureFormat = (lines) => {
  for (const [index, line] of lines.entries()) {
    const found = PANIC.exec(line);
    if (found) {
      const [, thread = '', file = '', at = ''] = found;
      const message = blockFrom(lines, index + 1, (inside) => !BEHIND.test(inside)).slice(0, MAX_DETAILS);
      return { rank: 'reported', index, title: oneLine([`${thread}:`, ...message]), causes: [], frames: [{ file, line: Number(at) }] };
    }
    const old = OLD.exec(line);
    if (!old) continue;
    const rest = [old[2] ?? '', ...lines.slice(index + 1, index + 1 + MAX_DETAILS)];
    const end = rest.findIndex((part) => OLD_END.test(part));
    const [, last = '', file = '', at = ''] = OLD_END.exec(rest[end] ?? '') ?? [];
    return { rank: 'reported', index, title: oneLine([`${old[1] ?? ''}:`, ...rest.slice(0, Math.max(0, end)), end === -1 ? (rest[0] ?? '') : last]), causes: [], frames: file === '' ? [] : [{ file, line: Number(at) }] };
  }
  return undefined;
};

/** Lines of a message that belong into a title: `assert_eq!` prints three. */
const MAX_DETAILS = 6;
