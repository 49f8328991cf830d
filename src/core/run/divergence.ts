/** The first line at which the log of a failing attempt leaves that of a passing one: what happened differently stands there, often long before the error. */
import { bounded, clean } from '../report/untrusted.js';
import type { AttemptList } from './attemptTable.js';
import { mask } from './failure/mask.js';
import { printedLines } from './runnerLines.js';

/** A line as it was printed, clean and bounded to {@link MAX_SHOWN} characters. */
export interface LogLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** The other log has it, too, at another place: not it is what differs. */
  readonly elsewhere?: true;
}

/** Where two logs part. At least one of the two lines is there. */
export interface LogDivergence {
  /** Absent where the failing log ends. */
  readonly failing?: LogLine;
  /** What the passing log has in its place; absent where that one ends. */
  readonly passing?: LogLine;
}

/** A divergence with the attempts whose logs were read. */
export interface Divergence extends LogDivergence {
  readonly failingAttempt: number;
  readonly passingAttempt: number;
}

/** The first part of a log, or all of it. */
export interface LogHead {
  readonly text: string;
  /** Whether the log goes on after it. */
  readonly cut: boolean;
}

/** Of each log this many characters, and this many lines, are looked at from the start. */
export const MAX_LOG_LENGTH = 512 * 1024;
const MAX_LINES = 5_000;

/** Characters of a line that are compared: it bounds what masking costs. */
const MAX_COMPARED = 500;

const MAX_SHOWN = 200;

/** Lines that may lie between two logs that go on together, on both sides together. */
const WINDOW = 60;

interface Line extends LogLine {
  /** What is compared: the line with times, numbers, ids, ports and paths masked. */
  readonly key: string;
}

interface Log {
  readonly lines: readonly Line[];
  readonly cut: boolean;
  /** A test runner speaks, and keeps back what the program printed. */
  readonly silent: boolean;
}

/**
 * Undefined if the failing log prints nothing that the passing one does not, and leaves nothing out, up to where they were looked at.
 *
 * Lines are compared with what is volatile masked, and empty ones are left out. The two logs part at the first line that the failing one has and
 * the passing one has nowhere, or that the passing one has and the failing one nowhere, whichever comes first. Lines that both have, in another
 * order or number, are noise (concurrent output, polling): the comparison goes on where the logs meet again within {@link WINDOW} lines. Takes time in the order of
 * lines times the window, at worst. What test runners say around a program's output is left out.
 * @param cwd the folder in which the command ran
 * @param another the log of a second passing attempt: lines that only one of the two passing logs has are noise in all three, and are left out
 */
export function firstDivergence(failing: LogHead, passing: LogHead, cwd: string, another?: LogHead): LogDivergence | undefined {
  const keys = new Map<string, string>();
  const [a, b, c] = [linesOf(failing, cwd, keys), linesOf(passing, cwd, keys), another === undefined ? undefined : linesOf(another, cwd, keys)];
  // The failing one tells what it printed because it failed.
  if (b.silent) return undefined;
  const [printed, known, alsoKnown] = [keysOf(a), keysOf(b), c && keysOf(c)];
  // What only one of the two passing logs has is noise.
  const mineAll = a.lines.filter(({ key }) => known.has(key) || alsoKnown?.has(key) !== true);
  const theirsAll = b.lines.filter(({ key }) => printed.has(key) || alsoKnown?.has(key) !== false);
  let [i, j] = [0, 0];
  for (;;) {
    const [mine, theirs] = [mineAll[i], theirsAll[j]];
    // What a cut log would say next nobody knows.
    if ((mine === undefined && (a.cut || theirs === undefined)) || (theirs === undefined && b.cut)) return undefined;
    if (mine && mine.key === theirs?.key) [i, j] = [i + 1, j + 1];
    else if ((mine && !known.has(mine.key)) || (theirs && !printed.has(theirs.key))) return divergence(mine, theirs, known, printed);
    else [i, j] = steps(mineAll, theirsAll, i, j);
  }
}

function divergence(failing: Line | undefined, passing: Line | undefined, known: ReadonlySet<string>, printed: ReadonlySet<string>): LogDivergence {
  const shown = ({ line, text, key }: Line, other: ReadonlySet<string>): LogLine => ({ line, text: bounded(text, MAX_SHOWN), ...(other.has(key) ? { elsewhere: true } : {}) });
  return { ...(failing && { failing: shown(failing, known) }), ...(passing && { passing: shown(passing, printed) }) };
}

/** One step towards the nearest place where both logs have the same line again; past a line of each where there is none. */
function steps(a: readonly Line[], b: readonly Line[], i: number, j: number): [number, number] {
  for (let distance = 1; distance <= WINDOW; distance++) {
    for (let skipped = 0; skipped <= distance; skipped++) {
      const [mine, theirs] = [a[i + skipped], b[j + distance - skipped]];
      if (mine && mine.key === theirs?.key) return skipped > 0 ? [i + 1, j] : [i, j + 1];
    }
  }
  return [i + 1, j + 1];
}

function linesOf(log: LogHead, cwd: string, keys: Map<string, string>): Log {
  const lines: Line[] = [];
  const cut = log.cut || log.text.length > MAX_LOG_LENGTH;
  const all = clean(log.text.slice(0, MAX_LOG_LENGTH)).split('\n');
  // The last line of a cut log may be half a line.
  if (cut) all.pop();
  const hasText = all.some((text) => text.trim() !== '');
  for (const { line, text } of printedLines(all)) {
    if (lines.length === MAX_LINES) return { lines, cut: true, silent: false };
    if (text.trim() !== '') lines.push({ line, text: text.trimEnd(), key: keyOf(text, cwd, keys) });
  }
  return { lines, cut, silent: hasText && lines.length === 0 };
}

/** Most lines stand in several logs: each text is masked once. */
function keyOf(text: string, cwd: string, keys: Map<string, string>): string {
  let key = keys.get(text);
  if (key === undefined) keys.set(text, (key = mask(text.slice(0, MAX_COMPARED), cwd)));
  return key;
}

function keysOf({ lines }: Log): Set<string> {
  return new Set(lines.map(({ key }) => key));
}

/** The passing attempts nearest to an attempt by number, nearest first, of equally near ones the earlier one; at most `most`. */
export function nearestPassing(attempts: AttemptList, attempt: number, most: number): readonly number[] {
  let nearest: number[] = [];
  for (const { attempt: number, outcome } of attempts) {
    if (outcome !== 'pass') continue;
    nearest.push(number);
    if (nearest.length > 2 * most) nearest = ordered(nearest, attempt).slice(0, most);
  }
  return ordered(nearest, attempt).slice(0, most);
}

function ordered(numbers: readonly number[], attempt: number): number[] {
  return [...numbers].sort((one, other) => Math.abs(one - attempt) - Math.abs(other - attempt) || one - other);
}
