/** Conditions under which a command is repeated, to see which of them makes it fail. */

/**
 * - `isolated` one attempt at a time, nothing beside it
 * - `shuffled` the same, with another CASEBOOK_SEED in each attempt; everywhere else it stays the same
 * - `loaded` one attempt at a time, beside as many busy loops as there are processors
 * - `parallel` so many attempts at the same time
 */
export interface Condition {
  readonly kind: 'isolated' | 'shuffled' | 'loaded' | 'parallel';
  /** As it was asked for: `parallel:4`. */
  readonly label: string;
  readonly jobs: number;
}

const MAX_JOBS = 256;

/**
 * The conditions in a list with commas, the smallest first: isolated, shuffled, loaded, parallel with rising numbers. `isolated` is always there: the others are held
 * against it.
 * @returns a sentence if the list is not understood
 */
export function parseConditions(text: string): readonly Condition[] | string {
  const found = new Map<string, Condition>([['isolated', { kind: 'isolated', label: 'isolated', jobs: 1 }]]);
  for (const word of text.split(',').map((part) => part.trim())) {
    const condition = conditionOf(word);
    if (condition === undefined) return `${JSON.stringify(word)} is no condition: choose from isolated, shuffled, loaded and parallel:N (2 to ${MAX_JOBS}), separated by commas.`;
    found.set(condition.label, condition);
  }
  if (found.size === 1) return 'The matrix has one condition, and nothing to hold against it: add shuffled, loaded or parallel:4.';
  return [...found.values()].sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || one.jobs - other.jobs);
}

const ORDER: readonly Condition['kind'][] = ['isolated', 'shuffled', 'loaded', 'parallel'];

function conditionOf(word: string): Condition | undefined {
  if (word === 'isolated' || word === 'shuffled' || word === 'loaded') return { kind: word, label: word, jobs: 1 };
  const jobs = Number(/^parallel:(\d{1,3})$/.exec(word)?.[1]);
  return jobs >= 2 && jobs <= MAX_JOBS ? { kind: 'parallel', label: `parallel:${jobs}`, jobs } : undefined;
}
