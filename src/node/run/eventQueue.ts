/** From one producer to one consumer, in order, with a bound: a consumer that is slow for long holds the producer back. */
export class EventQueue<T> {
  readonly #bound: number;
  #items: T[] = [];
  #ended = false;
  #abandoned = false;
  #wakeConsumer: (() => void) | undefined;
  #wakeProducer: (() => void) | undefined;

  constructor(bound: number) {
    this.#bound = bound;
  }

  /** Waits only while the queue is full. After {@link abandon} items are dropped. */
  async push(item: T): Promise<void> {
    if (this.#abandoned) return;
    this.#items.push(item);
    this.#wakeConsumer?.();
    while (this.#isFull()) {
      const room = new Promise<void>((resolve) => {
        const others = this.#wakeProducer;
        this.#wakeProducer = () => {
          others?.();
          resolve();
        };
      });
      await room;
    }
  }

  /** The producer's last word. */
  end(): void {
    this.#ended = true;
    this.#wakeConsumer?.();
  }

  /** The consumer's last word: nothing is kept any more, and the producer is not held back. */
  abandon(): void {
    this.#abandoned = true;
    this.#items = [];
    this.#releaseProducer();
  }

  /** All items until the end. */
  async *items(): AsyncGenerator<T> {
    for (;;) {
      const items = this.#items;
      this.#items = [];
      this.#releaseProducer();
      yield* items;
      if (items.length > 0) continue;
      if (this.#ended) return;
      await new Promise<void>((resolve) => (this.#wakeConsumer = resolve));
    }
  }

  #isFull(): boolean {
    return !this.#abandoned && this.#items.length >= this.#bound;
  }

  #releaseProducer(): void {
    const wake = this.#wakeProducer;
    this.#wakeProducer = undefined;
    wake?.();
  }
}
