/** The six mandatory phases, and which of them a heading or a status means. */

export const PHASES = ['Investigation', 'Design', 'TDD/BDD', 'Implementation', 'Testing & Validation', 'Owner Acceptance'] as const;

export type Phase = (typeof PHASES)[number];

/** 1-based number of a phase. */
export function phaseNumber(phase: Phase): number {
  return PHASES.indexOf(phase) + 1;
}

/** The phase with a 1-based number. */
function phaseOf(number: number): Phase | undefined {
  return PHASES[number - 1];
}

/** `Phase 2: Debug Deep Dive (COMPLETED)` is phase 2 whatever its name says: teams rename and annotate phases. */
export function phaseOfTitle(title: string): Phase | undefined {
  const match = /^phase\s+(\d{1,3})\b/i.exec(title);
  return match ? phaseOf(Number(match[1])) : undefined;
}

/** Words in a status by the phase that they mean; a `*` at the end stands for any ending. */
export type PhaseWords = Partial<Readonly<Record<Phase, readonly string[]>>>;

/**
 * The words that mean a phase where no others are configured. The word that stands first in the status decides; one with `^` counts only
 * there (`mandatory for all new services` is not a new work item). A fix that was made is still to be validated, whatever its author says.
 */
const PHASE_WORDS: Readonly<Record<Phase, readonly string[]>> = {
  Investigation: ['investigat*', 'debug*', 'triag*', 'analys*', 'analyz*', 'diagnos*', '^open', '^new', '^planned', '^draft', '^todo', 'reproduc*'],
  Design: ['design*'],
  'TDD/BDD': ['tdd', 'bdd', 'test specification*'],
  Implementation: ['implement*', 'in progress', 'in-progress', 'coding', 'fixing', 'workaround'],
  'Testing & Validation': ['testing', 'validat*', 'verif*', 'fixed', 'fix applied', 'fix shipped', 'fix deployed'],
  'Owner Acceptance': ['acceptance', 'awaiting', 'review*', 'demonstrat*'],
};

/** How a team's words for its statuses are read; what is left out is read as by default. */
export interface StatusWords {
  /** Words that close a work item. */
  readonly closedWords?: readonly string[];
  /** Words that mean a phase, in place of the default ones of that phase; its own name always does. */
  readonly phaseWords?: PhaseWords;
}

/** Words that close a work item (DESIGN 5.7); more can be configured. */
export const CLOSED_WORDS: readonly string[] = ['closed', 'done', 'complete', 'completed', 'resolved', "won't fix", 'wont fix', 'wontfix', 'archived', 'cancelled', 'canceled', 'superseded', 'accepted', 'abandoned', 'obsolete', 'withdrawn', 'duplicate', 'not a bug'];

/**
 * What a status means. The first word that means anything decides, so `Investigation complete` is in Investigation and
 * `Resolved - see testing` is closed; a word behind `not` or `in` (`not done`, `incomplete`) does not close.
 */
