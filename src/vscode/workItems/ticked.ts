/** Checkboxes that were ticked in the tree in this session. They are known by their words, since lines move. */
import type { WorkItemRef } from '../adapters/references.js';

export class Ticked {
  readonly #boxes = new Set<string>();

  add(ref: WorkItemRef, text: string): void {
    this.#boxes.add(keyOf(ref, text));
  }

  has(ref: WorkItemRef, text: string): boolean {
    return this.#boxes.has(keyOf(ref, text));
  }
}

function keyOf({ root, workItem }: WorkItemRef, text: string): string {
  return JSON.stringify([root, workItem, text]);
}
