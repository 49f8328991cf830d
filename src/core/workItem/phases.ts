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
  const { closes, means } = patternsOf(words);
  const closedAt = closingIndex(clean, closes);
  let best: { at: number; phase: Phase } | undefined;
  for (const [phase, pattern] of means) {
    const at = pattern?.exec(clean)?.index;
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

function closingIndex(text: string, closes: RegExp | undefined): number | undefined {
  const at = closes?.exec(text)?.index;
  if (at === undefined) return undefined;
  const before = text.slice(0, at);
  return NOT_CLOSED.test(before) || PART_ONLY.test(before) ? undefined : at;
}

interface Patterns {
  readonly closes: RegExp | undefined;
  readonly means: readonly (readonly [Phase, RegExp | undefined])[];
}

/** Made once for each configuration: a list reads thousands of statuses. */
const compiled = new WeakMap<StatusWords, Patterns>();

function patternsOf(words: StatusWords): Patterns {
  const known = compiled.get(words);
  if (known) return known;
  const { closedWords = CLOSED_WORDS, phaseWords = {} } = words;
  const made: Patterns = {
    closes: pattern(closedWords, String.raw`(?<!\bnot\s|\bnot yet\s|\bnever\s|[\p{L}\p{N}_-])`),
    means: PHASES.map((phase) => [phase, pattern([...(phaseWords[phase] ?? PHASE_WORDS[phase]), phase], String.raw`(?<!\bnot\s|\bnot yet\s|\bnever\s|[\p{L}\p{N}_])`)] as const),
  };
  compiled.set(words, made);
  return made;
}

/** @param before what may not stand before a word */
function pattern(words: readonly string[], before: string): RegExp | undefined {
  const alternatives = words
    .filter((word) => word.replace(/[*^]/g, '').trim() !== '')
    .map((word) => {
      const first = word.startsWith('^');
      const stem = word.slice(first ? 1 : 0, word.endsWith('*') ? -1 : undefined).replaceAll('_', ' ');
      return `${first ? String.raw`(?<=^[^\p{L}\p{N}]*)` : ''}${stem.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}${word.endsWith('*') ? '' : String.raw`(?![\p{L}\p{N}_-])`}`;
    });
  return alternatives.length === 0 ? undefined : new RegExp(`${before}(?:${alternatives.join('|')})`, 'iu');
}
