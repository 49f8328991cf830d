/** Follows lines of a document through its edits, so that what was seen in an earlier text keeps its place. */

/** One replaced range. */
export interface LineEdit {
  /** First and last line of the range that was replaced, 0-based, in the text as it was then. */
  readonly start: number;
  readonly end: number;
  /** Line breaks in what stands there now. */
  readonly added: number;
  /** Nothing but white space stands before the range in its first line: what stood in that line goes down with the edit. */
  readonly atLineStart: boolean;
}

/** Beyond these the oldest are forgotten; what was seen before them is found by its name. */
const MAX_EDITS = 5_000;

interface Entry {
  readonly at: number;
  /** Absent: the document was saved, or read anew. */
  readonly edit?: LineEdit;
}

export class EditLog {
  readonly #entries: Entry[] = [];
  #forgotten = -Infinity;

  /** @param at wall time, ms @param edits in the order in which they apply */
  edited(at: number, edits: readonly LineEdit[]): void {
    for (const edit of edits) this.#push({ at, edit });
  }

  /** The text on disk is that of the document from now on. */
  saved(at: number): void {
    this.#push({ at });
  }

  /** Unsaved edits were thrown away: the text is that of the file again. */
  discarded(): void {
    this.#entries.length = this.#entries.findLastIndex(({ edit }) => edit === undefined) + 1;
  }

  /**
   * Where a line of the file stands in the document now, 0-based; undefined where that is not known any more.
   * @param since wall time at which the line was seen in the *file*: edits that were not saved by then apply, too
   */
  lineNow(line: number, since: number): number | undefined {
    const from = this.#entries.findLastIndex(({ at, edit }) => edit === undefined && at <= since);
    if (from < 0 && since <= this.#forgotten) return undefined;
    return this.#entries.slice(from + 1).reduce((now, { edit }) => (edit ? moved(now, edit) : now), line);
  }

  #push(entry: Entry): void {
    this.#entries.push(entry);
    if (this.#entries.length > MAX_EDITS) this.#forgotten = this.#entries.shift()?.at ?? this.#forgotten;
  }
}

function moved(line: number, { start, end, added, atLineStart }: LineEdit): number {
  if (line < start) return line;
  if (line > end) return line + added - (end - start);
  // The rest of the range's last line stands behind what was added.
  if (line === end && (end > start || atLineStart)) return start + added;
  return start;
}
