import { APPROXIMATELY } from '../claims/marks.js';
import { within, type ClaimLine } from '../claims/document.js';
import { NUMBER, percentBeside, printed, roundingOf, WHOLE, type Printed } from '../claims/numbers.js';
import { talliesIn, type Tally } from '../claims/tallies.js';
import type { Span } from '../../workItem/text.js';
import type { Finding, Rule } from '../rule.js';

const RATIO = new RegExp(`(?<![\\w./:#$%+-]|\\d[ ,])(${WHOLE})(?:\\s?/\\s?|\\s+(?:out\\s+)?of\\s+(?:the\\s+)?)(${WHOLE})(?![\\w/%]|[.,:]\\d)`, 'g');
const PERCENT = new RegExp(`(${APPROXIMATELY}|[<>]=?|‚â•|‚â§|[≥≤]|over |under |at least |at most )?\\s{0,2}(?<![\\d.,\\w-])(${NUMBER})\\s?%`, 'gi');

/** What a number of a series stands behind: `step 1/2 (100%)` says how far the step is. */
const ORDINAL = /\b(?:phase|step|part|attempt|iteration|page|chapter|stage|sprint|days?|weeks?|milestone|round|run|batch|shard|try|retry|level|on|since|until|by|build|version|v|option|task|replicas?|node|worker|scale[ds]?|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*[.:#]?\s*$/i;

/** `the lecture of that day (7/10)`: a date. */
const IN_DAY = /\bdays?[*_]{0,3}\s?\(\s?$/i;

/** Words between a ratio and its percentage: no digits, nothing that begins another thought. */
const WORDS = "(?:[A-Za-z \\t*_'’/-]|(?<=[A-Za-z])\\d){0,60}";
const OPENS = new RegExp(`^(${WORDS})\\(\\s?$`);
const CLOSES = new RegExp(`^([A-Za-z0-9 \\t*_'’,./+-]{0,80})(?:,? (?:vs\\.?|up from|down from|from|was|target) [^()]{0,40})?\\)`);
const IN_ONE = new RegExp(`^(${WORDS})[,;]\\s?$`);
const EQUALS = new RegExp(`^${WORDS}(?:=|==|≈)\\s{0,2}$`);
/** `(15/21) - 71%` at the end, `(7/11 - 64%)`. */
const DASH = /^\)?[*_]{0,3}\s{1,2}[-–—]\s{0,2}[*_]{0,3}$/;

/** What a percentage of a whole counts; anything else in its brackets (`100% CPU`) may be something else. */
const RATE = /^[\s*_]*(?:$|(?:of (?:all|them|tests|total)\b|test|total|pass|succe|fail|rate|cover|complet|done|loss|lost|stable|accura|reliab|active|flak|ok\b|drop|error|with\b|line|branch|statement|e2e|integration|unit))/i;

const SURE = /confiden|certain|probab|likel|\bsure\b|\bCI\b/i;

/** Behind one of these words, the brackets speak of something else. */
const ASIDE = /\b(?:with|after|before|in|for|on|from|since|when|if|due|because)\b.*$/i;

/** Behind one of these, words speak of the rest: `25/52 passing, 27 failing`. */
const CLAUSE = /[,;:]| [-–—] | but /;

const GOOD = /pass|succe|fixed|resolved|stable|\bok\b|cover|reliab|accura|active|processed|healthy|working/i;
const BAD = /fail|loss|lost|error|flak|broken|bug|missing|drop|timed? ?out|crash/i;

/** Measures of their own: a percentage of one of them belongs to a ratio only if the ratio names it, too. */
const OWN = [/cover|\bline|branch|statement/i, /accura/i, /flak|stab/i, /reliab/i, /e2e|integration|\bunit\b/i];
const OUTCOME = /pass|succe|fail|loss|lost|\bok\b/i;
const PROGRESS = /complet|\bdone\b/i;
/** Some are left out of the ratio or of the percentage, or it is a guess. */
const LEFT_OUT = /skip|exclud|except|pending|deferred|ignor|not run|adjust|estimat/i;

/** `19/21 (95%)`: the number that a reader remembers is the one that was not counted. */
export const claimPercentage: Rule = {
  id: 'claim-percentage',
  severity: 'error',
  summary: 'A percentage is not that of the numbers beside it.',
  appliesTo: 'document',
  *find({ claims }) {
    const seen = claims();
    for (const line of seen.prose) if (line.prose.includes('%')) yield* inLine(line);
    for (const tally of talliesIn(seen)) {
      const finding = rateOf(tally);
      if (finding) yield finding;
      yield* sharesOf(tally);
    }
  },
};

function* inLine(line: ClaimLine): Generator<Finding> {
  const ratios = [...line.prose.matchAll(RATIO)];
  if (ratios.length === 0) return;
  let next = 0;
  for (const match of line.prose.matchAll(PERCENT)) {
    const start = match.index;
    const end = start + match[0].length;
    while (next < ratios.length && (ratios[next]?.index ?? 0) < start) next += 1;
    // Only the nearest on either side can be meant.
    for (const ratio of [ratios[next - 1], ratios[next]]) {
      // Another percentage in front of it is the one of its own.
      if (ratio && isAnswered(line.prose, ratio, start)) continue;
      const pair = ratio && pairOf(line.prose, { start: ratio.index, end: ratio.index + ratio[0].length }, { start, end });
      if (!ratio || !pair || ORDINAL.test(line.prose.slice(Math.max(0, ratio.index - 30), ratio.index)) || IN_DAY.test(line.prose.slice(Math.max(0, ratio.index - 30), ratio.index))) continue;
      const finding = judged(line, ratio, match, pair, ratios);
      if (finding) yield finding;
      break;
    }
  }
}

/** `98.3% (343/349 tests, 100% pass rate)`: whether the ratio is that of the percentage in front of it, so that the one behind is of something else. */
function isAnswered(text: string, ratio: RegExpMatchArray, percentAt: number): boolean {
  if ((ratio.index ?? 0) > percentAt) return false;
  const before = /(\d{1,3}(?:\.\d{1,3})?)\s?%[\s*_]{0,4}\($/.exec(text.slice(Math.max(0, (ratio.index ?? 0) - 20), ratio.index))?.[1];
  return before !== undefined && roundingOf(printed(ratio[1] ?? '').value, Math.max(1, printed(ratio[2] ?? '').value), 100, printed(before)) === 'rounded';
}

interface Pair {
  readonly ratioWords: string;
  readonly percentWords: string;
}

/** The words that go with each of the two, if they say the same thing twice; undefined if they are two things. */
function pairOf(text: string, ratio: { start: number; end: number }, percentage: { start: number; end: number }): Pair | undefined {
  if (ratio.end <= percentage.start) {
    const between = text.slice(ratio.end, percentage.start);
    if (between.length > 80) return undefined;
    const rest = text.slice(percentage.end, percentage.end + 100);
    if (EQUALS.test(between)) return { ratioWords: between.replace(/\W+$/, ''), percentWords: /^[A-Za-z *_-]{0,60}/.exec(rest)?.[0] ?? '' };
    if (DASH.test(between) && (between.startsWith(')') ? /^[*_\s]*$/ : /^[*_]{0,3}\)/).test(rest) && text.charAt(ratio.start - 1) === '(') return { ratioWords: '', percentWords: '' };
    const behind = CLOSES.exec(text.slice(percentage.end, percentage.end + 100))?.[1];
    if (behind === undefined) return undefined;
    const opened = OPENS.exec(between)?.[1];
    if (opened !== undefined) return { ratioWords: opened, percentWords: behind };
    const listed = text.charAt(ratio.start - 1) === '(' ? IN_ONE.exec(between)?.[1] : undefined;
    return listed === undefined ? undefined : { ratioWords: listed, percentWords: behind };
  }
  if (percentage.end > ratio.start || ratio.start - percentage.end > 80) return undefined;
  const opened = OPENS.exec(text.slice(percentage.end, ratio.start))?.[1];
  const behind = CLOSES.exec(text.slice(ratio.end, ratio.end + 100))?.[1];
  // Of several ratios in its brackets nobody knows how they were put together.
  return opened === undefined || behind === undefined || /\d\s?(?:\/|of)\s?\d/.test(behind) ? undefined : { ratioWords: behind, percentWords: opened };
}

/** What the two are told to be of, with the words in front of the first one; undefined if those are two measures. */
function certainty(line: ClaimLine, ratio: RegExpMatchArray, match: RegExpMatchArray, { ratioWords, percentWords }: Pair): 'sure' | 'doubtful' | undefined {
  const [ratioAt, percentAt] = [ratio.index ?? 0, match.index ?? 0];
  const ratioFirst = ratioAt < percentAt;
  const first = Math.min(ratioAt, percentAt);
  const before = line.prose.slice(Math.max(0, first - 40), first).replace(/\(\s?$/, '');
  const pieces = before.split(/[.;,(]/);
  // The second one of a list of percentages is of what the first is of: `Smooth: 100 % (25/26), 97 % (1/26)`.
  const label = pieces.findLast((piece) => /[a-z]/i.test(piece) || !before.includes('%')) ?? '';
  const [ofRatio, ofPercent] = ratioFirst ? [label + ratioWords, percentWords] : [ratioWords, label + percentWords];
  if (/[a-z]/i.test(ofRatio) && OWN.some((own) => own.test(ofPercent) && !own.test(ofRatio))) return undefined;
  // `coverage (9/9, 68.3%)`: two numbers in one bracket, and only one of them is the coverage.
  if (ratioFirst && line.prose.charAt(ratioAt - 1) === '(' && OWN.some((own) => own.test(label))) return undefined;
  if (/\bactive\b/i.test(ofPercent) || /\b(?:fix|resolv|repair)[a-z]*\s$/i.test(label) || (!ratioFirst && /\bat\s?[*_]{0,3}$/i.test(label))) return undefined;
  if (PROGRESS.test(ofPercent) && OUTCOME.test(ofRatio)) return undefined;
  // `9/11 failing (41% of the suite)`.
  if (/^[\s*_]*of\b/.test(percentWords)) return 'doubtful';
  if (LEFT_OUT.test(pair(line, ratio, match)) || /score|readiness|value|quality/i.test(label)) return 'doubtful';
  return ratioFirst || !/[a-z]/i.test(label) || OUTCOME.test(ofRatio + ofPercent) ? 'sure' : 'doubtful';
}

/** The text from the first of the two to the end of their bracket. */
function pair(line: ClaimLine, ratio: RegExpMatchArray, match: RegExpMatchArray): string {
  const [start, end] = [Math.min(ratio.index ?? 0, match.index ?? 0), Math.max(ratio.index ?? 0, match.index ?? 0)];
  return line.prose.slice(start, end) + (line.prose.slice(end, end + 100).split(')')[0] ?? '');
}

function judged(line: ClaimLine, ratio: RegExpMatchArray, match: RegExpMatchArray, pair: Pair, ratios: readonly RegExpMatchArray[]): Finding | undefined {
  const sure = certainty(line, ratio, match, pair);
  if (sure === undefined) return undefined;
  const [ratioWords, percentWords] = [pair.ratioWords, pair.percentWords].map((words) => (words.split(CLAUSE)[0] ?? '').replace(ASIDE, '')) as [string, string];
  const [part, whole, said] = [printed(ratio[1] ?? '').value, printed(ratio[2] ?? '').value, printed(match[2] ?? '')];
  if (whole === 0 || part > whole) return undefined;
  const sign = (match[1] ?? '').trim().toLowerCase();
  // How sure somebody is, is no share of what was counted.
  if (SURE.test(percentWords) || SURE.test(line.prose.slice(Math.max(0, (match.index ?? 0) - 30), match.index)) || !RATE.test(percentWords)) return undefined;
  const clear = [ratioWords, percentWords].every((words) => !(GOOD.test(words) && BAD.test(words)));
  const opposite = clear && ((GOOD.test(ratioWords) && BAD.test(percentWords)) || (BAD.test(ratioWords) && GOOD.test(percentWords)));
  const alike = (GOOD.test(ratioWords) && GOOD.test(percentWords)) || (BAD.test(ratioWords) && BAD.test(percentWords));
  const maybe = !alike && /[a-z]/i.test(ratioWords + percentWords);
  const parts = opposite ? [whole - part] : maybe ? [part, whole - part] : [part];
  if (/[<>≥≤]|‚â|over|under|at /.test(sign)) return undefined; // a bound, and of what it bounds nothing is said
  const roundings = parts.map((counted) => roundingOf(counted, whole, 100, said));
  const exact = `${part} of ${whole} is ${percentBeside(part, whole, said)}`;
  const at = within(line, match.index ?? 0, match[0].length);
  if (roundings.includes('rounded')) return ofAll(parts, whole, said, exact, at);
  if (sign !== '' && parts.some((counted) => Math.abs((100 * counted) / whole - said.value) <= Math.max(1, 0.05 * said.value))) return undefined;
  if (isOfAll(line.prose, ratios, ratio)) return undefined;
  const doubtful = roundings.includes('up') || sure === 'doubtful';
  const right = correct(parts[0] ?? 0, whole, said);
  const digits = (match[2] ?? '').length;
  const number = at.start + match[0].lastIndexOf(match[2] ?? '');
  return {
    span: at,
    message: `${opposite ? `${whole - part} of ${whole} is ${percentBeside(whole - part, whole, said)}` : exact}, and the text says ${said.value} %${roundings.includes('up') ? ' (rounded up)' : ''}: correct the one that is wrong.`,
    ...(doubtful && { severity: 'hint' as const }),
    fix: { title: `Write ${right}%`, edit: { start: number, end: number + digits, text: right }, judgement: true },
  };
}

/** `4/12 done, 1/12 drafted, 7/12 open (33 % complete)`: whether the ratios of the line are the parts of one whole, and one percentage stands behind them all. */
function isOfAll(text: string, ratios: readonly RegExpMatchArray[], own: RegExpMatchArray): boolean {
  const whole = printed(own[2] ?? '').value;
  const parts = ratios.filter((ratio) => printed(ratio[2] ?? '').value === whole);
  if (parts.length < 2 || parts.reduce((sum, ratio) => sum + printed(ratio[1] ?? '').value, 0) !== whole) return false;
  return parts.every((ratio) => ratio === own || !/^[^,;|]{0,40}%/.test(text.slice((ratio.index ?? 0) + ratio[0].length)));
}

/** What a share may be of: all, or all but those of some kinds that were left out. */
function wholesOf(all: readonly (number | undefined)[], others: Tally['others'], part: number): number[] {
  const without = others.slice(0, MOST_KINDS).reduce<readonly number[]>((sums, { value }) => [...sums, ...sums.map((sum) => sum + value)], [0]);
  return all.flatMap((whole) => (whole === undefined ? [] : without.map((left) => whole - left))).filter((whole) => whole >= part && whole > 0);
}

/** Of more kinds of outcomes nobody tries every choice. */
const MOST_KINDS = 4;

/** `Passed: 34 (28.3%)` below `Total: 120`. */
function* sharesOf({ total, passed, failed, others }: Tally): Generator<Finding> {
  const parts = [passed, failed, ...others].filter((part) => part !== undefined);
  const sum = parts.reduce((before, { value }) => before + value, 0);
  for (const { value, share } of parts) {
    if (!total || !share) continue;
    const wholes = wholesOf([total.value, sum], others, value);
    const roundings = wholes.map((whole) => roundingOf(value, whole, 100, share));
    if (wholes.length === 0 || roundings.includes('rounded')) continue;
    const up = roundings.includes('up');
    yield { span: share.span, message: `${value} of ${total.value} is ${percentBeside(value, total.value, share)}, and the text says ${share.value} %${up ? ' (rounded up)' : ''}: correct the one that is wrong.`, ...(up && { severity: 'hint' as const }), ...written(share, correct(value, total.value, share)) };
  }
}

/** The rate in the cells or the lines beside the counts: of all, of those that ran, or of those that passed or failed. */
function rateOf({ total, passed, failed, others, rate, sums }: Tally): Finding | undefined {
  if (!rate || !passed || rate.value > 100) return undefined;
  const wholes = wholesOf([total?.value, failed && [passed, failed, ...others].reduce((sum, { value }) => sum + value, 0)], others, passed.value);
  const [whole] = wholes;
  if (whole === undefined) return undefined;
  const roundings = wholes.map((of) => roundingOf(passed.value, of, 100, rate));
  if (roundings.includes('rounded')) return undefined;
  const loose = rate.approximate ? Math.max(1, 0.05 * rate.value) : 0;
  if (wholes.some((of) => Math.abs((100 * passed.value) / of - rate.value) <= loose)) return undefined;
  const up = roundings.includes('up');
  return {
    span: rate.span,
    message: `${passed.value} of ${whole} is ${percentBeside(passed.value, whole, rate)}, and the text says ${rate.value} %${up ? ' (rounded up)' : ''}: correct the one that is wrong.`,
    // Of a last row it may be the mean of those above it.
    ...((up || sums) && { severity: 'hint' as const }),
    ...written(rate, correct(passed.value, whole, rate)),
  };
}

/** 100 % and 0 % of what is not all and not nothing: rounding hides the one that counts. */
function ofAll(parts: readonly number[], whole: number, said: Printed, exact: string, span: Finding['span']): Finding | undefined {
  if (parts.some((part) => (part === 0 && said.value === 0) || (part === whole && said.value === 100))) return undefined;
  if (said.value !== 0 && said.value !== 100) return undefined;
  return { span, severity: 'hint', message: `${exact}: rounded it reads as ${said.value === 100 ? 'all' : 'none'}, which it is not. Write it with a decimal.` };
}

function written({ digits }: { readonly digits?: Span }, right: string): Pick<Finding, 'fix'> {
  return digits ? { fix: { title: `Write ${right}%`, edit: { ...digits, text: right }, judgement: true } } : {};
}

function correct(part: number, whole: number, { decimals }: Printed): string {
  return (Math.floor((2 * part * 100 * 10 ** decimals + whole) / (2 * whole)) / 10 ** decimals).toFixed(decimals);
}
