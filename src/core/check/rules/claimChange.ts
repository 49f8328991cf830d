import { percent } from '../../report/format.js';
import { APPROXIMATELY, ARROW } from '../claims/marks.js';
import { columnOf, within, type Cell } from '../claims/document.js';
import { near, NUMBER, printed, roundsTo, shown, WHOLE } from '../claims/numbers.js';
import type { Finding, Rule } from '../rule.js';

const LESS = /reduc|decreas|less|fewer|smaller|lower|drop|saved|saving|faster|shorter|resol|improv/i;
const MORE = /increas|more|higher|larger|bigger|slower|longer|growth|gain|improv|better/i;

/** What is counted from (its number, its words), to, and the percentage with what it is called. */
const ARROWED = new RegExp(`(${APPROXIMATELY})?\\s?(?<![\\w.,/:$-])(${NUMBER})([A-Za-z%]{0,3})([A-Za-z \\t*_]{0,40}?)\\s?${ARROW}\\s?[*_]{0,3}(${APPROXIMATELY})?\\s?(${NUMBER})([A-Za-z%]{0,3})(?![.,]?\\d)([A-Za-z \\t*_]{0,40})\\(\\s?[*_]{0,3}(${APPROXIMATELY})?(${NUMBER})\\s?%\\s([A-Za-z ]{3,40})`, 'g');

const BEFORE = /^(?:before|old|previous|baseline|was)\b/;
const AFTER = /^(?:after|new|current|now)\b/;
const CHANGE = /^(?:improvement|change|delta|difference|reduction|increase|diff|gain|Δ)/;

/** Percentages that are differences: in points, of what, and from which numbers. */
export const claimChange: Rule = {
  id: 'claim-change',
  severity: 'error',
  summary: 'A change is not the one between the numbers before and after.',
  appliesTo: 'document',
  *find({ claims }) {
    const { prose, tables } = claims();
    for (const line of prose) {
      if (!line.prose.includes('%') || !/\d/.test(line.prose)) continue;
      for (const match of line.prose.matchAll(ARROWED)) {
        const [, fromSign, from = '', fromUnit = '', , toSign, to = '', toUnit = '', , sign, said = '', word = ''] = match;
        if (fromUnit !== toUnit && fromUnit !== '' && toUnit !== '') continue;
        const finding = reductionOf([value(from, fromSign), value(to, toSign)], { text: said, approximate: sign !== undefined, word });
        if (!finding) continue;
        const index = match.index + match[0].lastIndexOf(said, match[0].length - word.length);
        yield { ...finding, span: within(line, index, said.length), ...fixOf(line.start + index, said, finding.right) };
      }
    }
    for (const table of tables) {
      const [before, after, change] = [columnOf(table, BEFORE), columnOf(table, AFTER), columnOf(table, CHANGE)];
      if (before < 0 || after < 0 || change < 0) continue;
      for (const { cells } of table.rows) yield* inRow(cells[before], cells[after], cells[change]);
    }
  },
};

interface Value {
  readonly value: number;
  readonly approximate: boolean;
}

function value(text: string, sign: string | undefined): Value {
  return { value: printed(text).value, approximate: sign !== undefined };
}

interface Said {
  readonly text: string;
  readonly approximate: boolean;
  /** What the percentage is called: `reduction`. */
  readonly word: string;
}

function reductionOf([from, to]: readonly [Value, Value], { text, approximate, word }: Said): { message: string; right: string } | undefined {
  const [less, more] = [LESS.test(word), MORE.test(word)];
  if ((!less && !more) || from.value <= 0) return undefined;
  const said = printed(text);
  const exact = (Math.abs(to.value - from.value) / from.value) * 100;
  const loose = approximate || from.approximate || to.approximate;
  // "N % faster" is told of the speed as well as of the time.
  const inverse = /faster|slower|improv|better/i.test(word) && to.value > 0 ? (Math.abs(to.value - from.value) / to.value) * 100 : exact;
  if ([exact, inverse].some((one) => roundsTo(one, said) || (loose && near(one, said.value, 1, 0.05)))) return undefined;
  const direction = less && !more && to.value > from.value ? ', and it grew' : more && !less && to.value < from.value ? ', and it shrank' : '';
  return { message: `From ${shown(from.value)} to ${shown(to.value)} is a change of ${percent(exact / 100)}${direction}, and the text says ${said.value} %: correct the one that is wrong.`, right: exact.toFixed(said.decimals) };
}

