/**
 * The allow and deny lists of a configuration. An entry is the text itself, or between slashes a regular expression whose work is bounded: it is
 * tried at every place of everything that is printed, and whoever writes it must not be able to make that take hours.
 */

/** Entries of a list, and characters of an entry, at most. */
export const MAX_ENTRIES = 200;
const MAX_LENGTH = 300;

/** A shorter text would be found in everything. */
const LEAST_LITERAL = 3;

/** Ways in which an expression may go on from one place, at most: the product of the ranges of its quantifiers and of its alternatives. */
const MAX_WAYS = 5_000;

/** The largest bound of a quantifier. */
const MAX_REPEATS = 1_000;

export interface ListEntry {
  /** As it stands in the configuration. */
  readonly text: string;
  /** Global; matches within a line. */
  readonly pattern: RegExp;
  /** In lower case, stands in all that it matches; undefined if none is known. ASCII. */
  readonly keyword?: string;
}

/** What is wrong with an entry, as the end of a sentence; undefined if nothing is. */
export function entryProblem(text: string): string | undefined {
  const entry = parseEntry(text);
  return typeof entry === 'string' ? entry : undefined;
}

/** @throws Error for an entry with a problem */
export function listEntry(text: string): ListEntry {
  const entry = parseEntry(text);
  if (typeof entry === 'string') throw new Error(`${text} ${entry}`);
  return entry;
}

function parseEntry(text: string): ListEntry | string {
  if (text.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  const expression = /^\/(.+)\/(i?)$/su.exec(text);
  if (!expression) return literal(text);
  const [, source = '', flags = ''] = expression;
  const problem = boundProblem(source);
  if (problem !== undefined) return problem;
  try {
    const pattern = new RegExp(source, `g${flags}`);
    if (new RegExp(`^(?:${source})$`, flags).test('')) return 'matches the empty text: let it match at least one character';
    const keyword = keywordOf(source);
    return { text, pattern, ...(keyword !== undefined && { keyword }) };
  } catch (error) {
    return `is no regular expression (${error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error)})`;
  }
}

function literal(text: string): ListEntry | string {
  if (text.trim().length < LEAST_LITERAL) return `is too short: write at least ${LEAST_LITERAL} characters, or a regular expression between slashes`;
  if (text.includes('\n')) return 'holds a line break: give each line an entry of its own';
  return { text, pattern: new RegExp(escaped(text), 'g'), ...keywordIn(text) };
}

/** The text as a regular expression that matches it. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}

/** The longest run of printable ASCII in a text, in lower case, at most 16 characters of it. */
export function keywordIn(text: string): { keyword?: string } {
  const runs = text.match(/[!-~]{3,}/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  return longest === '' ? {} : { keyword: longest.slice(0, 16).toLowerCase() };
}

/** One piece of a pattern: a character class or a single character, with what repeats it. */
const PIECE = /\\(?:[dDwWsSbBtnrfv.*+?^${}()|[\]\\/-]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})|\[\^?(?:\\.|[^\]\\])+\]|\((?:\?:|(?!\?))|\)|\||[*+?]|\{\d{0,4}(?:,\d{0,4})?\}|\^|\$|\.|[^\\[\](){}*+?|^$.]/gu;

/**
 * Why the work of a pattern is not bounded: an engine that goes back tries each of its ways. Quantifiers have a bound, stand at single characters
 * or, as `?`, at groups, and the product of all choices is small.
 */
function boundProblem(source: string): string | undefined {
  let ways = 1;
  let position = 0;
  let before = '';
  for (const match of source.matchAll(PIECE)) {
    if (match.index !== position) return `holds ${source.slice(position, position + 3)}, which is not understood here: use characters, classes, groups, | and quantifiers`;
    const [piece] = match;
    position += piece.length;
    if (piece === '*' || piece === '+') return `repeats without a bound: write {0,100} or {1,100} instead of ${piece}`;
    if (piece === '|') ways *= 2;
    if (piece === '?' && !/^(?:\?|\{.*\})$/.test(before)) ways *= 2;
    if (piece.startsWith('{') && piece !== '{') {
      const range = /^\{(\d+)(?:,(\d+))?\}$/.exec(piece);
      if (!range) return `repeats without a bound: write both numbers of ${piece}`;
      if (before === ')') return `repeats a group: repeat a class of characters instead, such as [a-z0-9]${piece}`;
      const least = Number(range[1]);
      const most = Number(range[2] ?? range[1]);
      if (most > MAX_REPEATS) return `repeats more than ${MAX_REPEATS} times`;
      ways *= Math.max(1, most - least + 1);
    }
    before = piece;
  }
  if (position !== source.length) return `holds ${source.slice(position, position + 3)}, which is not understood here: use characters, classes, groups, | and quantifiers`;
  return ways > MAX_WAYS ? 'may take too long: use fewer alternatives and narrower quantifiers' : undefined;
}

/** A run of at least three plain characters that stands in everything that the pattern matches: outside of groups, and not optional. */
function keywordOf(source: string): string | undefined {
  if (/[|]/.test(source.replace(/\\.|\[[^\]]*\]/g, ''))) return undefined;
  let depth = 0;
  let run = '';
  let best = '';
  const close = (): void => {
    if (run.length > best.length) best = run;
    run = '';
  };
  for (const [piece] of source.matchAll(PIECE)) {
    if (piece.startsWith('(')) depth += 1;
    if (piece === ')') depth -= 1;
    // A repeated or optional character is not taken, since it may be missing.
    if (piece === '?' || piece.startsWith('{')) run = run.slice(0, -1);
    const plain = /^\\[./_-]$/.test(piece) ? piece.slice(1) : piece;
    if (depth === 0 && /^[A-Za-z0-9_./:@=~%-]$/.test(plain) && piece !== '.') run += plain;
    else close();
  }
  close();
  return best.length >= 3 ? best.slice(0, 16).toLowerCase() : undefined;
}
