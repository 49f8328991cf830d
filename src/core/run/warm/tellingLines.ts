/** The lines of a repetition that tell of its tests, in bounded memory. */

/** Lines of one repetition that are kept. */
const MAX_LINES = 400_000;

export class TellingLines {
  #lines: string[] = [];

  add(line: string): void {
    if (this.#lines.length < MAX_LINES) this.#lines.push(line);
  }

  /** A new repetition begins. */
  next(): void {
    this.#lines = [];
  }

  current(): readonly string[] {
    return this.#lines;
  }
}
