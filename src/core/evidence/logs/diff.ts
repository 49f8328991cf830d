/** What separates logs of what passed from logs of what failed: messages, and the first place where they part. */
import { bounded, clean } from '../../report/untrusted.js';
import { separatingWords } from './diffWords.js';
import { MAX_TEMPLATE } from './limits.js';
import { isOthers, TemplateMiner } from './miner.js';
import { separating, type NumberPlace } from './numbers.js';
import { partingOf, type First, type Parting, type SideMessages } from './parting.js';
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

/** Values of one place in a message that both sides have, of which none is on both. */
interface ValueDifference {
  readonly template: string;
  /** Which number of the message it is, or which word, from 1. */
  readonly place: number;
  readonly passing: readonly string[];
  readonly failing: readonly string[];
  /** Where the message stands first on the failing side. */
  readonly log: string;
  readonly line: number;
}

export interface LogNumberDifference extends ValueDifference {
  /** The word before the number; empty if there is none. */
  readonly name: string;
}

export type LogWordDifference = ValueDifference;

/** The first record of a log whose message no log of the other side has. */
export interface LogDivergence {
  /** The log that has it. */
  readonly log: string;
  readonly line: number;
  readonly at: LogTime | null;
  /** From its first record to this one, ms; null without stamps. */
  readonly afterMs: number | null;
  readonly template: string;
  readonly text: string;
  /** In how many logs of its side the message is. */
  readonly logs: number;
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
  /** The same of words in which messages of both differ. */
  readonly words: readonly LogWordDifference[];
  /** Messages in both, about as often. */
  readonly same: number;
  /** For each failing log the first record whose message no passing log has, the earliest first. */
  readonly divergences: readonly LogDivergence[];
  /** For each passing log the first record whose message no failing log has, the earliest first. */
  readonly absences: readonly LogDivergence[];
  /** Of those four lists, of numbers and of words: how many more there are than are told; absent if none. */
  readonly more?: Readonly<Partial<Record<'onlyFailing' | 'onlyPassing' | 'moreOften' | 'numbers' | 'words' | 'divergences' | 'absences', number>>>;
}

export interface Diffed {
  readonly diff: LogDiff;
  /** Where both sides are to be looked at; undefined if nothing separates them. */
  readonly parting: Parting | undefined;
  /** Whether there were more messages than are told apart: what is beyond was not compared. */
  readonly beyond: boolean;
}

const MAX_TOLD = 50;

/** How much more often is worth telling, and how often at least. */
const TIMES = 3;
const OFTEN = 5;

interface Side {
  readonly logs: Set<number>;
  count: number;
  readonly numbers: (readonly NumberPlace[])[];
  /** Of each track that is this message. */
  readonly words: (readonly string[])[];
}

interface Entry {
  readonly passing: Side;
  readonly failing: Side;
  readonly severity: Severity;
}

/** An entry with what its message is. */
interface Message extends Entry {
  readonly index: number;
  readonly template: string;
}

