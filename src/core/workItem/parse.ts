/** `parse(text) -> { item, problems }`. Never throws on a file's content. */
import type { Outline } from './outline.js';
import { outlineOf } from './outline.js';
import { fieldValue, readHeader, titleHeading } from './header.js';
import type { PlacedEvidence, Problem, Status, WorkItem } from './model.js';
import { footerStatusOf } from './footer.js';
import { readStatus, type StatusWords } from './phases.js';
import { phaseSections, plainTitle, sectionTree } from './sections.js';
import { dominantEol } from './text.js';

/** Words in a status that close a work item (by default DESIGN 5.7's list) or mean a phase. */
export type ParseOptions = StatusWords;

export interface ParseResult {
  readonly item: WorkItem;
  /** What could not be read as it was meant. Rules over what was read are in `src/core/check`. */
  readonly problems: readonly Problem[];
  readonly outline: Outline;
}

export function parse(text: string, options: ParseOptions = NO_OPTIONS): ParseResult {
  const outline = outlineOf(text);
  const { header, problem } = readHeader(text, outline);
  const sections = sectionTree(outline.headings, text.length);
  const statusText = fieldValue(header, 'Status');
  const status: Status = statusText === undefined ? { closed: false } : { text: statusText, ...readStatus(statusText, options) };
  const footerStatus = footerStatusOf(text, outline, status, header.fields.at(-1)?.span.end ?? 0, options);
  const heading = plainTitle((outline.headings.find(({ level }) => level === 1) ?? titleHeading(text, outline))?.text ?? '');
  const headingParts = /^(WI[- ]?\d+)\s*[:–—-]\s*(.*)$/i.exec(heading);
  const alias = idIn(fieldValue(header, 'id', 'artifact_id')) ?? aliasIn(fieldValue(header, 'File')) ?? aliasIn(headingParts?.[1]);
  const { evidence, problems } = evidenceOf(outline);
  return {
    outline,
    item: {
      title: fieldValue(header, 'Title') ?? headingParts?.[2] ?? heading,
      ...(alias !== undefined && { alias }),
      header,
      status,
      ...(footerStatus && { footerStatus }),
      sections,
      phases: phaseSections(sections),
      evidence,
      eol: dominantEol(text),
      ...(outline.openFence && { openFence: outline.openFence }),
    },
    problems: [...(problem ? [{ rule: 'front-matter', severity: 'error' as const, message: problem.message, start: problem.span.start, end: problem.span.end }] : []), ...problems],
  };
}

const NO_OPTIONS: ParseOptions = {};

/** `WI4` in a header field, a file name or a heading. */
export function aliasIn(text: string | undefined): string | undefined {
  const match = /(?:^|[^A-Za-z0-9])WI[- ]?(\d{1,9})(?![A-Za-z0-9])/i.exec(` ${text ?? ''}`.replaceAll('_', ' '));
  return match ? `WI${Number(match[1])}` : undefined;
}

/** An id of its own kind (`WI-WB-0003`) is an alias as it stands. */
function idIn(text: string | undefined): string | undefined {
  return aliasIn(text) ?? (text !== undefined && /^[A-Za-z][\w.-]{0,39}$/.test(text) ? text : undefined);
}

/** Pairs begin and end markers. A marker without its partner is a problem and no block: Casebook then writes a new one beside it. */
function evidenceOf(outline: Outline): { evidence: PlacedEvidence[]; problems: Problem[] } {
  const evidence: PlacedEvidence[] = [];
  const problems: Problem[] = [];
  const lonely = (marker: { kind: string; id: string; type: string }, span: { start: number; end: number }): Problem => ({
    rule: 'evidence-marker',
    severity: 'error',
    message: `The ${marker.type} marker of ${marker.kind} ${marker.id} has no partner: restore the other marker line, or delete this one and run \`casebook writeback\`.`,
    start: span.start,
    end: span.end,
  });
  let open: Outline['markers'][number] | undefined;
  for (const placed of outline.markers) {
    const { marker, line } = placed;
    if (marker.type === 'begin') {
      if (open) problems.push(lonely(open.marker, open.line));
      open = placed;
    } else if (open?.marker.kind === marker.kind && open.marker.id === marker.id) {
      evidence.push({ kind: marker.kind, id: marker.id, span: { start: open.line.start, end: line.end }, body: { start: open.line.next, end: line.start }, hash: marker.hash });
      open = undefined;
    } else {
      if (open) problems.push(lonely(open.marker, open.line));
      open = undefined;
      problems.push(lonely(marker, line));
    }
  }
  if (open) problems.push(lonely(open.marker, open.line));
  return { evidence, problems };
}
