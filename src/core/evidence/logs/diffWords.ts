/** Words in which messages of two sides differ that are the same message otherwise: the name of a state, a host or a file may be all that separates two logs. */
import { bounded, clean } from '../../report/untrusted.js';
import { ANY, NUMBER } from './message.js';

/** Values of one place that are told: of more it is a name that differs each time. */
const MAX_VALUES = 8;

/** Characters of a word. */
const MAX_WORD = 80;

export interface SeparatingWord {
  /** Which word of the message it is, from 1. */
  readonly place: number;
  readonly passing: readonly string[];
  readonly failing: readonly string[];
}

/**
 * Places of which both sides know all words, and have none in common. A word that differs within one log is not known.
 * @param passing the words of the message in each log, equally many
 */
export function separatingWords(passing: readonly (readonly string[])[], failing: readonly (readonly string[])[]): SeparatingWord[] {
  const [first = []] = failing;
  if ([...passing, ...failing].every((words) => words.every((word, at) => word === first[at]))) return [];
  // Cleaned as a whole: what a secret is, the words before it tell.
  const [one, other] = [passing, failing].map((side) => side.map((words) => clean(words.join(' ')).split(' '))) as [string[][], string[][]];
  if ([...one, ...other].some((words) => words.length !== first.length)) return [];
  return first.flatMap((_, at) => {
    const [a, b] = [valuesAt(one, at), valuesAt(other, at)];
    return a && b && ![...a].some((word) => b.has(word)) ? [{ place: at + 1, passing: told(a), failing: told(b) }] : [];
  });
}

function valuesAt(side: readonly (readonly string[])[], at: number): Set<string> | undefined {
  const values = new Set(side.map((words) => words[at] ?? ANY));
  return values.has(ANY) || values.has(NUMBER) || values.size > MAX_VALUES ? undefined : values;
}

function told(values: ReadonlySet<string>): string[] {
  return [...values].sort().map((word) => bounded(word, MAX_WORD));
}