export function diffLogs(passing: readonly ReadLog[], failing: readonly ReadLog[]): Diffed {
  const miner = new TemplateMiner();
  const entries: Entry[] = [];
  const sides = { passing: sideMessages(passing), failing: sideMessages(failing) };
  for (const side of ['passing', 'failing'] as const) {
    sides[side].logs.forEach(({ data }, index) => {
      for (const [trackIndex, track] of data.tracks.entries()) {
        if (track.count === 0 || isOthers(track.words)) continue;
        const template = miner.templateOf(track.words, track.severity);
        const entry = (entries[template.index] ??= { passing: emptySide(), failing: emptySide(), severity: track.severity });
        entry[side].logs.add(index);
        entry[side].count += track.count;
        entry[side].numbers.push(data.numbers?.[trackIndex] ?? []);
        entry[side].words.push(track.words);
        const known = sides[side].messages[index]?.get(template.index);
        const [example] = track.examples;
        if (!known || track.firstLine < known.line) sides[side].messages[index]?.set(template.index, { line: track.firstLine, at: example?.at ?? NaN, text: example?.text ?? '' });
      }
    });
  }
  const templates = miner.templates.map(({ words }) => bounded(clean(words.join(' ')), MAX_TEMPLATE));
  const messages = entries.flatMap((entry, index): Message[] => (isOthers(miner.templates[index]?.words ?? []) ? [] : [{ ...entry, index, template: templates[index] ?? '' }]));
  const told = messages.map((message) => difference(message, sides));
  const both = told.filter(({ passingLogs, failingLogs }) => passingLogs > 0 && failingLogs > 0);
  const shared = messages.filter((message) => message.passing.logs.size > 0 && message.failing.logs.size > 0);
  const moreOften = both.filter(differs).sort((a, b) => ratio(b) - ratio(a));
  const all = {
    onlyFailing: told.filter(({ passingLogs }) => passingLogs === 0).sort((a, b) => b.failingLogs - a.failingLogs || order(a) - order(b) || a.line - b.line),
    onlyPassing: told.filter(({ failingLogs }) => failingLogs === 0).sort((a, b) => b.passingLogs - a.passingLogs || a.line - b.line),
    moreOften,
    numbers: shared.flatMap((message) => separating(message.passing.numbers, message.failing.numbers).map(({ name, ...rest }) => ({ ...valueAt(message, sides, rest), name: clean(name) }))).sort((a, b) => rank(a) - rank(b) || a.line - b.line),
    words: shared.flatMap((message) => separatingWords(message.passing.words, message.failing.words).map((found) => valueAt(message, sides, found))).sort((a, b) => a.line - b.line),
    divergences: own(messages, 'failing', sides, templates),
    absences: own(messages, 'passing', sides, templates),
  };
  const names = Object.keys(all) as (keyof typeof all)[];
  const more = Object.fromEntries(names.filter((name) => all[name].length > MAX_TOLD).map((name) => [name, all[name].length - MAX_TOLD]));
  const diff: LogDiff = {
    passing: passing.map(({ name }) => clean(name)),
    failing: failing.map(({ name }) => clean(name)),
    onlyFailing: all.onlyFailing.slice(0, MAX_TOLD),
    onlyPassing: all.onlyPassing.slice(0, MAX_TOLD),
    moreOften: moreOften.slice(0, MAX_TOLD),
    numbers: all.numbers.slice(0, MAX_TOLD),
    words: all.words.slice(0, MAX_TOLD),
    same: both.length - moreOften.length,
    divergences: all.divergences.slice(0, MAX_TOLD).map(({ divergence }) => divergence),
    absences: all.absences.slice(0, MAX_TOLD).map(({ divergence }) => divergence),
    ...(Object.keys(more).length > 0 && { more }),
  };
  const [divergent] = all.divergences;
  const [absent] = all.absences;
  const value = diff.numbers[0] ?? diff.words[0];
  const common = value && shared.find(({ index, template }) => template === value.template && firstOf(index, sides).line === value.line)?.index;
  const beyond = miner.templates.some(({ words }) => isOthers(words)) || [...passing, ...failing].some(({ data }) => data.tracks.some(({ words }) => isOthers(words)));
  return { diff, parting: partingOf({ ...sides, templates }, divergent, absent, common), beyond };
}

function sideMessages(logs: readonly ReadLog[]): SideMessages {
  return { logs, messages: logs.map(() => new Map<number, First>()) };
}

function emptySide(): Side {
  return { logs: new Set(), count: 0, numbers: [], words: [] };
}

type Sides = Readonly<Record<'passing' | 'failing', SideMessages>>;

/** Where a message stands first: in the first log that has it, on the failing side if one there has it. */
function firstOf(index: number, { passing, failing }: Sides): First & { readonly log: string } {
  for (const { logs, messages } of [failing, passing]) {
    const log = messages.findIndex((known) => known.has(index));
    const first = messages[log]?.get(index);
    if (first) return { ...first, log: clean(logs[log]?.name ?? '') };
  }
  return { log: '', line: 0, at: NaN, text: '' };
}

function difference({ index, template, severity, passing, failing }: Message, sides: Sides): LogDifference {
  const { log, line, at } = firstOf(index, sides);
  return {
    template, severity,
    passingLogs: passing.logs.size,
    failingLogs: failing.logs.size,
    passingCount: passing.count / Math.max(1, sides.passing.logs.length),
    failingCount: failing.count / Math.max(1, sides.failing.logs.length),
    log, line,
    at: Number.isNaN(at) ? null : timeOf(at),
  };
}

function valueAt({ index, template }: Message, sides: Sides, found: Pick<ValueDifference, 'place' | 'passing' | 'failing'>): ValueDifference {
  const { log, line } = firstOf(index, sides);
  return { template, ...found, log, line };
}

/** For each log of a side its first record whose message the other side does not have. */
function own(all: readonly Message[], side: 'passing' | 'failing', sides: Sides, templates: readonly string[]): { readonly divergence: LogDivergence; readonly log: number; readonly first: First }[] {
  const alone = new Map(all.filter((message) => message[side === 'failing' ? 'passing' : 'failing'].logs.size === 0).map((message) => [message.index, message[side].logs.size]));
  const { logs, messages } = sides[side];
  return logs
    .flatMap(({ name, data }, log) => {
      const [found] = [...(messages[log] ?? [])].filter(([index]) => alone.has(index)).sort(([, a], [, b]) => a.line - b.line);
      if (!found) return [];
      const [index, first] = found;
      const { line, at, text } = first;
      const timed = !Number.isNaN(at) && !Number.isNaN(data.firstAt);
      const divergence: LogDivergence = { log: clean(name), line, at: Number.isNaN(at) ? null : timeOf(at), afterMs: timed ? at - data.firstAt : null, template: templates[index] ?? '', text: bounded(clean(text), 1_000), logs: alone.get(index) ?? 0 };
      return [{ divergence, log, first }];
    })
    .sort(({ divergence: a }, { divergence: b }) => (a.afterMs ?? Infinity) - (b.afterMs ?? Infinity) || a.line - b.line);
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
