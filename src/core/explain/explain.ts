/** What the errors in a text mean, what they do not mean, and what settles it. Precision first: what is not certainly an error is left alone. */
import { redact } from '../evidence/redact.js';
import { bounded, plain } from '../report/untrusted.js';
import type { System } from './errno/tables.js';
import { FAILURES, type FailureId } from './failures.js';
import { commandFor, nearby } from './nearby.js';
import { BARE_NUMBERS, BARE_RULE, meaningOf } from './spellings/numbers.js';
import type { Meaning, Rule } from './spellings/rule.js';
import { RULES } from './spellings/rules.js';
import type { Dialect, Explanation } from './types.js';

/** A longer text is read up to here, in UTF-16 code units. */
export const MAX_EXPLAINED = 1024 * 1024;

const SPELLING_LENGTH = 120;

/** Appearances of an error around which an endpoint or a file is looked for: a log that repeats it has it a hundred thousand times. */
const MAX_PLACES = 8;

/** A spelling at its place: half-open. */
interface Hit {
  readonly start: number;
  readonly end: number;
  readonly dialect: Dialect;
  readonly meaning: Meaning;
}

/** Failures that say too little to be one and the same whenever they appear. */
const LOOSE: readonly FailureId[] = ['other', 'misuse', 'rpc-status', 'wrapper', 'http-status'];

/**
 * Each different error of a text, in the order of the text; empty if nothing in it is known.
 * @param os the system that the text is from, where that is known: numbers are read as its own
 */
export function explain(text: string, os?: System): Explanation[] {
  const read = plain(text.slice(0, MAX_EXPLAINED));
  const hits = settled(hitsOf(read, BARE_NUMBERS.test(read) ? [BARE_RULE] : RULES), os);
  const groups = new Map<string, Hit[]>();
  for (const hit of hits) {
    const key = keyOf(hit.meaning);
    const group = groups.get(key);
    if (group) group.push(hit);
    else groups.set(key, [hit]);
  }
  const lines = lineStarts(read);
  return [...groups.values()].map((group) => explanationOf(read, lines, group));
}

/** What matches, the earlier rule where several do, in the order of the text. */
function hitsOf(text: string, rules: readonly Rule[]): Hit[] {
  const taken: Hit[] = [];
  let before: Hit[] = [];
  for (const rule of rules) {
    if (before.length < taken.length) before = taken.toSorted((a, b) => a.start - b.start);
    for (const match of text.matchAll(rule.pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (overlaps(before, start, end)) continue;
      const means = rule.meaning(match);
      if (means) taken.push({ start, end, dialect: rule.dialect, meaning: means });
    }
  }
  return taken.toSorted((a, b) => a.start - b.start);
}

/** @param sorted by their starts, none overlapping another */
function overlaps(sorted: readonly Hit[], start: number, end: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const next = sorted[low];
  return next !== undefined && next.start < end;
}

/** Numbers that mean several things are read as the asked system does, else as the text itself spells them out elsewhere. */
function settled(hits: readonly Hit[], os: System | undefined): Hit[] {
  const known = new Map<number, Set<System>>();
  for (const { meaning } of hits) {
    if (meaning.readings === undefined || isAmbiguous(meaning)) continue;
    for (const { number, os: system } of meaning.readings) known.set(number, (known.get(number) ?? new Set<System>()).add(system));
  }
  return hits.map((hit) => {
    const { readings, note } = hit.meaning;
    if (readings === undefined || !isAmbiguous(hit.meaning)) return hit;
    const systems = os === undefined ? known.get(readings[0]?.number ?? 0) : new Set([os]);
    const left = readings.filter((reading) => systems?.has(reading.os) === true);
    const meaning = meaningOf(left, note);
    return meaning ? { ...hit, meaning } : hit;
  });
}

function isAmbiguous({ readings = [] }: Meaning): boolean {
  return new Set(readings.map(({ name }) => name)).size > 1;
}

function keyOf(meaning: Meaning): string {
  const loose = isAmbiguous(meaning) || meaning.failures.some((id) => LOOSE.includes(id));
  return `${meaning.failures.join(' ')}${loose ? ` ${meaning.name ?? meaning.readings?.[0]?.number ?? ''}` : ''}`;
}

function explanationOf(text: string, lines: readonly number[], group: readonly Hit[]): Explanation {
  const [first] = group;
  if (!first) throw new Error('An explanation of nothing.');
  const { meaning } = group.find((hit) => hit.meaning.note !== undefined) ?? first;
  const name = group.map((hit) => hit.meaning.name).find((found) => found !== undefined);
  const readings = group.map((hit) => hit.meaning.readings).find((found) => found !== undefined);
  const ambiguous = isAmbiguous(first.meaning);
  const places = group.slice(0, MAX_PLACES).map(({ start, end }) => nearby(text, start, end));
  const place = { ...places.find(({ file }) => file !== undefined), ...places.find(({ endpoint }) => endpoint !== undefined) };
  const probes = first.meaning.failures.flatMap((id) => FAILURES[id].settledBy).map((question) => redact(commandFor(question, place)));
  return {
    spelling: bounded(redact(text.slice(first.start, first.end)).replace(/\s+/g, ' ').trim(), SPELLING_LENGTH),
    line: lineOf(lines, first.start),
    times: timesOf(text, lines, group),
    dialect: first.dialect,
    ...(name !== undefined && { name }),
    ...(readings && { readings }),
    ambiguous,
    failures: first.meaning.failures.map((id) => ({ id, ...FAILURES[id], ...(ambiguous && { on: systemsOf(id, first.meaning) }) })),
    ...(meaning.note !== undefined && { note: meaning.note }),
    probes: [...new Set(probes)],
  };
}

/** One error is often spelt several ways on its line, as a name, a number and words: of a line, the spelling counts that stands there most often. */
function timesOf(text: string, lines: readonly number[], group: readonly Hit[]): number {
  const onLines = new Map<number, Map<string, number>>();
  for (const { start, end } of group) {
    const line = lineOf(lines, start);
    const spellings = onLines.get(line) ?? new Map<string, number>();
    onLines.set(line, spellings);
    const spelling = text.slice(start, end).toLowerCase();
    spellings.set(spelling, (spellings.get(spelling) ?? 0) + 1);
  }
  return [...onLines.values()].reduce((sum, spellings) => sum + [...spellings.values()].reduce((most, count) => Math.max(most, count), 0), 0);
}

function systemsOf(id: FailureId, { readings = [] }: Meaning): string[] {
  return readings.filter((reading) => meaningOf([reading])?.failures.includes(id) === true).map(({ os }) => os);
}

/** Where lines start, ascending. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** 1-based. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
