/** From two texts to the one edit between them, for hosts that take edits and not whole files. */
import type { TextEdit } from './text.js';

/**
 * The edit that makes `after` of `before`: the lines between the first and the last that differ, so that it never cuts a line ending or a
 * surrogate pair in two. Undefined if the texts are equal.
 */
export function difference(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  start = start === 0 ? 0 : before.lastIndexOf('\n', start - 1) + 1;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same += 1;
  const end = lineStartFrom(before, before.length - same);
  return { start, end, text: after.slice(start, after.length - (before.length - end)) };
}

/** The first beginning of a line at or behind an offset; the end of the text if there is none. */
function lineStartFrom(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const next = text.indexOf('\n', offset);
  return next === -1 ? text.length : next + 1;
}
