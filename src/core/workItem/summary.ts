/** What lists and trees show of a work item. */
import { isRunId } from '../run/id.js';
import { isDelimiterRow } from './blockSyntax.js';
import type { Section, Status, WorkItem } from './model.js';
import { aliasIn } from './parse.js';
import { PHASES, type Phase } from './phases.js';
import { isPlaceholderLine } from './placeholder.js';
import { linesOf, type Span } from './text.js';
import { fieldValue } from './header.js';

/** `filled` if anything but headings and placeholders stands in it. */
export type PhaseState = 'filled' | 'empty' | 'missing';

export interface PhaseProgress {
  readonly phase: Phase;
  readonly state: PhaseState;
  /** Offset of its heading; undefined if it is missing. */
  readonly offset?: number;
}

export interface WorkItemSummary {
  readonly title: string;
  readonly alias?: string;
  readonly status: Status;
  /** The phase that the status names; Investigation for an open work item that names none. */
  readonly phase: Phase | 'Closed';
  readonly priority?: string;
  readonly component?: string;
  /** `YYYY-MM-DD`, from the header; undefined if it says none that way. */
  readonly created?: string;
  readonly phases: readonly PhaseProgress[];
  /** Evidence blocks in it. */
  readonly evidence: number;
  /** Ids of the runs and other measurements that these tell of, each once. */
  readonly measured: readonly string[];
}

/**
 * @param fileName gives the alias where neither header nor heading does: `WI4_fix-it.md`
 * @param archived whether the file lies in an archive folder, which closes it
 */
export function summarise(text: string, item: WorkItem, fileName: string, archived: boolean): WorkItemSummary {
  const alias = item.alias ?? aliasIn(fileName);
  const priority = fieldValue(item.header, 'Priority');
  const component = fieldValue(item.header, 'Component');
  const created = /\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/.exec(fieldValue(item.header, 'Created', 'Date', 'Opened', 'Reported') ?? '')?.[0];
  const closed = item.status.closed || archived;
  return {
    title: item.title === '' ? fileName : item.title,
    ...(alias !== undefined && { alias }),
    status: { ...item.status, closed },
    phase: closed ? 'Closed' : (item.status.phase ?? 'Investigation'),
    ...(priority !== undefined && { priority }),
    ...(component !== undefined && { component }),
    ...(created !== undefined && { created }),
    phases: PHASES.map((phase) => progress(text, item, phase)),
    evidence: item.evidence.length,
    measured: measuredIn(item),
  };
}

/** A run may have several blocks, as `<id>/errors`. */
function measuredIn({ evidence }: WorkItem): string[] {
  return [...new Set(evidence.map(({ id }) => id.split('/')[0] ?? id))].filter(isRunId);
}

function progress(text: string, item: WorkItem, phase: Phase): PhaseProgress {
  const sections = item.phases.filter((candidate) => candidate.phase === phase).map(({ section }) => section);
  const [first] = sections;
  if (!first) return { phase, state: 'missing' };
  return { phase, state: sections.some((section) => hasContent(text, section)) ? 'filled' : 'empty', offset: first.heading.start };
}

/** Whether a section or one below it has a line that is no heading and no placeholder. A table without a filled cell below its header tells nothing. */
export function hasContent(text: string, section: Section): boolean {
  for (const raw of tellingLines(text, section.own)) if (!isEmptyField(raw)) return true;
  return section.children.some((child) => hasContent(text, child));
}

/** Lines that are neither placeholders nor comments, rules, fences' marks, or a table's header, delimiter and empty rows. */
export function* tellingLines(text: string, span: Span): Generator<string> {
  let last: string | undefined;
  let inTable = false;
  for (const line of linesOf(text, span.start, span.end)) {
    const raw = text.slice(line.start, line.end);
    // A header is known as one by the row below it.
    if (last !== undefined && !inTable && isDelimiterRow(raw, last)) {
      inTable = true;
      last = undefined;
      continue;
    }
    if (last !== undefined) yield last;
    inTable &&= raw.includes('|');
    last = isSilent(raw) || (inTable && isEmptyRow(raw)) ? undefined : raw;
  }
  if (last !== undefined) yield last;
}

function isSilent(line: string): boolean {
  return isPlaceholderLine(line) || /^\s*(?:<!--.*-->|[-*_=]{3,}|(?:`{3,}|~{3,})\S*)\s*$/.test(line);
}

/** No cell is filled, or only the first one with a short name of what is to be filled in. */
function isEmptyRow(row: string): boolean {
  const [first = '', ...others] = row.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());
  return others.every(isPlaceholderLine) && (isPlaceholderLine(first) || (others.length > 0 && first.length <= MAX_ROW_NAME));
}

/** UTF-16 code units. */
const MAX_ROW_NAME = 40;

/** `- **Evidence**:` with nothing, or a placeholder, behind it. */
function isEmptyField(line: string): boolean {
  const match = /^\s*(?:[-*+]\s+)?\*\*[^*]+(?::\*\*|\*\*\s*:)(.*)$/.exec(line);
  return match !== null && isPlaceholderLine(match[1] ?? '');
}
