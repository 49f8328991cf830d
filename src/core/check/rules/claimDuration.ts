import { betweenCells, betweenTimes, later, listedBehind, TWO_TIMES } from '../claims/betweenTimes.js';
import { linesBefore, within, type ClaimLine, type ClaimText } from '../claims/document.js';
import { DURATION, durationWords, readDuration, type Duration } from '../claims/durations.js';
import { APPROXIMATELY, ARROW } from '../claims/marks.js';
import { comparable, instantsIn, stampedLines, type Instant } from '../claims/times.js';
import { shared, stemsOf } from '../claims/words.js';
import type { Finding, Rule } from '../rule.js';

/** A duration between two times that stand beside it is recomputed by nobody who reads it. */
export const claimDuration: Rule = {
  id: 'claim-duration',
  severity: 'error',
  summary: 'A duration is not the one between its own endpoints.',
  appliesTo: 'document',
  *find({ claims }) {
    const seen = claims();
    for (const line of seen.prose) {
      const { prose } = line;
      if (prose.includes('(')) {
        if (prose.includes(':')) yield* betweenTimes(line);
        if (prose.includes(' later)')) yield* later(line);
        if (IN_UNITS.test(prose)) yield* converted(line);
      }
      if (TWO_TIMES.test(prose)) yield* listedBehind(line);
      if (prose.includes(': ') && ARROWS.test(prose)) yield* betweenAttempts(line, seen);
      if (prose.includes(' in ') || /total duration/i.test(prose)) yield* ofExcerpt(line, seen);
    }
    for (const table of seen.tables) yield* betweenCells(table);
    yield* sinceEvents(seen);
  },
};

const CONVERTED = new RegExp(`(?<![\\w.,/:<>~-])(${DURATION}) \\((${APPROXIMATELY}|= ?)(${DURATION})\\)`, 'g');

