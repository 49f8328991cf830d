/** What stands in a work item, phase by phase: its evidence, and what is to be ticked. */
import { bounded } from '../report/untrusted.js';
import type { EvidenceKind } from '../evidence/kinds.js';
import { checkboxesOf, type Checkbox } from './checkboxes.js';
import type { PlacedEvidence, WorkItem } from './model.js';
import type { Outline } from './outline.js';
import { PHASES, type Phase } from './phases.js';
import { linesOf, type Span } from './text.js';

export interface EvidenceEntry {
  readonly kind: EvidenceKind;
  readonly id: string;
  /** Its first line, as plain text. */
  readonly title: string;
  /** Offset of its begin marker: a copy of it has another one. */
  readonly at: number;
}

/** In the order of the file. */
export interface Contents {
  readonly evidence: readonly EvidenceEntry[];
  readonly checkboxes: readonly Checkbox[];
}

export interface ItemContents {
  readonly phases: ReadonlyMap<Phase, Contents>;
  /** What stands in no phase. */
  readonly elsewhere: Contents;
}

/** Characters of an entry's title. */
const MAX_TITLE = 160;

export function contentsOf(text: string, item: WorkItem, outline: Outline): ItemContents {
  const boxes = checkboxesOf(text, outline);
  const phaseAt = (offset: number): Phase | undefined => item.phases.find(({ section }) => section.whole.start <= offset && offset < section.whole.end)?.phase;
  const inside = (phase: Phase | undefined): Contents => ({
    evidence: item.evidence.filter(({ span }) => phaseAt(span.start) === phase).map((block) => ({ kind: block.kind, id: block.id, title: titleOf(text, block), at: block.span.start })),
    checkboxes: boxes.filter(({ span }) => phaseAt(span.start) === phase && !item.evidence.some((block) => holds(block.span, span))),
  });
  return { phases: new Map(PHASES.map((phase) => [phase, inside(phase)])), elsewhere: inside(undefined) };
}

function titleOf(text: string, { kind, body }: PlacedEvidence): string {
  for (const line of linesOf(text, body.start, body.end)) {
    const words = text.slice(line.start, line.end).replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/^[\s#>*|-]+|[*`]+/g, '').trim();
    if (words !== '') return bounded(words, MAX_TITLE);
  }
  return kind;
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
