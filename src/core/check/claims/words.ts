/** Words that two sentences share, roughly stemmed: whether a log line is the event that a sentence speaks of. */

const EMPTY = new Set('after before with from that this then when while into over under were been have has had will would could should their there these those which what where about again also only just very more most some such than them they first last next time error info warn debug trace level approximately approx seconds second minutes minute hours'.split(' '));

/** Stems of the words of four letters or more that carry meaning. */
export function stemsOf(text: string): Set<string> {
  const stems = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(/[a-z][a-z-]{2,40}/g)) if (word.length > 3 && !EMPTY.has(word)) stems.add(stemOf(word));
  return stems;
}

/** `reconnection`, `reconnected` and `reconnect` are one. */
export function stemOf(word: string): string {
  return word.toLowerCase().replace(/(?:ations?|ions?|ing|ed|es|fully|ful|ly|s)$/, '').slice(0, 9);
}

export function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const stem of a) if (b.has(stem)) count += 1;
  return count;
}
