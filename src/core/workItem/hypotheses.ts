/** What could explain a failure, as teams write it: items below a heading like Hypotheses, headings `Hypothesis 1: …`, lines `**Hypothesis:** …`. */
import { LIST_ITEM } from './blockSyntax.js';
import { labelOf } from './boldField.js';
import type { Section, WorkItem } from './model.js';
import type { Outline } from './outline.js';
import { isPlaceholderLine } from './placeholder.js';
import { proseLines } from './prose.js';
import { allSections, canonicalTitle, plainTitle } from './sections.js';
import type { Span } from './text.js';

export type HypothesisStatus = 'open' | 'supported' | 'refuted' | 'undecided';

export interface Hypothesis {
  /** What is supposed, without label, status and marks. */
  readonly text: string;
  readonly status: HypothesisStatus;
  /** The line that states it. */
  readonly span: Span;
  /** The word that says the status, where there is one. */
  readonly statusSpan?: Span;
  /** What stands behind that word in its brackets, with the mark that separates it; empty where nothing does. */
  readonly noteSpan?: Span;
  /** Where a status in brackets can be written: behind the label, or at the end of the statement. */
  readonly statusPlace: number;
}

/** Every hypothesis outside code and comments, in order. */
export function hypothesesOf(text: string, item: WorkItem, outline: Outline): Hypothesis[] {
  const sections = [...allSections(item.sections)];
  const found = [...inLines(text, outline, 0, sections[0]?.heading.start ?? text.length, false)];
  for (const [index, section] of sections.entries()) {
    const named = HEADING.exec(section.title);
    if (named) found.push(ofHeading(text, section));
    const end = sections[index + 1]?.heading.start ?? text.length;
    // Below a hypothesis that is a heading, lines and items tell about it.
    if (!named) for (const hypothesis of inLines(text, outline, section.own.start, end, isHypotheses(section))) found.push(hypothesis);
  }
  return found;
}

/** Whether a section is a list of hypotheses. */
export function isHypotheses(section: Section): boolean {
  return /^(?:(?:root cause|working|possible|ranked|current) )?(?:hypothes[ei]s|theor(?:y|ies)(?: for root cause)?)$/.test(canonicalTitle(section.title));
}

/** `Hypothesis 1: …`, `Theory 2 - …`; a title that only ends in the word names none. */
const HEADING = /^(?:hypothesis|theory)(?:[\s#]*\d{1,4})?\s*[:–—-]\s*\S/i;
const LABEL = /^(?:hypothesis|theory)\b/i;

/** @param listed whether items are hypotheses; those below a bold line are not, they tell about it */
function* inLines(text: string, outline: Outline, from: number, to: number, listed: boolean): Generator<Hypothesis> {
  let items = listed;
  for (const line of proseLines(text, outline, from, to)) {
    const raw = text.slice(line.start, line.end);
    if (raw.length > MAX_LINE) continue;
    const label = labelOf(raw);
    const item = LIST_ITEM.exec(raw);
    if (label && LABEL.test(label.name)) {
      if (label.lead.trim() === '') items = false;
      if (!isPlaceholderLine(raw.slice(label.length))) yield statement(line, label.length, raw, raw.lastIndexOf(label.colon === 'inside' ? ':**' : '**', label.length - 3));
    } else if (WHOLE.test(raw)) {
      items = false;
      yield statement(line, raw.search(/[:–—-]/) + 1, raw, raw.trimEnd().length);
    } else if (items && item && !isPlaceholderLine(raw)) {
      yield statement(line, item[0].length, raw, raw.trimEnd().length);
    }
  }
}

/** A whole line in bold: `**Theory 1: HTTP/2**`. */
const WHOLE = /^[ \t]{0,3}\*\*(?:hypothesis|theory)[\s#]*\d{0,4}\s*[:–—-][^*]*\*\*[ \t]*(?:[([][^()[\]]{0,200}[)\]][ \t]*)?$/i;

/** A longer line is no statement. */
const MAX_LINE = 4_000;

function ofHeading(text: string, section: Section): Hypothesis {
  const raw = text.slice(section.heading.start, section.heading.end);
  const line = /[\r\n]/.exec(raw)?.index ?? raw.length;
  const colon = /(?:hypothesis|theory)[^:–—\n-]{0,12}[:–—-]/i.exec(raw);
  const closing = /[ \t]#+[ \t]*$/.exec(raw.slice(0, line))?.index ?? line;
  return statement({ start: section.heading.start, end: section.heading.start + line }, (colon?.index ?? 0) + (colon?.[0].length ?? 0), raw.slice(0, line), raw.slice(0, closing).trimEnd().length);
}

/** @param from where the statement starts in the line @param place where a status goes in the line */
function statement(line: Span, from: number, raw: string, place: number): Hypothesis {
  const word = statusWord(raw);
  const stated = (word && word.open >= from ? `${raw.slice(from, word.open)} ${raw.slice(word.close)}` : raw.slice(from)).replace(/^[ \t]*\[[ xX]\][ \t]+/, '');
  return {
    text: plainTitle(stated.replaceAll('~~', '')).replace(/ #+$/, ''),
    status: word?.status ?? (/~~[^~]{3,}~~/.test(stated) ? 'refuted' : 'open'),
    span: { start: line.start, end: line.end },
    ...(word && { statusSpan: { start: line.start + word.start, end: line.start + word.end }, noteSpan: { start: line.start + word.end, end: line.start + word.close - 1 } }),
    statusPlace: line.start + place,
  };
}

const STATUS_WORDS: Readonly<Record<string, HypothesisStatus>> = {
  open: 'open', untested: 'open', unverified: 'open', pending: 'open',
  supported: 'supported', confirmed: 'supported', proven: 'supported', proved: 'supported', verified: 'supported',
  refuted: 'refuted', rejected: 'refuted', disproved: 'refuted', disproven: 'refuted', 'ruled out': 'refuted',
  undecided: 'undecided',
};

/** A status stands in brackets of its own: `(open)`, `[refuted]`, `(confirmed: by a probe)`. */
const IN_BRACKETS = new RegExp(`[([](${Object.keys(STATUS_WORDS).join('|')})(?:\\s?[:,;–—-][^()[\\]]{0,200})?[)\\]](?!\\()`, 'i');

function statusWord(raw: string): { status: HypothesisStatus; start: number; end: number; open: number; close: number } | undefined {
  const match = IN_BRACKETS.exec(raw);
  const status = STATUS_WORDS[match?.[1]?.toLowerCase() ?? ''];
  if (!match || !status) return undefined;
  const start = match.index + 1;
  return { status, start, end: start + (match[1] ?? '').length, open: match.index, close: match.index + match[0].length };
}