function fixOf(start: number, said: string, right: string): Pick<Finding, 'fix'> {
  return { fix: { title: `Write ${right}%`, edit: { start, end: start + said.length, text: right }, judgement: true } };
}

const CELL_RATIO = new RegExp(`^\\D{0,4}(${WHOLE})\\s?/\\s?(${WHOLE})(?![\\d/.])`);
const CELL_NUMBER = new RegExp(`^\\D{0,4}?(${APPROXIMATELY})?(${NUMBER})(?!\\s?[/:.]\\d)`);
const CELL_PERCENT = new RegExp(`([+-])?(${APPROXIMATELY})?(${NUMBER})\\s?%\\s?([A-Za-z]{0,40})`);
const CELL_COUNT = new RegExp(`([+-])(${WHOLE}) (?!percent|points?\\b|pp\\b)([a-z]{3,20})`, 'i');

function* inRow(before: Cell | undefined, after: Cell | undefined, change: Cell | undefined): Generator<Finding> {
  if (!before || !after || !change) return;
  const said = CELL_PERCENT.exec(change.text);
  const counts = [CELL_RATIO.exec(before.text), CELL_RATIO.exec(after.text)] as const;
  const [from, to] = counts;
  const span = { start: change.start, end: change.end };
  if (from && to) {
    const [k1, n1, k2, n2] = [from[1], from[2], to[1], to[2]].map((text) => printed(text ?? '').value) as [number, number, number, number];
    const counted = CELL_COUNT.exec(change.text);
    if (counted) {
      const difference = (counted[1] === '-' ? -1 : 1) * printed(counted[2] ?? '').value;
      if (n1 === n2 && difference !== k2 - k1) yield { span, message: `From ${k1} to ${k2} is ${signed(k2 - k1)}, and the text says ${signed(difference)}: correct the one that is wrong.` };
    }
    if (said && n1 > 0 && n2 > 0) yield* points(span, k1 / n1, k2 / n2, said, [before.text, after.text]);
    return;
  }
  if (!said?.[4]) return;
  const [old, now] = [numberIn(before.text), numberIn(after.text)];
  if (!old || !now) return;
  const finding = reductionOf([old, now], { text: said[3] ?? '', approximate: said[2] !== undefined, word: said[4] });
  if (finding) yield { span, message: finding.message };
}

/** A difference of two rates: points, or a share of the first one. */
function* points(span: Finding['span'], from: number, to: number, said: RegExpExecArray, cells: readonly string[]): Generator<Finding> {
  const word = said[4] ?? '';
  const stated = printed(said[3] ?? '');
  const [difference, share] = [Math.abs(to - from) * 100, from === 0 ? Infinity : (Math.abs(to - from) / from) * 100];
  const printedCells = cells.map((cell) => new RegExp(`(${NUMBER})\\s?%`).exec(cell)?.[1]);
  const [a, b] = printedCells.map((text) => (text === undefined ? NaN : printed(text).value)) as [number, number];
  const ofPrinted = Math.abs(Math.abs(b - a) - stated.value) < 1e-9;
  const isPoints = roundsTo(difference, stated) || ofPrinted;
  if (isPoints && /^(?:p|pp|points?|percentage)/i.test(word)) return;
  if (roundsTo(share, stated)) return;
  // The failures that are left, as a share of those before.
  if (from < 1 && roundsTo((Math.abs(to - from) / (1 - from)) * 100, stated)) return;
  const both = `${percent(from)} to ${percent(to)} is ${shown(Number(difference.toFixed(1)))} percentage points`;
  if (isPoints) yield { span, severity: 'hint', message: `${both}, not per cent (${Number.isFinite(share) ? `of ${percent(from)} it is ${percent(share / 100)}` : 'of nothing there is no share'}): say "points".` };
  else if (said[1] !== undefined) yield { span, message: `${both}${Number.isFinite(share) ? ` or ${percent(share / 100)} of the first` : ''}, and the text says ${stated.value} %: correct the one that is wrong.` };
}

function numberIn(cell: string): Value | undefined {
  if (/^\W{0,8}(?:zero|none)\b/i.test(cell)) return { value: 0, approximate: false };
  const match = CELL_NUMBER.exec(cell);
  if (!match) return undefined;
  const rest = cell.slice(match.index + match[0].length);
  // A second number makes it another statement than this one's.
  if (/\d/.test(rest)) return undefined;
  return { value: printed(match[2] ?? '').value, approximate: match[1] !== undefined || rest.startsWith('+') };
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}
