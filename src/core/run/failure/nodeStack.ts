/** Stacks of JavaScript, as Node and vitest print them. */
import { errorHeader, oneLine } from './text.js';
import type { Frame } from './types.js';

const PLACE = /^(\S.*):(\d+):\d+$/;

export const CAUSE = /^\s*(?:\[cause\]|Caused by): (.+)$/;

/** `at check (/p/a.js:2:32)`, `at file:///p/a.mjs:1:2`, vitest's `❯ get src/store.ts:2:21`. */
export function frameOf(line: string): Frame | undefined {
  const text = line.trim();
  if (text.startsWith('at ')) return placeOf(text.slice('at '.length));
  if (text.startsWith('❯ ')) return placeIn(text.slice(text.lastIndexOf(' ') + 1));
  return undefined;
}

/** `check (/p/a.js:2:32)`, `async file:///p/a.mjs:1:2`, also with the brace that opens the error's properties. */
export function placeOf(call: string): Frame | undefined {
  const text = call.replace(/ \{$/, '');
  const open = text.indexOf(' (');
  return placeIn(open !== -1 && text.endsWith(')') ? text.slice(open + 2, -1) : text.replace(/^async /, ''));
}

export function placeIn(text: string): Frame | undefined {
  const match = PLACE.exec(text);
  return match?.[1] === undefined ? undefined : { file: match[1], line: Number(match[2]) };
}

export function framesOf(lines: readonly string[]): Frame[] {
  return lines.flatMap((line) => frameOf(line) ?? []);
}

/** The causes that are named after an error, and the members of an AggregateError. */
export function causesOf(lines: readonly string[]): string[] {
  const aggregate = lines.findIndex((line) => line.endsWith('[errors]: ['));
  return lines.flatMap((line, index) => {
    const cause = CAUSE.exec(line)?.[1] ?? (aggregate !== -1 && index > aggregate ? errorHeader(line) : undefined);
    return cause === undefined ? [] : [oneLine([cause])];
  });
}
