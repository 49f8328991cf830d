/** Lines and columns of many offsets in one text: the lines are found once, then each position is a binary search. */
import { linesOf, type Position } from '../workItem/text.js';

export class LineIndex {
  readonly #starts: readonly number[];

  constructor(private readonly text: string) {
    const starts: number[] = [];
    for (const { start } of linesOf(text)) starts.push(start);
    // Behind a last line ending there is one more, empty line.
    if (starts.length === 0 || /[\n\r]$/.test(text)) starts.push(text.length);
    this.#starts = starts;
  }

  /** 1-based line and column (in UTF-16 code units) of an offset; those of the end for what is behind it. */
  positionAt(offset: number): Position {
    const at = Math.min(Math.max(offset, this.#starts[0] ?? 0), this.text.length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
  }

  /** 0-based index of the line that an offset is in. */
  lineOf(offset: number): number {
    return this.positionAt(offset).line - 1;
  }
}
