/** Failures of Java: exceptions with their stacks, and the same in the report of Maven's surefire. */
import { blockFrom, errorHeader, oneLine } from './text.js';
import type { FailureFormat, Frame } from './types.js';

/** `\tat com.example.OrdersTest.keeps(OrdersTest.java:6)`, with `java.base/` before what belongs to a module. */
const FRAME = /^\s+at ([\w.$@/<>-]+)\(([\w$-]+\.(?:java|kt|groovy|scala)):(\d+)\)/;

/** A frame without a line: `(Native Method)`, `(Unknown Source)`, `... 5 more`. */
const OTHER_FRAME = /^\s+(?:at [\w.$@/<>-]+\((?:Native Method|Unknown Source|<generated>|[\w$-]+\.(?:java|kt|groovy|scala))\b|\.{3} \d+ )/;

/** Code that is not the project's: the platform, test frameworks, build tools. */
const FOREIGN = /^(?:java\.|javax\.|jdk\.|sun\.|com\.sun\.|kotlin\.|scala\.|groovy\.|[\w.]+@?[\w.]*\/|org\.junit\.|org\.opentest4j\.|org\.assertj\.|org\.hamcrest\.|org\.testng\.|org\.mockito\.|org\.apache\.maven\.|org\.gradle\.)/;

const CAUSE = /^\s*Caused by: (.+)$/;

/** The first exception that surefire reports with `<<< FAILURE!` or `<<< ERROR!`, else the last one that was printed with its stack. */
export const javaFailure: FailureFormat = (lines) => {
  const reported = lines.findIndex((line, at) => /<<< (?:FAILURE|ERROR)!\s*$/.test(line) && isThrown(lines, at + 1));
  if (reported !== -1) return at(lines, reported + 1, 'reported');
  for (let index = lines.length - 2; index >= 0; index--) {
    if (isThrown(lines, index)) return at(lines, index, 'thrown');
  }
  return undefined;
};

function isThrown(lines: readonly string[], index: number): boolean {
  const next = lines[index + 1] ?? '';
  return (FRAME.test(next) || OTHER_FRAME.test(next)) && !CAUSE.test(lines[index] ?? '') && errorHeader(lines[index] ?? '') !== undefined;
}

function at(lines: readonly string[], index: number, rank: 'reported' | 'thrown'): ReturnType<FailureFormat> {
  const header = errorHeader(lines[index] ?? '');
  if (header === undefined) return undefined;
  const block = blockFrom(lines, index + 1, (line) => FRAME.test(line) || OTHER_FRAME.test(line) || CAUSE.test(line));
  const causes = block.flatMap((line) => CAUSE.exec(line)?.[1] ?? []).map((cause) => oneLine([cause]));
  const frames = block.flatMap((line): Frame[] => {
    const match = FRAME.exec(line);
    return match?.[1] === undefined || match[2] === undefined || FOREIGN.test(match[1]) ? [] : [{ file: match[2], line: Number(match[3]) }];
  });
  return { rank, index, title: oneLine([header]), causes, frames };
}
