/** What separates logs of what passed from logs of what failed: messages, and the first place where they part. */
import { bounded, clean } from '../../report/untrusted.js';
import { MAX_TEMPLATE } from './limits.js';
import { TemplateMiner } from './miner.js';
import { separating, type NumberPlace } from './numbers.js';
import type { ReadLog } from './readLog.js';
import type { Severity } from './severity.js';
import { timeOf } from './time.js';
import type { LogTime } from './types.js';

/** A message that one side has, or has more of. */
export interface LogDifference {
  readonly template: string;
  readonly severity: Severity;
  /** In how many logs of each side. */
  readonly passingLogs: number;
  readonly failingLogs: number;
  /** Times for each log of a side, on average. */
  readonly passingCount: number;
  readonly failingCount: number;
  /** Where it stands first, on the failing side if it is there. */
  readonly log: string;
  readonly line: number;
  readonly at: LogTime | null;
}

export interface LogNumberDifference {
  readonly template: string;
  /** The word before the number; empty if there is none. */
  readonly name: string;
  /** Which number of the message it is, from 1. */
  readonly place: number;
  readonly passing: readonly string[];
  readonly failing: readonly string[];
  /** Where it stands first on the failing side. */
  readonly log: string;
  readonly line: number;
}

export interface LogDivergence {
  /** The failing log. */
  readonly log: string;
  readonly line: number;
  readonly at: LogTime | null;
  /** From its first record to this one, ms; null without stamps. */
  readonly afterMs: number | null;
  readonly template: string;
  readonly text: string;
}

export interface LogDiff {
  readonly passing: readonly string[];
  readonly failing: readonly string[];
  /** In every failing log and in no passing one; then in some of them. */
  readonly onlyFailing: readonly LogDifference[];
  readonly onlyPassing: readonly LogDifference[];
  /** In both, at least three times as often in one. */
  readonly moreOften: readonly LogDifference[];
  /** Short numbers in messages of both that have no value in common; those that are named as codes first. */
  readonly numbers: readonly LogNumberDifference[];
  /** Messages in both, about as often. */
  readonly same: number;
  /** The first record of a failing log whose message no passing log has, for each failing log, the earliest first. */
  readonly divergences: readonly LogDivergence[];
}

const MAX_TOLD = 50;

/** How much more often is worth telling, and how often at least. */
const TIMES = 3;
const OFTEN = 5;

interface Side {
  logs: number;
  count: number;
  readonly numbers: (readonly NumberPlace[])[];
}

interface Entry {
  readonly passing: Side;
  readonly failing: Side;
  severity: Severity;
  first?: { log: string; line: number; at: number; text: string };
}

