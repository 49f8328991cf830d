/** A change from one number to another, in per cent: what the numbers give, and what a text may sensibly mean by it. */
import { percent, percentOf } from '../../report/format.js';
import { readDuration } from './durations.js';
import { near, printed, roundsTo, shown, type Printed } from './numbers.js';
import { stemsOf } from './words.js';

/** One end of a change. */
export interface End {
  readonly value: number;
  /** What it may be off by, since it is rounded or approximate; 0 for a count. */
  readonly slack: number;
  readonly approximate: boolean;
  readonly unit: string;
  /** What is counted, in its own words. */
  readonly noun: string;
}

const UNIT = /^(?:%|ns|[µμu]s|ms|msecs?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|years?|bytes?|[kmgt]i?b|[kmgb])$/i;

/** @param behind the words right behind the number, the first of which may be its unit; `fused` are letters that no blank parts from it */
export function endOf(text: string, fused: string, behind: string, sign: string | undefined): End {
  const read = printed(text);
  const words = behind.replace(/[*_]/g, ' ').trim().split(/\s+/).filter((word) => word !== '');
  const unit = fused !== '' ? fused : UNIT.test(words[0] ?? '') ? (words.shift() ?? '') : '';
  const approximate = sign !== undefined;
  const rounded = unit !== '' || read.decimals > 0 ? 10 ** -read.decimals : 0;
  return { value: read.value, slack: approximate ? Math.max(rounded, 0.1 * read.value) : rounded, approximate, unit: unit.toLowerCase(), noun: words.join(' ') };
}

/** Both ends in one unit; undefined if they are amounts of two things. */
export function sameKind(from: End, to: End): readonly [End, End] | undefined {
  const [a, b] = [stemsOf(from.noun), stemsOf(to.noun)];
  if (a.size > 0 && b.size > 0 && ![...a].some((stem) => b.has(stem))) return undefined;
  if (from.unit === to.unit) return [from, to];
  // `20 → 60s`; but `23K → 989` is no fall to 43 times as much.
  if (from.unit === '' && !/^[kmgtb]/.test(to.unit) && to.unit !== '%') return [{ ...from, unit: to.unit, slack: from.slack || 10 ** -printed(String(from.value)).decimals }, to];
  const [first, second] = [from, to].map(({ value, unit }) => readDuration(`${value} ${unit}`)?.ms);
  if (first === undefined || second === undefined || from.value === 0 || to.value === 0) return undefined;
  return [inMs(from, first), inMs(to, second)];
}

function inMs(end: End, ms: number): End {
  return { ...end, value: ms, slack: (end.slack / end.value) * ms, unit: 'ms' };
}

export interface Said {
  readonly number: Printed;
  readonly sign?: '+' | '-';
  readonly approximate: boolean;
  /** What the percentage is called: `reduction`. */
  readonly words: string;
  /** The words around the numbers, which tell what they count. */
  readonly about: string;
}

const LESS = /\b(?:reduc|decreas|less|fewer|smaller|lower|drop|sav|faster|shorter|resol|quicker|cut|shrink)[a-z]*/i;
const MORE = /\b(?:increas|more|higher|larger|bigger|slower|longer|growth|gain|better)[a-z]*/i;
const EITHER = /\bimprov[a-z]*/i;
/** Told of the speed as well as of the time. */
const OF_SPEED = /faster|slower|quicker|improv|better/i;
/** Words that add no other thing. */
const EMPTY = /^(?:in|of|the|a|an|and|by|from|than|to|with|over|at|on|is|was|were|it|overall|total|net|before|after|previous(?:ly)?|baseline|compared|vs|versus|now|already|time|size|count|number|about|only|just|even|again|so|far|percent|relative|original|initial)$/i;

/** Which way the text says that it went; undefined if it does not say that it is a change. */
function directionOf({ words, sign }: Said): 'less' | 'more' | 'either' | undefined {
  const [less, more] = [LESS.test(words), MORE.test(words)];
  if (EITHER.test(words) || (less && more)) return 'either';
  if (less || more) return less ? 'less' : 'more';
  return sign === undefined || /[a-z]/i.test(words) ? undefined : sign === '-' ? 'less' : 'more';
}

/** Whether what is said to change is what the numbers count: `15% faster startup` behind `node 18 → 20` is not. */
function ofTheSame({ words, about }: Said, [from, to]: readonly [End, End]): boolean {
  const rest = [LESS, MORE, EITHER].reduce((left, pattern) => left.replace(pattern, ' '), words).split(/[^A-Za-z]+/).filter((word) => word !== '' && !EMPTY.test(word));
  const known = stemsOf(`${about} ${from.noun} ${to.noun}`);
  return rest.every((word) => [...stemsOf(word)].some((stem) => known.has(stem)));
}

export interface Judged {
  readonly message: string;
  readonly severity?: 'hint' | 'warning';
  /** The percentage that the numbers give, as digits. */
  readonly right?: string;
}

