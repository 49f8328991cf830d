import { APPROXIMATELY, ARROW } from '../claims/marks.js';
import { endOf, judgeChange, judgeRates, judgeTimes, sameKind, type End, type Said } from '../claims/changes.js';
import { columnOf, numberIn, within, type Cell, type ClaimLine, type ClaimTable } from '../claims/document.js';
import { NUMBER, printed, WHOLE } from '../claims/numbers.js';
import { beforeVersion, namesVersion } from '../claims/versions.js';
import type { Finding, Rule } from '../rule.js';

/** What is counted from (its number, its unit, its words), to, and the percentage with what it is called. */
const ENDS_TOLD = `(${APPROXIMATELY})?\\s?(?<![\\w.,/:$+<>≤≥–-])(${NUMBER})([A-Za-z%]{0,3})([A-Za-z \\t*_]{0,40}?)\\s?(${ARROW}|\\bto\\b)\\s?[*_]{0,3}(${APPROXIMATELY})?(${NUMBER})([A-Za-z%]{0,3})(?![.,]?\\d)([A-Za-z \\t*_]{0,40})\\(\\s?[*_]{0,3}([+-])?(${APPROXIMATELY})?`;
const CHANGED = new RegExp(`${ENDS_TOLD}(${NUMBER})\\s?%\\s?([A-Za-z ]{0,40})`, 'g');
/** The same with a factor: `45s → 12s (3.75x faster)`. */
const MULTIPLIED = new RegExp(`${ENDS_TOLD}(${NUMBER})\\s?[x×](?![A-Za-z0-9])\\s?([A-Za-z ]{0,40})`, 'g');

/** Behind the percentage, or the words that it is called by: the end of the thought. */
const ENDS = /^\s?[*_]{0,3}(?:[),;!]|\.(?!\d)|$)/;

const BEFORE = /^(?:before|old|previous|baseline|was|original|initial|without|unoptimi[sz]ed|sequential)\b/;
const AFTER = /^(?:after|new|current|now|optimi[sz]ed|with|improved|final|proposed|parallel)\b/;
const CHANGE = /^(?:improvement|change|delta|difference|reduction|increase|diff|gain|speed-?up|overhead|[Δδ])/;

/** Percentages that are differences: in points, of what, and from which numbers. */
export const claimChange: Rule = {
  id: 'claim-change',
  severity: 'error',
  summary: 'A change is not the one between the numbers before and after.',
  appliesTo: 'document',
  *find({ claims }) {
    const { prose, tables } = claims();
    for (const line of prose) {
      if (!line.prose.includes('(') || !/\d/.test(line.prose)) continue;
      if (line.prose.includes('%')) yield* inLine(line, CHANGED, judgeChange);
      if (/\d\s?[x×]/.test(line.prose)) yield* inLine(line, MULTIPLIED, judgeTimes);
    }
    for (const table of tables) yield* inTable(table);
  },
};

const AT_ARROW = new RegExp(`${ARROW}\\s?[*_]{0,3}$`);

