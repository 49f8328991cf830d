/** The lines of a file that are text and no code: neither in front matter nor in a fence nor in a comment. */
import type { Outline } from './outline.js';
import { linesOf, type Line, type Span } from './text.js';

/** Lines between two offsets, without those of fences and comments. Each step costs the logarithm of their number. */
export function* proseLines(text: string, outline: Outline, from: number, to: number): Generator<Line> {
  for (const line of linesOf(text, Math.max(from, outline.frontMatter?.next ?? 0), to)) {
    if (!covers(outline.fences, line.start) && !covers(outline.comments, line.start)) yield line;
  }
}

/** Whether one of the spans, which are in order and apart, holds the offset. */
function covers(spans: readonly Span[], offset: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return (spans[low]?.start ?? Infinity) <= offset;
}
