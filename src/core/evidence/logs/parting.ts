/** Where to look in the logs of both sides to see them part: the record that one side alone has, and the same place in a log of the other side. */
import type { ReadLog } from './readLog.js';
import { isRelative } from './time.js';

/** Where a message stands first in a log. */
export interface First {
  readonly line: number;
  /** ms since the Unix epoch; NaN without a stamp. */
  readonly at: number;
  /** Bounded; not yet cleaned. */
  readonly text: string;
}

export interface SideMessages {
  readonly logs: readonly ReadLog[];
  /** Of each log, by the index of their template. */
  readonly messages: readonly Map<number, First>[];
}

export interface PartingPlace {
  /** Index of its log among those of its side. */
  readonly log: number;
  /** A record that stands in the log, at that line and with that text: whoever reads it again sees by it whether the log is still the same. */
  readonly known: First | undefined;
  /** The record that parts is `known`; else the place is counted from there, in time (ms since the Unix epoch) or in lines. */
  readonly at: { readonly by: 'record' } | { readonly by: 'time'; readonly ms: number } | { readonly by: 'line'; readonly line: number };
  /** The message that the place is counted from, the last one that both had begun by then; absent for the record itself, and where there is none before it. */
  readonly since?: string;
}

export interface Parting {
  readonly passing: PartingPlace;
  readonly failing: PartingPlace;
}

interface Own {
  readonly log: number;
  readonly first: First;
}

/**
 * @param divergent the record that a failing log has alone; else `absent`, one that a passing log has alone; else `common`, the index of a message that both have
 *   with other values
 */
export function partingOf(all: { readonly passing: SideMessages; readonly failing: SideMessages; readonly templates: readonly string[] }, divergent: Own | undefined, absent: Own | undefined, common: number | undefined): Parting | undefined {
  const { passing, failing, templates } = all;
  if (divergent) return { failing: itself(divergent), passing: alike(failing, divergent, passing, templates) };
  if (absent) return { passing: itself(absent), failing: alike(passing, absent, failing, templates) };
  const [one, other] = common === undefined ? [] : [passing, failing].map(({ messages }) => firstIn(messages, common));
  return one && other && { passing: itself(one), failing: itself(other) };
}

function itself({ log, first }: Own): PartingPlace {
  return { log, known: first, at: { by: 'record' } };
}

function firstIn(messages: SideMessages['messages'], index: number): Own | undefined {
  const log = messages.findIndex((known) => known.has(index));
  const first = messages[log]?.get(index);
  return first && { log, first };
}

/** The same place in a log of the other side: as far behind the last message that both had begun by then. */
function alike({ messages }: SideMessages, { log, first }: Own, other: SideMessages, templates: readonly string[]): PartingPlace {
  const before = [...(messages[log] ?? [])].filter(([, { line }]) => line < first.line).sort(([, a], [, b]) => b.line - a.line);
  for (const [index, begun] of before) {
    const found = firstIn(other.messages, index);
    if (!found) continue;
    const since = templates[index] ?? '';
    const [ms, there] = [first.at - begun.at, found.first.at];
    const timed = !Number.isNaN(ms) && !Number.isNaN(there) && isRelative(first.at) === isRelative(begun.at);
    return { log: found.log, known: found.first, at: timed ? { by: 'time', ms: there + Math.max(0, ms) } : { by: 'line', line: found.first.line + first.line - begun.line }, since };
  }
  return { log: 0, known: undefined, at: { by: 'line', line: 1 } };
}