function* inLine(line: ClaimLine, pattern: RegExp, judge: typeof judgeChange): Generator<Finding> {
  for (const match of line.prose.matchAll(pattern)) {
    const [whole, fromSign, from = '', fromUnit = '', fromWords = '', link = '', toSign, to = '', toUnit = '', toWords = '', sign, about, text = '', words = ''] = match;
    const before = line.prose.slice(Math.max(0, match.index - 60), match.index);
    if (!ENDS.test(line.prose.slice(match.index + whole.length)) || AT_ARROW.test(before) || (link === 'to' && !/\bfrom\s[*_]{0,3}$/i.test(before + (fromSign === undefined && /^\s/.test(whole) ? ' ' : '')))) continue;
    const ends = sameKind(endOf(from, fromUnit, fromWords, fromSign), endOf(to, toUnit, toWords, toSign));
    // The words of the same thought: what stands before a full stop or a comma speaks of something else.
    const label = before.split(/[.;|(,]/).at(-1) ?? '';
    if (!ends || (ends[0].unit === '' && beforeVersion(label))) continue;
    const judged = judge(ends, saidOf({ text, sign, about, words }, label));
    if (!judged) continue;
    const index = match.index + whole.lastIndexOf(text, whole.length - words.length);
    const { right, ...finding } = judged;
    yield { ...finding, span: within(line, index, text.length), ...(right !== undefined && fixOf(line.start + index, text, right)) };
  }
}

function saidOf({ text, sign, about, words }: { readonly text: string; readonly sign: string | undefined; readonly about: string | undefined; readonly words: string }, label: string): Said {
  return { number: printed(text), ...((sign === '+' || sign === '-') && { sign }), approximate: about !== undefined, words, about: label };
}

function fixOf(start: number, said: string, right: string): Pick<Finding, 'fix'> {
  return { fix: { title: `Write ${right}%`, edit: { start, end: start + said.length, text: right }, judgement: true } };
}

const CELL_RATIO = new RegExp(`^\\D{0,4}(${WHOLE})\\s?/\\s?(${WHOLE})(?![\\d/.])`);
const CELL_NUMBER = new RegExp(`^(?:[^\\w<>≤≥$€£+.-]{1,4})??(${APPROXIMATELY})?(${NUMBER})([A-Za-zµμ%]{1,3}(?![A-Za-z]))?(?!\\s?[/:.×]\\s?\\d)`);
const CELL_PERCENT = new RegExp(`(?<![\\w.,–/-])([+-])?(${APPROXIMATELY})?(${NUMBER})\\s?%\\s?([A-Za-z ]{0,40})(?!\\s?[–-]\\s?\\d)`);
const CELL_TIMES = new RegExp(`^[^\\w<>≤≥~+-]{0,4}([+-])?(${APPROXIMATELY})?(${NUMBER})\\s?[x×](?![A-Za-z0-9])\\s?([A-Za-z ]{0,40})`);
const CELL_COUNT = new RegExp(`([+-])(${WHOLE}) (?!percent|points?\\b|pp\\b)([a-z]{3,20})`, 'i');

function* inTable(table: ClaimTable): Generator<Finding> {
  const change = columnOf(table, CHANGE);
  // Between the first column and the change, two stand for themselves, whatever they are called.
  const [before, after] = change === 3 ? [1, 2] : [columnOf(table, BEFORE), columnOf(table, AFTER)];
  if (before < 0 || after < 0 || change < 0) return;
  for (const { cells } of table.rows) {
    // With several columns of numbers nobody can say between which the change is.
    if (cells.some(({ text }, column) => column > Math.min(before, after) && column < change && column !== after && column !== before && /\d/.test(text))) continue;
    const [old, now, said] = [cells[before], cells[after], cells[change]];
    const label = cells[0] === old || cells[0] === now ? '' : (cells[0]?.text ?? '');
    if (old && now && said) yield* inRow(old, now, said, label);
  }
}

function* inRow(before: Cell, after: Cell, change: Cell, label: string): Generator<Finding> {
  const times = CELL_TIMES.exec(change.text);
  const match = times ?? CELL_PERCENT.exec(change.text);
  const said = match && saidOf({ text: match[3] ?? '', sign: match[1], about: match[2], words: match[4] ?? '' }, label);
  const [from, to] = [CELL_RATIO.exec(before.text), CELL_RATIO.exec(after.text)] as const;
  const span = { start: change.start, end: change.end };
  if (from && to) {
    const [k1, n1, k2, n2] = [from[1], from[2], to[1], to[2]].map((text) => printed(text ?? '').value) as [number, number, number, number];
    const counted = CELL_COUNT.exec(change.text);
    if (counted) {
      const difference = (counted[1] === '-' ? -1 : 1) * printed(counted[2] ?? '').value;
      if (n1 === n2 && difference !== k2 - k1) yield { span, message: `From ${k1} to ${k2} is ${signed(k2 - k1)}, and the text says ${signed(difference)}: correct the one that is wrong.` };
    }
    if (!said || times || n1 === 0 || n2 === 0) return;
    // Of other totals, the change may be that of the counts.
    if (n1 !== n2 && k1 > 0 && Math.abs((Math.abs(k2 - k1) / k1) * 100 - said.number.value) <= 1) return;
    const [a, b] = [before.text, after.text].map((text) => printed(new RegExp(`(${NUMBER})\\s?%`).exec(text)?.[1] ?? 'NaN').value) as [number, number];
    const judged = judgeRates(k1 / n1, k2 / n2, said, 0, (value) => Math.abs(Math.abs(b - a) - value) < 1e-9);
    if (judged) yield { ...judged, span };
    return;
  }
  const [old, now] = [endIn(before.text), endIn(after.text)];
  const ends = old && now && sameKind(old, now);
  if (!said || !ends || (ends[0].unit === '' && namesVersion(label))) return;
  const judged = times ? judgeTimes(ends, said) : said.words === '' ? bare(change.text, ends, said) : judgeChange(ends, said);
  if (!judged) return;
  const { message, severity, right } = judged;
  const [, , , text = ''] = match;
  const digits = right === undefined ? undefined : numberIn(change, text);
  yield { span, message, ...(severity && { severity }), ...(right !== undefined && digits && fixOf(digits.start, text, right)) };
}

/** A cell that is a percentage and nothing else: `-50%` says which way it went, and `50%` under "Change" may be what is left as well. */
function bare(text: string, ends: readonly [End, End], said: Said): ReturnType<typeof judgeChange> {
  if (!/^[^\w]{0,4}[\d,.]+\s?%$/.test(text)) return undefined;
  if (said.sign !== undefined && ends.every(({ unit }) => unit === '%')) return judgeChange(ends, said);
  const [from, to] = ends;
  const grew = to.value > from.value;
  const judged = judgeChange(ends, { ...said, words: 'improvement' });
  if (!judged || from.value === to.value) return undefined;
  if (said.sign !== undefined && (said.sign === '+') === grew) return judged;
  const isLeft = !grew && judgeChange([from, { ...to, value: from.value - to.value }], { ...said, words: 'improvement' }) === undefined;
  return isLeft ? undefined : { ...judged, severity: 'hint' };
}

function endIn(cell: string): End | undefined {
  if (/^\W{0,8}(?:zero|none)\b/i.test(cell)) return endOf('0', '', '', undefined);
  const match = CELL_NUMBER.exec(cell);
  if (!match) return undefined;
  const rest = cell.slice(match[0].length);
  // A second number makes it another statement than this one's.
  if (/\d/.test(rest)) return undefined;
  return endOf(match[2] ?? '', match[3] ?? '', /^\s?[A-Za-zµμ ]{0,40}/.exec(rest.replace(/^\+/, ''))?.[0] ?? '', match[1] ?? (rest.startsWith('+') ? '+' : undefined));
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}
