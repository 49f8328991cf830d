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

/**
 * The edits of the first text that together make the last one of it, given what it was on the way: one for each step, so that what lies between
 * two places stays untouched. Steps that touch each other become one edit.
 */
export function differences(texts: readonly string[]): TextEdit[] {
  const [first = ''] = texts;
  const steps: TextEdit[] = [];
  const edits: TextEdit[] = [];
  for (const [index, text] of texts.entries()) {
    const step = index === 0 ? undefined : difference(texts[index - 1] ?? '', text);
    if (!step) continue;
    const edit = beforeSteps(step, steps);
    if (!edit) {
      const whole = difference(first, texts.at(-1) ?? '');
      return whole ? [whole] : [];
    }
    steps.push(step);
    edits.push(edit);
  }
  return edits.sort((a, b) => a.start - b.start);
}

/** An edit with the offsets that its place had before the steps; undefined if it touches one of them. */
function beforeSteps(edit: TextEdit, steps: readonly TextEdit[]): TextEdit | undefined {
  let { start, end } = edit;
  for (const step of steps.toReversed()) {
    const grown = step.text.length - (step.end - step.start);
    if (start > step.start + step.text.length) {
      start -= grown;
      end -= grown;
    } else if (end >= step.start) {
      return undefined;
    }
  }
  return { start, end, text: edit.text };
}

/** The first beginning of a line at or behind an offset; the end of the text if there is none. */
function lineStartFrom(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const next = text.indexOf('\n', offset);
  return next === -1 ? text.length : next + 1;
}