export function readStatus(text: string, words: StatusWords = BY_DEFAULT): { phase?: Phase; closed: boolean } {
  const clean = text.replace(/<!--.*?(?:-->|$)/g, ' ').replace(/[*`_~]+/g, ' ').replace(/[’]/g, "'");
  if (isChoice(clean)) return { closed: false };
  const lower = clean.toLowerCase();
  const { closes, means } = wordsOf(words);
  const closedAt = closingIndex(lower, closes);
  let best: { at: number; phase: Phase } | undefined;
  for (const [phase, each] of means) {
    const at = firstIndex(lower, each, '_');
    if (at !== undefined && (best === undefined || at < best.at)) best = { at, phase };
  }
  if (closedAt !== undefined && (best === undefined || closedAt < best.at)) return { closed: true };
  return best ? { phase: best.phase, closed: false } : { closed: false };
}

const BY_DEFAULT: StatusWords = {};

/** A template's choices, of which none was taken yet: `{Proposed | Accepted}`, `Open | Fixing | Done`. */
function isChoice(text: string): boolean {
  const choices = text.trim();
  return choices.length <= MAX_CHOICE && (/^(?:\{[^{}]*\|[^{}]*\}|\[[^[\]]*\|[^[\]]*\])$/.test(choices) || /^[^|:]{1,40}(?:\|[^|:]{1,40}){2,}$/.test(choices));
}

const MAX_CHOICE = 400;

/** Words before a closing word that take its meaning away, in the same part of the sentence: `not fully resolved`, `to be done`, `phase 1 complete`. */
const NOT_CLOSED = /(?:\b(?:not|never|cannot|partially|partly|almost|nearly|mostly|half|to be|will be|can be|should be|must be|once|until|when|if|unless|phase \d+)|n't)\b[^.;,:()–—]*$/i;

/** One part of the work that is complete, and not all of it: `code complete`, `planning complete`. */
const PART_ONLY = /(?:\b(?:code|coding|research|planning|plan|documentation|docs|specification|spec|setup|feature|phase|stage|step|milestone|sprint)[ -]*)$/i;

function closingIndex(text: string, closes: readonly Word[]): number | undefined {
  const at = firstIndex(text, closes, '_-');
  if (at === undefined) return undefined;
  const before = text.slice(0, at);
  return NOT_CLOSED.test(before) || PART_ONLY.test(before) ? undefined : at;
}

/** A word of the configuration, ready to be looked for in text of small letters. */
interface Word {
  readonly stem: string;
  /** Whether anything may follow. */
  readonly open: boolean;
  /** Whether nothing but marks may stand before it. */
  readonly first: boolean;
}

interface Words {
  readonly closes: readonly Word[];
  readonly means: readonly (readonly [Phase, readonly Word[]])[];
}

/** Made once for each configuration: a list reads thousands of statuses. */
const prepared = new WeakMap<StatusWords, Words>();

function wordsOf(words: StatusWords): Words {
  const known = prepared.get(words);
  if (known) return known;
  const { closedWords = CLOSED_WORDS, phaseWords = {} } = words;
  const made: Words = { closes: closedWords.flatMap(wordOf), means: PHASES.map((phase) => [phase, [...(phaseWords[phase] ?? PHASE_WORDS[phase]), phase].flatMap(wordOf)] as const) };
  prepared.set(words, made);
  return made;
}

function wordOf(written: string): Word[] {
  const first = written.startsWith('^');
  const open = written.endsWith('*');
  const stem = written.slice(first ? 1 : 0, open ? -1 : undefined).replaceAll('_', ' ').toLowerCase();
  return stem.trim() === '' ? [] : [{ stem, open, first }];
}

/**
 * Where the first of the words stands that is a word there, and not behind `not` or `never`. By hand: patterns with the letters of all scripts take
 * longer to be made than a short list takes altogether.
 * @param joins marks that make one word of what they join, before it
 */
function firstIndex(text: string, words: readonly Word[], joins: string): number | undefined {
  let best: number | undefined;
  for (const { stem, open, first } of words) {
    for (let at = text.indexOf(stem); at !== -1 && (best === undefined || at < best); at = text.indexOf(stem, at + 1)) {
      if (isInWord(text, at, joins) || DENIED.test(text.slice(Math.max(0, at - MAX_DENIAL), at))) continue;
      if (first && WORD_CHAR.test(text.slice(0, at))) break;
      const behind = charAt(text, at + stem.length);
      if (!open && (behind === '-' || WORD_CHAR.test(behind))) continue;
      best = at;
    }
  }
  return best;
}

function isInWord(text: string, at: number, joins: string): boolean {
  // A character of two code units is one.
  const before = at === 0 ? '' : /[\udc00-\udfff]/.test(text.charAt(at - 1)) ? text.slice(at - 2, at) : text.charAt(at - 1);
  return before !== '' && (joins.includes(before) || LETTER.test(before));
}

function charAt(text: string, at: number): string {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : '';
}

const LETTER = /[\p{L}\p{N}]/u;
const WORD_CHAR = /[\p{L}\p{N}_]/u;
const DENIED = /\b(?:not|not yet|never)\s$/;
/** As many characters as the longest of them has. */
const MAX_DENIAL = 10;
