/** Finds what a client sends again after it was lost, and whether the server got it more than once. */

/** A request or message as the client sent it. */
export interface Sent {
  /** Equal for those that ask the same; undefined until it is whole. */
  key?: string;
  /** Offset behind its last byte in what the client sent on its connection; undefined until it is whole. */
  end?: number;
  /** Bytes that were passed on to the server on that connection so far; one function for each connection. */
  readonly passed: () => number;
  /** It and those that were the same, in the order of sending. */
  copies?: Sent[];
}

/** Lost ones that are remembered; beyond, that one is sent again is not seen. */
const MOST = 10_000;

export class Copies {
  again = 0;
  readonly #lost = new Map<string, Sent[]>();
  #remembered = 0;
  readonly #repeated = new Set<Sent[]>();

  /** It is whole now. */
  sent(one: Sent): void {
    const lost = one.key === undefined ? undefined : this.#lost.get(one.key);
    // What a client goes on sending on a connection that is dead is no second try.
    const at = lost?.findIndex(({ passed }) => passed !== one.passed) ?? -1;
    const [earlier] = at < 0 ? [] : (lost?.splice(at, 1) ?? []);
    if (!earlier) return;
    this.#remembered -= 1;
    this.again += 1;
    one.copies = earlier.copies ??= [earlier];
    one.copies.push(one);
    this.#repeated.add(one.copies);
  }

  /** No answer can come to it any more. */
  lost(one: Sent): void {
    if (one.key === undefined || this.#remembered >= MOST) return;
    this.#remembered += 1;
    const others = this.#lost.get(one.key);
    if (others) others.push(one);
    else this.#lost.set(one.key, [one]);
  }

  /** Copies beyond the first that reached the server whole. */
  twice(): number {
    return [...this.#repeated].reduce((sum, copies) => sum + Math.max(0, copies.filter(reached).length - 1), 0);
  }
}

/** Whether it was passed on to the server whole. */
export function reached({ end, passed }: Sent): boolean {
  return end !== undefined && end <= passed();
}
