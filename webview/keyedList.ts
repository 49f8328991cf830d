/**
 * A list of elements that follows a list of items. An element stays for as long as its item does, and so does the focus inside it. Items of one key, such as two
 * names with the same translation, are told apart by their order.
 */

export interface Entry<T> {
  readonly element: HTMLElement;
  update(item: T): void;
}

export class KeyedList<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #parent: HTMLElement;
  readonly #key: (item: T) => string;
  readonly #create: (item: T) => Entry<T>;

  constructor(parent: HTMLElement, key: (item: T) => string, create: (item: T) => Entry<T>) {
    this.#parent = parent;
    this.#key = key;
    this.#create = create;
  }

  show(items: readonly T[]): void {
    const keyed = uniqueKeys(items, this.#key);
    for (const [key, { element }] of this.#entries) {
      if (keyed.has(key)) continue;
      element.remove();
      this.#entries.delete(key);
    }
    const focused = document.activeElement;
    let place = 0;
    for (const [key, item] of keyed) {
      const { element } = this.#updated(key, item);
      if (this.#parent.children[place] !== element) this.#parent.insertBefore(element, this.#parent.children[place] ?? null);
      place += 1;
    }
    // An element that moves loses the focus.
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.#parent.contains(focused)) focused.focus({ preventScroll: true });
  }

  #updated(key: string, item: T): Entry<T> {
    let entry = this.#entries.get(key);
    if (!entry) this.#entries.set(key, (entry = this.#create(item)));
    entry.update(item);
    return entry;
  }
}

/** Items by their keys, in their order; further ones of a key are numbered. */
function uniqueKeys<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const seen = new Map<string, number>();
  const keyed = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    // The number goes first: no key looks like a numbered one.
    keyed.set(`${before} ${key}`, item);
  }
  return keyed;
}
