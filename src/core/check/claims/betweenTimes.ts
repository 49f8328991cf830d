/** Durations beside two times of day: the times give them. */
import type { Finding } from '../rule.js';
import { columnOf, within, type ClaimLine, type ClaimTable } from './document.js';
import { DURATION, durationWords, readDuration, type Duration } from './durations.js';
import { APPROXIMATELY, ARROW } from './marks.js';
import { instantsIn, TIME, type Instant } from './times.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const RANGE = new RegExp(`(${TIME})\\s?(?:-|–|—|to|until|${ARROW})\\s?(${TIME})([^()\\d]{0,20})\\([*_]{0,3}(${APPROXIMATELY})?(${DURATION})[*_]{0,3}(?: (?:total|long|later|duration|elapsed|in total|(?:of )?(outage|downtime|run|window|gap)))?\\)`, 'g');

/** Between the times and the bracket: zones and signs. Words begin another thought. */
const NO_WORDS = /^[^a-z,;]*$/;

export function* betweenTimes(line: ClaimLine): Generator<Finding> {
  for (const match of line.prose.matchAll(RANGE)) {
    const [from, to, said] = [instantsIn(match[1] ?? '')[0], instantsIn(match[2] ?? '')[0], readDuration(match[5] ?? '')];
    // A downtime in a maintenance is another duration than that of the maintenance.
    const named = match[6] === undefined || new RegExp(match[6], 'i').test(line.prose.slice(0, match.index));
    const message = from && to && said && named && NO_WORDS.test(match[3] ?? '') && refuted(from, to, said, match[4] !== undefined);
    if (message) yield { span: within(line, match.index, match[0].length), message, ...rewritten(line.start + match.index + match[0].lastIndexOf(match[5] ?? ''), match[5] ?? '', from, to) };
  }
}

/** What is wrong with a duration between two times of day, if anything is. */
function refuted(from: Instant, to: Instant, said: Duration, approximate: boolean): string | undefined {
  const exact = (((to.ms - from.ms) % DAY) + DAY) % DAY;
  const slack = Math.max(from.grain, to.grain) + said.grain + (approximate ? 0.1 * exact : 0);
  // More than a day: the times alone do not say how many. And "10:00 - 2:00" may be of a clock of twelve hours.
  if (said.ms >= DAY || Math.abs(exact - said.ms) < slack) return undefined;
  if (from.ms < 13 * HOUR && to.ms < 13 * HOUR && Math.abs(Math.abs(exact - said.ms) - 12 * HOUR) < slack) return undefined;
  return `From ${from.written} to ${to.written} is ${durationWords(exact)}, and the text says ${durationWords(said.ms)}: correct the one that is wrong.`;
}

/** A duration of one number and one unit, with the number that the times give. */
function rewritten(start: number, said: string, from: Instant, to: Instant): Pick<Finding, 'fix'> {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([ -]?[^\d\s.-]+)$/.exec(said) ?? [];
  const one = readDuration(`1${unit}`)?.ms;
  if (number === '' || one === undefined) return {};
  const right = ((((to.ms - from.ms) % DAY) + DAY) % DAY / one).toFixed(number.split('.')[1]?.length ?? 0);
  return Number(right) === 0 ? {} : { fix: { title: `Write ${right}${unit}`, edit: { start, end: start + number.length, text: right }, judgement: true } };
}

export const TWO_TIMES = new RegExp(`${TIME}.{1,40}${TIME}`);
const LISTED = new RegExp(`(?:(${TIME})\\s?(?:-|–|—|to|until|${ARROW})|\\bbetween (${TIME})(?: [A-Za-z]{2,4})? and) ?(${TIME})(?: ?(?:[AP]M|[ap]m|UTC|[A-Z]{2,4}T))?(?: [A-Za-z]{2,10}){0,3}[,:;] (?:an? )?(?:duration(?: of|:)? |lasting |for )?(${APPROXIMATELY})?(${DURATION})(?= ?(?:$|[|,;).]))`, 'gi');

/** `12:52→13:00, 8m`, `between 8:35 and 8:53, a duration of 18 minutes`, `(19:26:01 - 19:26:28, Duration: 27 seconds)`. */
export function* listedBehind(line: ClaimLine): Generator<Finding> {
  for (const match of line.prose.matchAll(LISTED)) {
    const [from, to, said] = [instantsIn(match[1] ?? match[2] ?? '')[0], instantsIn(match[3] ?? '')[0], readDuration(match[5] ?? '')];
    const message = from && to && said && refuted(from, to, said, match[4] !== undefined);
    if (message) yield { span: within(line, match.index, match[0].length), message, ...rewritten(line.start + match.index + match[0].lastIndexOf(match[5] ?? ''), match[5] ?? '', from, to) };
  }
}

const LATER = new RegExp(`(${TIME})[^()\\d]{0,12}\\((${APPROXIMATELY})?(${DURATION}) later\\)`);

/** `Sent at 08:09:53. It arrived at 08:10:04 (11 seconds later).` */
export function* later(line: ClaimLine): Generator<Finding> {
  const match = LATER.exec(line.prose);
  const said = match && readDuration(match[3] ?? '');
  const before = match ? instantsIn(line.prose.slice(0, match.index)) : [];
  const [from, to] = [before[0], instantsIn(match?.[1] ?? '')[0]];
  // Of several times before it nobody knows which one is meant.
  if (!match || !said || !from || !to || before.length > 1) return;
  const message = refuted(from, to, said, match[2] !== undefined);
  if (message) yield { span: within(line, match.index, match[0].length), message, severity: 'hint' };
}

/** In a cell of its own, where a Z may follow. */
const CLOCK = '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?';
const AT_TIME = new RegExp(`^(?:\\d{4}-\\d\\d-\\d\\d[T ])?(${CLOCK})(?:Z| ?(?:UTC|[A-Z]{2,4}T))?$`);
const FROM_TO = new RegExp(`^(${CLOCK})Z? ?(?:-|–|—|to|${ARROW}) ?(${CLOCK})(?:Z| ?(?:UTC|[A-Z]{2,4}T))?$`);
const TOOK_CELL = new RegExp(`^(${APPROXIMATELY})?(${DURATION})$`, 'i');

/** A row that names its start, its end and its duration. */
export function* betweenCells(table: ClaimTable): Generator<Finding> {
  const took = columnOf(table, /^(?:duration|length|elapsed|took)\b(?!.*%)/);
  const [start, end] = [columnOf(table, /^(?:start|began|begin|from)/), columnOf(table, /^(?:end|finish|stop|to)\b|^(?:ended|finished|stopped)/)];
  const range = columnOf(table, /^(?:time|window|period|when|interval)/);
  if (took < 0) return;
  for (const { cells } of table.rows) {
    const cell = cells[took];
    const match = cell && TOOK_CELL.exec(cell.text);
    const said = match && readDuration(match[2] ?? '');
    const both = FROM_TO.exec(cells[range]?.text ?? '');
    const [from, to] = (both ? [both[1], both[2]] : [AT_TIME.exec(cells[start]?.text ?? '')?.[1], AT_TIME.exec(cells[end]?.text ?? '')?.[1]]).map((text) => instantsIn(text ?? '')[0]);
    const message = from && to && said && refuted(from, to, said, match[1] !== undefined);
    if (cell && message) yield { span: { start: cell.start, end: cell.end }, message, ...rewritten(cell.start + cell.raw.indexOf(match[2] ?? ''), match[2] ?? '', from, to) };
  }
}
