/** Failures of ginkgo, version 1 and 2. */
import { blockFrom, oneLine } from './text.js';
import type { FailureFormat, Frame } from './types.js';

const PLACE = /^\s*(\S.*\.go):(\d+)(?: @ .*)?$/;

/** `  [FAILED] Expected`, its indented lines, and `  In [It] at: /p/orders_test.go:13 @ 11/21/26 14:02:33.123`. */
export const ginkgo2Failure: FailureFormat = (lines) => {
  const index = lines.findIndex((line) => /^\s*\[(?:FAILED|PANICKED|TIMEDOUT)\] \S/.test(line) && !/\[\d+\.\d+ seconds\]/.test(line));
  if (index === -1) return undefined;
  const first = (lines[index] ?? '').replace(/^\s*\[FAILED\] /, '');
  const rest = blockFrom(lines, index + 1, (line) => line.trim() !== '' && !/^\s*In \[/.test(line));
  const frames = placesIn(lines.slice(index + 1 + rest.length, index + 4 + rest.length).map((line) => line.replace(/^\s*In \[[^\]]*\] at: /, '')));
  return { rank: 'reported', index, title: oneLine([first, ...rest.slice(0, MAX_MESSAGE)]), causes: [], frames };
};

/** `• Failure [0.051 seconds]`, the spec's names and places, an empty line, the message, an empty line, the place that failed. */
export const ginkgo1Failure: FailureFormat = (lines) => {
  const index = lines.findIndex((line) => /^•!? (?:Failure|Panic)\b/.test(line.trimStart()));
  if (index === -1) return undefined;
  const block = blockFrom(lines, index + 1, (line) => !/^-{6,}$/.test(line.trim()));
  const named = blockFrom(block, 0, (line) => line.trim() !== '').length;
  const message = blockFrom(block, named + 1, (line) => line.trim() !== '');
  if (message.length === 0) return undefined;
  const frames = placesIn(block.slice(named + 1 + message.length));
  return { rank: 'reported', index, title: oneLine(message.slice(0, MAX_MESSAGE)), causes: [], frames };
};

/** Lines of a message that go into a title. */
const MAX_MESSAGE = 7;

function placesIn(lines: readonly string[]): Frame[] {
  return lines.flatMap((line) => {
    const match = PLACE.exec(line);
    return match?.[1] === undefined ? [] : [{ file: match[1], line: Number(match[2]) }];
  });
}
