import { boundPercent, counted, listed } from '../../report/format.js';
import { attemptsToSee, upperBoundAtZero } from '../../run/statistics/interval.js';
import { headingOf, within, type ClaimLine, type ClaimText } from '../claims/document.js';
import { measuredIn } from '../claims/measured.js';
import { shared, stemOf, stemsOf } from '../claims/words.js';
import { isWorkItem } from '../isWorkItem.js';
import type { Finding, Rule } from '../rule.js';

const ALL = '100 % passing';

interface Kind {
  readonly say: string;
  readonly pattern: RegExp;
  /** What is such a word in bold, too: as what is said of something, and not as what kind of thing it is (`verified outcomes`). */
  readonly bold?: RegExp;
}

/** Words that stand for evidence, each kind told once for a document. */
const KINDS: readonly Kind[] = [
  { say: 'production ready', pattern: /\bproduction[- ]ready\b|\bready for production\b/i },
  { say: 'the fix is correct', pattern: /\bfix (?:is|was) (?:correct|right|proven|verified|validated)\b|\bfix verified\b|\bis the correct (?:solution|fix)\b/i },
  { say: ALL, pattern: /\b100(?:\.0{1,2})? ?% (?:test )?(?:pass(?:ing|ed)?|success)\b/i },
  { say: 'proven', pattern: /\b(?:PROVEN|VERIFIED|VALIDATED)\b|\bproven(?= by| to| that|,| \()/, bold: /\bproven\b|\b(?:verified|validated)\b(?!,|\**\s(?!by\b|in\b|on\b|at\b|with\b|against\b|for\b|to\b|that\b|via\b|using\b|and\b|as\b|live\b|working\b|complete\b|end\b|through\b|from\b|across\b)[a-z])/ },
];

/** What each of them holds, and {@link OWN_DOUBT} and {@link LABELLED}: most lines hold none. */
const LOOKS_LIKE = /verif|valid|prove|ready|correct|fix (?:is|was) right|100|WORKING/i;

/** Plans, conditions and negations claim nothing; a ratio in the line is a number of its own. */
const NO_CLAIM = /\b(?:partial(?:ly)?|achieve|only (?:after|when)|within|\d{1,3}(?:\s?[-–]\s?\d{1,3})? (?:weeks?|months?)|to (?:an? )?production[- ]ready|should|will|would|must|could|may|might|need(?:s|ed)?|if|when|once|until|unless|before|not|never|cannot|can't|n't|without|unverified|ensure|to be|expect(?:s|ed)?|target|goal|criteria|aim|todo|pending|planned|requires?)\b|\[ \]|\?\s*$/i;
const PLAN_HEADING = /expect|criteria|target|goal|plan|next step|requirement|todo|future|specification|definition|prevent|lessons applied|success metric/i;
/** What a doubt and a claim may share and still be about two things. */
const EMPTY = /^(?:verif|valid|prov|test|pass|fail|product|ready|work|curr|stat|complet|due)/;
const OWN_DOUBT = /\b(?:cannot|can't|could not|couldn't|unable to) (?:be )?verif|\bunverifiable\b|\b(?:has|have) not been (?:verified|tested)\b/i;

/** A word like "verified" is believed in proportion to its capitals. What was measured has a number, and says of what. */
export const claimUnproven: Rule = {
  id: 'claim-unproven',
  severity: 'warning',
  summary: 'Something is called proven, and no run or proof that Casebook recorded in the document shows it.',
  appliesTo: 'document',
  *find(context) {
    const { claims, item, text } = context;
    const measured = measuredIn(text, item.evidence);
    if (measured?.kind === 'proven' || measured?.kind === 'passed') return;
    const seen = claims();
    const candidates = seen.prose.filter(({ prose }) => LOOKS_LIKE.test(prose));
    const doubts = candidates.filter(({ prose }) => OWN_DOUBT.test(prose)).slice(0, MAX_DOUBTS).map((line) => ({ line, about: about(line.prose) }));
    const held = isWorkItem(context);
    for (const kind of KINDS) {
      const lines = candidates.filter((line) => claimsIt(line, kind, seen));
      // The one that the document doubts itself is told first.
      const doubted = lines.find((line) => doubtOf(line, doubts) !== undefined);
      const first = doubted ?? lines[0];
      const others = lines.filter((line) => line !== first);
      const match = first && wordsOf(first, kind);
      if (!first || !match) continue;
      const { say } = kind;
      const doubt = doubted && doubtOf(doubted, doubts);
      const also = others.length === 0 ? '' : ` (and in ${counted(others.length, 'more line')}: ${listed(others.slice(0, 5).map(({ number }) => String(number)))}${others.length > 5 ? ' …' : ''})`;
      const end = first.start + match.index + match[0].length;
      yield {
        span: within(first, match.index, match[0].length),
        message: `"${match[0].replace(/\*/g, '')}"${also}: ${reason({ measured, doubt, part: say === ALL ? partOf(seen) : undefined, evidence: item.evidence.length })}`,
        severity: measured ? 'error' : doubt || held ? 'warning' : 'hint',
        fix: { title: 'Add "(unverified)"', edit: { start: end, end, text: ' (unverified)' }, judgement: true },
      };
    }
    yield* refuted(candidates, seen);
    yield* zeroFailures(seen);
  },
};

/** The words of a kind in a line; of bold ones all that is bold. */
function wordsOf({ prose }: ClaimLine, { pattern, bold }: Kind): RegExpExecArray | undefined {
  const found = [pattern.exec(prose)];
  if (bold && prose.includes('**')) {
    for (const match of prose.matchAll(BOLD)) {
      // What follows it tells whether the word is one for a kind of thing.
      const word = bold.exec(prose.slice(match.index, match.index + match[0].length + 20));
      if (word && word.index < match[0].length) found.push(match);
    }
  }
  return found.filter((match) => match !== null).toSorted((a, b) => a.index - b.index)[0];
}

/** So many lines away, "it" is what the claim is about. */
const NEAR = 5;
/** So many lines away, one common word is no chance. */
const SAME_PART = 60;
const FIX = /\bfix\b/i;
const OF_IT = /\bverif(?:y|ied) (?:it|this|that|them|here)\b/i;

/** A line that says that something cannot be verified. */
interface Doubt {
  readonly line: ClaimLine;
  readonly about: ReadonlySet<string>;
}

/** So many of them are held against each claim. */
const MAX_DOUBTS = 50;

function about(text: string): Set<string> {
  return new Set([...stemsOf(text)].filter((stem) => !EMPTY.test(stem)));
}

/** Pairs as they are read from the left: what stands between two bold parts is not bold. */
const BOLD = /\*\*[^*]{1,160}\*\*/g;

/** Where the text says that what a line claims cannot be verified: "it" a few lines away, a thing that both name in the same part of the text, two such things, or the fix. */
function doubtOf({ prose, number }: ClaimLine, doubts: readonly Doubt[]): ClaimLine | undefined {
  if (doubts.length === 0) return undefined;
  const claimed = about(prose);
  return doubts.find(({ line, about: doubted }) => {
    const [away, common] = [Math.abs(line.number - number), shared(doubted, claimed)];
    return (away <= NEAR && OF_IT.test(line.prose)) || common > (away <= SAME_PART ? 0 : 1) || (FIX.test(prose) && FIX.test(line.prose));
  })?.line;
}

function claimsIt(line: ClaimLine, kind: Kind, seen: ClaimText): boolean {
  const match = wordsOf(line, kind);
  if (!match || NO_CLAIM.test(line.prose) || PLAN_HEADING.test(headingOf(seen, line))) return false;
  return !(match[0].startsWith('100') && /\d\s?\/\s?\d|\d of \d/.test(line.prose));
}

const PASSING = /(?<![\w.,/:-])(\d{1,6})\s?\/\s?(\d{1,6})(?![\w/.])/;

/** A line that counts fewer than all, in a text that skips tests, and counts nothing else: what is skipped does not pass. */
function partOf({ prose }: ClaimText): { line: ClaimLine; part: number; whole: number } | undefined {
  if (!prose.some((line) => /\bskip/i.test(line.prose))) return undefined;
  const counts = prose.flatMap((line) => {
    const match = /pass/i.test(line.prose) ? PASSING.exec(line.prose) : null;
    return match ? [{ line, part: Number(match[1]), whole: Number(match[2]) }] : [];
  });
  // Of several suites, or of several runs, nobody knows which one is meant.
  if (new Set(counts.map(({ whole }) => whole)).size > 1) return undefined;
  return counts.find(({ part, whole }) => part < whole && part > whole / 2);
}

interface Known {
  readonly measured: ReturnType<typeof measuredIn>;
  readonly doubt: ClaimLine | undefined;
  readonly part: ReturnType<typeof partOf>;
  /** Blocks of evidence in the document. */
  readonly evidence: number;
}

/** Only what Casebook recorded is known to it: a log in the text may well show what the word says. */
function reason({ measured, doubt, part, evidence }: Known): string {
  if (part && !measured) return `line ${part.line.number} counts ${part.part} of ${part.whole}, and tests are skipped: what is skipped does not pass.`;
  if (measured) return `the last measurement in this document says otherwise: ${measured.headline}`;
  if (doubt) return `line ${doubt.number} says that it cannot be verified. Leave one of the two out.`;
  const none = evidence === 0 ? 'Casebook recorded no run, proof or other evidence in this document' : 'Casebook recorded evidence in this document, and no run or proof in it says so';
  return `${none}. Record one that shows it (\`casebook verify\`, \`casebook run\`), or call it unverified.`;
}

const LABELLED = /(?:^|[\s*_.])([A-Z][A-Za-z-]{2,30}(?: [A-Za-z-]{2,30}){0,3})[*_]{0,2}: ?[*_]{0,2}(?:VERIFIED|WORKING|PROVEN|VALIDATED)\b/;
const FAILED_TO = /\b(?:failed|unable) to ([a-z][a-z-]{3,30})/gi;

/** `Automatic reconnection: VERIFIED` beside a log that says "Failed to reconnect". */
function* refuted(candidates: readonly ClaimLine[], { fences }: ClaimText): Generator<Finding> {
  const failures = new Map<string, { line: ClaimLine; words: string }>();
  const shown = new Set<string>();
  for (const { lines } of fences) {
    for (const line of lines) {
      for (const match of line.raw.matchAll(FAILED_TO)) failures.set(stemOf(match[1] ?? ''), { line, words: match[0] });
      // Another line with the word done, as in "reconnected", may be the success.
      if (!/fail|unable/i.test(line.raw)) for (const [word] of line.raw.toLowerCase().matchAll(/[a-z-]{4,30}(?:ed|successful(?:ly)?)\b/g)) shown.add(stemOf(word));
    }
  }
  if (failures.size === 0) return;
  for (const line of candidates) {
    const match = LABELLED.exec(line.prose);
    if (!match) continue;
    const failure = [...stemsOf(match[1] ?? '')].filter((stem) => !shown.has(stem)).map((stem) => failures.get(stem)).find((found) => found !== undefined);
    if (failure) yield { span: within(line, match.index + match[0].indexOf(match[1] ?? ''), match[0].length - match[0].indexOf(match[1] ?? '')), message: `"${match[1] ?? ''}" is called verified, and line ${failure.line.number} shows "${failure.words}"; nothing shows that it succeeded. Show a run in which it does.` };
  }
}

const ZERO = /\b0 ?\/ ?(\d{1,6}) (?:[a-z]{3,15} ){0,2}(?:bugs?|failures?|failed|errors?|flak[a-z]{0,6}|timeouts?)|\b0 (?:[a-z]{3,15} )?(?:bugs?|failures?|errors?|flakes?|timeouts?) (?:in|out of|across) (\d{1,6})\b/i;

/** No failure in ten attempts is what a failure in every fifth one shows every tenth time. */
function* zeroFailures({ prose }: ClaimText): Generator<Finding> {
  for (const line of prose) {
    if (!line.prose.includes('0') || !/\bprov(?:en|es|ed|ing)\b|\bconfidence\b|\breliab|\beliminat|\bno longer\b/i.test(line.prose) || NO_CLAIM.test(line.prose)) continue;
    const match = ZERO.exec(line.prose);
    const n = Number(match?.[1] ?? match?.[2] ?? 0);
    if (!match || n === 0) continue;
    yield { span: within(line, match.index, match[0].length), severity: 'hint', message: `No failure in ${n} leaves a rate of up to ${boundPercent(upperBoundAtZero(n))} possible (95 %): say so. It takes ${attemptsToSee(0.01)} without one to bound it at 1 %.` };
  }
}
