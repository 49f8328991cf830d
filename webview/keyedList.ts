/** A list of elements that follows a list of items. An element stays for as long as its item does, and so does the focus inside it. */

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
    const keys = new Set(items.map(this.#key));
    for (const [key, { element }] of this.#entries) {
      if (keys.has(key)) continue;
      element.remove();
      this.#entries.delete(key);
    }
    const focused = document.activeElement;
    for (const [place, item] of items.entries()) {
      const { element } = this.#updated(item);
      if (this.#parent.children[place] !== element) this.#parent.insertBefore(element, this.#parent.children[place] ?? null);
    }
    // An element that moves loses the focus.
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.#parent.contains(focused)) focused.focus({ preventScroll: true });
  }

  #updated(item: T): Entry<T> {
    const key = this.#key(item);
    let entry = this.#entries.get(key);
    if (!entry) this.#entries.set(key, (entry = this.#create(item)));
    entry.update(item);
    return entry;
  }
}
