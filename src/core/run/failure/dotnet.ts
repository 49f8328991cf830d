/** Failures of .NET: `dotnet test` (VSTest's report of xUnit, NUnit and MSTest), and unhandled exceptions. */
import { blockFrom, errorHeader, oneLine } from './text.js';
import type { FailureFormat, Frame } from './types.js';

/** `   at Orders.Tests.Keeps() in /src/OrdersTests.cs:line 12`. */
const FRAME = /^\s*at .* in (.+):line (\d+)$/;

/** `---- System.Net.Sockets.SocketException : …` (xUnit) and ` ---> System.IO.IOException: …`. */
const INNER = /^\s*-{3,4}>? (\S.*)$/;

function framesOf(lines: readonly string[]): Frame[] {
  return lines.flatMap((line) => {
    const match = FRAME.exec(line);
    return match?.[1] === undefined ? [] : [{ file: match[1], line: Number(match[2]) }];
  });
}

function causesOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const inner = INNER.exec(line)?.[1];
    return inner === undefined || inner.startsWith('End of ') || inner.startsWith('Inner Stack') ? [] : [oneLine([inner])];
  });
}

/** `Error Message:` up to `Stack Trace:`, and the stack up to the next test. */
export const dotnetTestFailure: FailureFormat = (lines) => {
  const index = lines.findIndex((line) => line.trim() === 'Error Message:');
  if (index === -1) return undefined;
  const message = blockFrom(lines, index + 1, (line) => line.trim() !== 'Stack Trace:' && !/^\s*(?:Failed|Passed) \S/.test(line));
  const said = message.filter((line) => line.trim() !== '' && !INNER.test(line)).slice(0, MAX_MESSAGE);
  if (said.length === 0) return undefined;
  const stack = blockFrom(lines, index + 1 + message.length, (line) => !/^\s*(?:Failed|Passed) \S|^\s*Standard Output Messages:/.test(line));
  return { rank: 'reported', index, title: oneLine(said), causes: causesOf(message), frames: framesOf(stack) };
};

/** xUnit says what, expected and actual on three lines. */
const MAX_MESSAGE = 3;

/** `Unhandled exception. System.InvalidOperationException: …` with its stack. */
export const dotnetUnhandled: FailureFormat = (lines) => {
  const index = lines.findLastIndex((line) => /^Unhandled exception\. |^Unhandled Exception: /.test(line));
  const header = errorHeader(lines[index] ?? '');
  if (header === undefined) return undefined;
  const stack = blockFrom(lines, index + 1, (line) => /^\s+(?:at |-{3})/.test(line));
  return { rank: 'thrown', index, title: oneLine([header]), causes: causesOf(stack), frames: framesOf(stack) };
};
