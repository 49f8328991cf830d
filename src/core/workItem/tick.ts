/** Ticks a checkbox, or clears it. */
import { checkboxesOf, type Checkbox } from './checkboxes.js';
import type { EditResult } from './edit.js';
import { outlineOf } from './outline.js';

/**
 * The edit of one character. @param checkbox as `checkboxesOf` gave it, also for an earlier version of the text: then the one with its words is
 * meant, if there is just one
 */
export function tick(text: string, checkbox: Checkbox, done = true): EditResult {
  const boxes = checkboxesOf(text, outlineOf(text));
  const named = boxes.filter((candidate) => candidate.text === checkbox.text);
  const box = named.find(({ mark }) => mark.start === checkbox.mark.start) ?? (named.length === 1 ? named[0] : undefined);
  if (!box) return { conflict: `${named.length === 0 ? 'No checkbox' : 'More than one checkbox'} says "${checkbox.text.slice(0, 80)}" now: read the work item again, and tick the one that is meant.` };
  return { edit: { ...box.mark, text: box.done === done ? text.slice(box.mark.start, box.mark.end) : done ? 'x' : ' ' } };
}