/** What such a line looks like at least: quicker than the whole pattern at every digit. */
const IN_UNITS = /\d[ -]?[A-Za-zµμ¬Â]{1,12} \([^\d()]/;

/** `417 seconds (~7 minutes)`: the same in another unit. Without a sign, the second one may be of something else; days may be those of work. */
function* converted(line: ClaimLine): Generator<Finding> {
  for (const match of line.prose.matchAll(CONVERTED)) {
    const [a, b] = [readDuration(match[1] ?? ''), readDuration(match[3] ?? '')];
    if (!a || !b || unitOf(match[1]) === unitOf(match[3]) || /day/i.test(match[0])) continue;
    if (Math.abs(a.ms - b.ms) < Math.max(a.grain, b.grain) + (match[2]?.startsWith('=') ? 0 : 0.1 * a.ms)) continue;
    yield { span: within(line, match.index, match[0].length), severity: 'hint', message: `${match[1] ?? ''} are not ${match[3] ?? ''} (${durationWords(a.ms)} and ${durationWords(b.ms)}): correct one, or say what the second one is.` };
  }
}

function unitOf(text = ''): string {
  return text.replace(/[\d. -]/g, '');
}

const ARROWS = new RegExp(ARROW);
const ATTEMPTS = new RegExp(`\\b(attempt|retry|try|iteration) (\\d{1,5}) ${ARROW} (?:(?:attempt|retry|try|iteration) )?(\\d{1,5})[*_]*: (${APPROXIMATELY})?(${DURATION})`, 'i');

/** `Attempt 1 → 2: 15 seconds`, beside a log that stamps both. */
function* betweenAttempts(line: ClaimLine, { lines }: ClaimText): Generator<Finding> {
  const match = ATTEMPTS.exec(line.prose);
  const said = match && readDuration(match[5] ?? '');
  if (!match || !said) return;
  const stamped = stampedLines(sameSection(lines, line));
  const of = (number: string | undefined) => stamped.filter(({ rest }) => new RegExp(`\\b${match[1] ?? ''} ${number ?? ''}(?!\\d)`, 'i').test(rest));
  const [from, to] = [of(match[2]), of(match[3])];
  const [a, b] = [from[0], to[0]];
  if (!a || !b || from.length > 1 || to.length > 1 || !comparable(a.at, b.at)) return;
  const exact = b.at.ms - a.at.ms;
  if (Math.abs(exact - said.ms) < said.grain + a.at.grain + 0.05 * said.ms) return;
  yield { span: within(line, match.index, match[0].length), message: `Lines ${a.line.number} and ${b.line.number} are ${durationWords(exact)} apart (${a.at.written}, ${b.at.written}), and the text says ${durationWords(said.ms)}: correct the one that is wrong.` };
}

const TOOK = new RegExp(`\\b(?:established|connected|completed|finished|ready|started|restored|recovered|succeeded)\\b[^.]{0,30} in (${APPROXIMATELY})?(${DURATION})|\\btotal duration[*_: ]{1,8}(${APPROXIMATELY})?(${DURATION})`, 'i');

/** `Connected in ~700ms` right behind the log of it. */
function* ofExcerpt(line: ClaimLine, { lines }: ClaimText): Generator<Finding> {
  const match = TOOK.exec(line.prose);
  const said = match && readDuration(match[2] ?? match[4] ?? '');
  if (!match || !said) return;
  const total = match[4] !== undefined;
  const above = linesBefore(lines, line.number, total ? 15 : 4).findLast(({ fence }) => fence !== undefined)?.fence;
  if (above?.section !== line.section) return;
  const stamped = stampedLines(above.lines);
  const [first, last] = [stamped[0], stamped.at(-1)];
  if (!first || !last || new Set(stamped.map(({ at }) => at.ms)).size < (total ? 3 : 2) || !comparable(first.at, last.at)) return;
  const exact = last.at.ms - first.at.ms;
  if (exact <= 0 || Math.abs(exact - said.ms) <= Math.max(said.grain + last.at.grain, 0.25 * Math.max(exact, said.ms))) return;
  yield { span: within(line, match.index, match[0].length), severity: 'warning', message: `The log above goes from ${first.at.written} to ${last.at.written}, which is ${durationWords(exact)}, and the text says ${durationWords(said.ms)}: show what it was measured from.` };
}

const SINCE = new RegExp(`\\((${APPROXIMATELY})?(${DURATION}) (after|before) ([^()]{4,80})\\)`, 'i');

/** Lines that name a time, and by which words: read once, and only if a sentence asks for them. */
interface Told {
  readonly line: ClaimLine;
  readonly at: readonly Instant[];
  readonly stems: ReadonlySet<string>;
}

function told(line: ClaimLine): Told | undefined {
  const at = instantsIn(line.raw);
  return at.length === 0 ? undefined : { line, at, stems: stemsOf(line.raw) };
}

/** `18:42:11 … (9 seconds after spindown)`: some line nearby is that event. */
function* sinceEvents({ lines }: ClaimText): Generator<Finding> {
  const known = new Map<ClaimLine, Told | undefined>();
  const toldBy = (line: ClaimLine) => {
    if (!known.has(line)) known.set(line, told(line));
    return known.get(line);
  };
  let left = MAX_CLAIMS;
  for (const line of lines) {
    if (!line.raw.includes('(') || !/ (?:after|before) /i.test(line.raw)) continue;
    const match = SINCE.exec(line.raw);
    const said = match && readDuration(match[2] ?? '');
    const time = match && instantsIn(line.raw.slice(0, match.index)).at(-1);
    if (!match || !said || !time) continue;
    left -= 1;
    if (left < 0) return;
    const words = stemsOf(match[4] ?? '');
    const after = match[3]?.toLowerCase() !== 'before';
    const nearby = linesBefore(lines, line.number + MAX_LINES, 2 * MAX_LINES).filter((other) => other !== line);
    const event = eventFor({ time, said, words, after }, nearby.flatMap((other) => toldBy(other) ?? []));
    if (event) yield { span: within(line, match.index, match[0].length), severity: 'hint', message: `${time.written} is ${durationWords(event.distance)} ${after ? 'after' : 'before'} line ${event.line.number} (${event.written}), the nearest that may be meant, and the text says ${durationWords(said.ms)}: say which event it is counted from.` };
  }
}

interface Since {
  readonly time: Instant;
  readonly said: Duration;
  readonly words: ReadonlySet<string>;
  readonly after: boolean;
}

/** The nearest event that may be meant, if none is as far away as it is said to be. */
function eventFor({ time, said, words, after }: Since, nearby: readonly Told[]): { line: ClaimLine; written: string; distance: number } | undefined {
  let nearest: { line: ClaimLine; written: string; distance: number } | undefined;
  for (const other of nearby) {
    if (shared(words, other.stems) === 0) continue;
    for (const at of other.at) {
      if (!comparable(at, time) || at.grain > 1_000) continue;
      const distance = after ? time.ms - at.ms : at.ms - time.ms;
      if (Math.abs(distance - said.ms) <= time.grain + at.grain + said.grain + 0.15 * said.ms) return undefined;
      if (distance > 0 && (nearest === undefined || distance < nearest.distance)) nearest = { line: other.line, written: at.written, distance };
    }
  }
  // One that is very much further away is likely another time that it happened.
  return nearest && nearest.distance > Math.max(MAX_TIMES * said.ms, 60_000) ? undefined : nearest;
}

const MAX_TIMES = 20;

/** So far up and down, an event is looked for. */
const MAX_LINES = 100;

/** So many sentences of one document are held against its times: each costs a pass over them. */
const MAX_CLAIMS = 50;

function sameSection(lines: readonly ClaimLine[], { number, section }: ClaimLine): ClaimLine[] {
  return linesBefore(lines, number, MAX_LINES).filter((other) => other.fence !== undefined && other.section === section);
}