export function diffLogs(passing: readonly ReadLog[], failing: readonly ReadLog[]): LogDiff {
  const miner = new TemplateMiner();
  const entries: Entry[] = [];
  /** For each failing log its messages, with where they stand first. */
  const inFailing = failing.map(() => new Map<number, { line: number; at: number; text: string }>());
  for (const [side, logs] of [['passing', passing], ['failing', failing]] as const) {
    logs.forEach(({ name, data }, index) => {
      for (const [trackIndex, track] of data.tracks.entries()) {
        if (track.count === 0) continue;
        const template = miner.templateOf(track.words, track.severity);
        const entry = (entries[template.index] ??= { passing: { logs: 0, count: 0, numbers: [] }, failing: { logs: 0, count: 0, numbers: [] }, severity: track.severity });
        entry[side].logs += 1;
        entry[side].count += track.count;
        entry[side].numbers.push(data.numbers?.[trackIndex] ?? []);
        const first = { log: name, line: track.firstLine, at: track.moments[0] ?? NaN, text: track.examples[0]?.text ?? '' };
        if (!entry.first || (side === 'failing' && entry.failing.logs === 1)) entry.first = first;
        const known = side === 'failing' ? inFailing[index]?.get(template.index) : undefined;
        if (side === 'failing' && (!known || track.firstLine < known.line)) inFailing[index]?.set(template.index, first);
      }
    });
  }
  const told = entries.map((entry, index) => difference(entry, miner.templates[index]?.words ?? [], passing.length, failing.length));
  const onlyFailing = told.filter(({ passingLogs }) => passingLogs === 0).sort((a, b) => b.failingLogs - a.failingLogs || order(a) - order(b) || a.line - b.line);
  const onlyPassing = told.filter(({ failingLogs }) => failingLogs === 0).sort((a, b) => b.passingLogs - a.passingLogs || a.line - b.line);
  const both = told.filter(({ passingLogs, failingLogs }) => passingLogs > 0 && failingLogs > 0);
  const moreOften = both.filter(differs).sort((a, b) => ratio(b) - ratio(a));
  return {
    passing: passing.map(({ name }) => clean(name)),
    failing: failing.map(({ name }) => clean(name)),
    onlyFailing: onlyFailing.slice(0, MAX_TOLD),
    onlyPassing: onlyPassing.slice(0, MAX_TOLD),
    moreOften: moreOften.slice(0, MAX_TOLD),
    numbers: entries.flatMap((entry, index) => numberDifferences(entry, miner.templates[index]?.words ?? [])).sort((a, b) => rank(a) - rank(b) || a.line - b.line).slice(0, MAX_TOLD),
    same: both.length - moreOften.length,
    divergences: failing.flatMap((log, index) => divergence(log, inFailing[index] ?? new Map(), entries, miner)).sort((a, b) => (a.afterMs ?? Infinity) - (b.afterMs ?? Infinity) || a.line - b.line).slice(0, MAX_TOLD),
  };
}

function difference({ passing, failing, severity, first }: Entry, words: readonly string[], passes: number, failures: number): LogDifference {
  const at = first?.at ?? NaN;
  return {
    template: bounded(clean(words.join(' ')), MAX_TEMPLATE),
    severity,
    passingLogs: passing.logs,
    failingLogs: failing.logs,
    passingCount: passing.count / Math.max(1, passes),
    failingCount: failing.count / Math.max(1, failures),
    log: clean(first?.log ?? ''),
    line: first?.line ?? 0,
    at: Number.isNaN(at) ? null : timeOf(at),
  };
}

function numberDifferences({ passing, failing, first }: Entry, words: readonly string[]): LogNumberDifference[] {
  if (passing.logs === 0 || failing.logs === 0) return [];
  return separating(passing.numbers, failing.numbers).map(({ name, ...rest }) => ({ template: bounded(clean(words.join(' ')), MAX_TEMPLATE), name: clean(name), ...rest, log: clean(first?.log ?? ''), line: first?.line ?? 0 }));
}

function rank({ name }: LogNumberDifference): number {
  return /code|status|exit|errno|error|result|signal|rc$/i.test(name) ? 0 : 1;
}

function order({ severity }: LogDifference): number {
  return severity === 'failure' ? 0 : severity === 'warning' ? 1 : 2;
}

function ratio({ passingCount, failingCount }: LogDifference): number {
  return Math.max(passingCount, failingCount) / Math.min(passingCount, failingCount);
}

function differs(one: LogDifference): boolean {
  return ratio(one) >= TIMES && Math.max(one.passingCount, one.failingCount) >= OFTEN;
}

function divergence(log: ReadLog, messages: ReadonlyMap<number, { line: number; at: number; text: string }>, entries: readonly Entry[], miner: TemplateMiner): LogDivergence[] {
  const own = [...messages].filter(([index]) => entries[index]?.passing.logs === 0).sort(([, a], [, b]) => a.line - b.line);
  const [first] = own;
  if (!first) return [];
  const [index, { line, at, text }] = first;
  return [{
    log: clean(log.name),
    line,
    at: Number.isNaN(at) ? null : timeOf(at),
    afterMs: Number.isNaN(at) || Number.isNaN(log.data.firstAt) ? null : at - log.data.firstAt,
    template: bounded(clean(miner.templates[index]?.words.join(' ') ?? ''), MAX_TEMPLATE),
    text: bounded(clean(text), 1_000),
  }];
}