/** What is wrong with a percentage of a change, if anything is. */
export function judgeChange(ends: readonly [End, End], said: Said): Judged | undefined {
  const [from, to] = ends;
  const direction = directionOf(said);
  if (from.value <= 0 || direction === undefined) return undefined;
  if (to.unit === '%') return judgeRates(from.value / 100, to.value / 100, said, from.slack / 100);
  if (!ofTheSame(said, ends) || (direction === 'less' && to.value > from.value) || (direction === 'more' && to.value < from.value)) return undefined;
  const exact = (Math.abs(to.value - from.value) / from.value) * 100;
  const ways = [spanOf(ends), ...(OF_SPEED.test(said.words) && to.value > to.slack ? [spanOf([to, from])] : [])];
  const loose = said.approximate ? Math.max(1, 0.05 * said.number.value) : 0;
  if (ways.some(([low, high]) => fits(low - loose, high + loose, said.number))) return undefined;
  const up = from.slack + to.slack === 0 && Math.ceil(exact * 10 ** said.number.decimals - 1e-9) === Math.round(said.number.value * 10 ** said.number.decimals);
  return {
    message: `From ${shown(from.value)} to ${shown(to.value)} is a change of ${percentOf(exact / 100)}, and the text says ${said.number.value} %${up ? ' (rounded up)' : ''}: correct the one that is wrong.`,
    right: exact.toFixed(said.number.decimals),
    ...(up ? { severity: 'hint' as const } : (from.approximate || to.approximate || said.approximate) && { severity: 'warning' as const }),
  };
}

/** What is wrong with a factor (`4x faster`), if anything is; "4 times more" is also five times as much. */
export function judgeTimes(ends: readonly [End, End], said: Said): Judged | undefined {
  const [from, to] = ends;
  if (from.value <= 0 || to.value <= 0 || !ofTheSame(said, ends)) return undefined;
  const [large, small] = from.value >= to.value ? [from, to] : [to, from];
  const [low, high] = [(large.value - large.slack / 2) / (small.value + small.slack), small.value > small.slack / 2 ? (large.value + large.slack) / (small.value - small.slack / 2) : Infinity];
  const loose = said.approximate || large.approximate || small.approximate ? 0.1 * said.number.value : 0;
  if ([0, 1].some((less) => fits(low - less - loose, high - less + loose, said.number))) return undefined;
  const exact = large.value / small.value;
  return { message: `From ${shown(from.value)} to ${shown(to.value)} is a factor of ${exact < 10 ? shown(exact) : shown(Number(exact.toFixed(1)))}, and the text says ${said.number.value}: correct the one that is wrong.`, ...(loose > 0 && { severity: 'warning' as const }) };
}

/** The least and the largest change, in per cent, that the ends allow as they are rounded. */
function spanOf([from, to]: readonly [End, End]): readonly [number, number] {
  const changes = [from.value - from.slack / (from.approximate ? 1 : 2), from.value, from.value + from.slack].flatMap((start) =>
    [to.value - to.slack / (to.approximate ? 1 : 2), to.value, to.value + to.slack].map((end) => (start > 0 ? ((Math.max(0, end) - start) / start) * 100 : Infinity)),
  );
  const [low, high] = [Math.min(...changes), Math.max(...changes)];
  return low <= 0 && high >= 0 ? [0, Math.max(-low, high)] : [Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))];
}

/** Whether something between two numbers may be printed so: rounded down or half up. */
function fits(low: number, high: number, said: Printed): boolean {
  return roundsTo(low, said) || roundsTo(high, said) || (low <= said.value && said.value <= high);
}

/**
 * A difference of two rates (0–1): points, or a share of the first one.
 * @param grain what the rates may be off by
 * @param isDifference whether so many points are what the two rates differ by as they are printed
 */
export function judgeRates(from: number, to: number, said: Said, grain = 0, isDifference: (value: number) => boolean = () => false): Judged | undefined {
  const stated = said.number;
  const direction = directionOf(said);
  if ((direction === 'less' && to > from) || (direction === 'more' && to < from)) return undefined;
  const [difference, share] = [Math.abs(to - from) * 100, from === 0 ? Infinity : (Math.abs(to - from) / from) * 100];
  const isPoints = roundsTo(difference, stated) || isDifference(stated.value) || (grain > 0 && near(difference, stated.value, 100 * grain + 1e-9, 0));
  // `72% → 85% (+13%)`: a sign alone, between two percentages, is read as points by everybody.
  if (isPoints && (/^\s*(?:p|pp|points?|percentage)\b/i.test(said.words) || (grain > 0 && !/[a-z]/i.test(said.words)))) return undefined;
  if (roundsTo(share, stated)) return undefined;
  // The failures that are left, as a share of those before.
  if (from < 1 && roundsTo((Math.abs(to - from) / (1 - from)) * 100, stated)) return undefined;
  if (said.approximate && (near(share, stated.value, 1, 0.05) || near(difference, stated.value, 1, 0.05))) return undefined;
  const both = `${percentOf(from)} to ${percentOf(to)} is ${shown(Number(difference.toFixed(1)))} percentage points`;
  if (isPoints) return { severity: 'hint', message: `${both}, not per cent (${Number.isFinite(share) ? `of ${percent(from)} it is ${percentOf(share / 100)}` : 'of nothing there is no share'}): say "points".` };
  if (direction === undefined) return undefined;
  const [low, high] = spanOf([endAt(from, grain), endAt(to, grain)]);
  const message = `${both}${Number.isFinite(share) ? ` or ${percentOf(share / 100)} of the first` : ''}, and the text says ${stated.value} %: correct the one that is wrong.`;
  return { message, ...(grain > 0 && fits(low, high, stated) ? { severity: 'hint' as const } : said.approximate && { severity: 'warning' as const }) };
}

function endAt(value: number, slack: number): End {
  return { value, slack, approximate: false, unit: '', noun: '' };
}
