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

/** Words in a status and the phase that they mean. The word that stands first in the status decides. */
const PHASE_WORDS: readonly { readonly phase: Phase; readonly words: RegExp }[] = [
  { phase: 'Investigation', words: /\b(?:investigat\w*|debug\w*|triag\w*|analy[sz]\w*|open|new|planned|draft|todo|reproduc\w*)\b/i },
  { phase: 'Design', words: /\bdesign\w*\b/i },
  { phase: 'TDD/BDD', words: /\b(?:tdd|bdd|test specification\w*)\b/i },
  { phase: 'Implementation', words: /\b(?:implement\w*|in[ _-]progress|coding|fixing|workaround)\b/i },
  { phase: 'Testing & Validation', words: /\b(?:testing|validat\w*|verif\w*)\b/i },
  { phase: 'Owner Acceptance', words: /\b(?:acceptance|awaiting|review\w*|demonstrat\w*)\b/i },
];

/** Words that close a work item (DESIGN 5.7); more can be configured. */
export const CLOSED_WORDS: readonly string[] = ['closed', 'done', 'complete', 'completed', 'resolved', "won't fix", 'wont fix', 'wontfix', 'archived', 'cancelled', 'canceled', 'superseded', 'accepted'];

/**
 * What a status means. The first word that means anything decides, so `Investigation complete` is in Investigation and
 * `Resolved - see testing` is closed; a word behind `not` or `in` (`not done`, `incomplete`) does not close.
 */
export function readStatus(text: string, closedWords: readonly string[] = CLOSED_WORDS): { phase?: Phase; closed: boolean } {
  const clean = text.replace(/[*`_~]+/g, ' ').replace(/[’]/g, "'");
  const closedAt = firstIndex(clean, closedPattern(closedWords));
  let best: { at: number; phase: Phase } | undefined;
  for (const { phase, words } of PHASE_WORDS) {
    const at = firstIndex(clean.replace(/in progress/gi, 'in_progress'), words);
    if (at !== undefined && (best === undefined || at < best.at)) best = { at, phase };
  }
  if (closedAt !== undefined && (best === undefined || closedAt < best.at)) return { closed: true };
  return best ? { phase: best.phase, closed: false } : { closed: false };
}

function firstIndex(text: string, pattern: RegExp): number | undefined {
  return pattern.exec(text)?.index;
}

function closedPattern(words: readonly string[]): RegExp {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<!\\bnot\\s|\\bnot yet\\s|\\bnever\\s|[\\w-])(?:${escaped.join('|')})(?![\\w-])`, 'i');
}
