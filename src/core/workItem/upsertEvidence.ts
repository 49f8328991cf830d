/** Puts an evidence block into a work item with one edit: in place of the same block, of a placeholder, or behind what is there. */
import { blockHash, renderBlock, type EvidenceBlock } from '../report/block.js';
import type { Sha256 } from '../ports.js';
import { fieldsOf, findField } from './fields.js';
import { gapBefore, gapBehind, type EditResult } from './edit.js';
import type { Section, WorkItem } from './model.js';
import { parse } from './parse.js';
import { phaseNumber } from './phases.js';
import { isReplaceable } from './placeholder.js';
import { describePlace, type Place } from './place.js';
import { allSections, canonicalTitle, findBelow } from './sections.js';
import { applyEdit, positionAt, type Span, type TextEdit } from './text.js';

/** Behind what the block goes, and the headings that have to be made for it. */
interface Spot {
  /** The part of the file where the block may stand; its content stays unless it is a placeholder. */
  readonly region: Span;
  /** Headings to create at the region's end, without line endings. */
  readonly headings: readonly string[];
}

/**
 * The edit that makes `block` stand in `text`. The same kind and id is replaced where it stands, wherever that is.
 * A conflict is a sentence: the block there was edited by hand, or what is around the place would swallow it.
 */
export function upsertEvidence(text: string, block: EvidenceBlock, place: Place, sha256: Sha256): EditResult {
  const { item } = parse(text);
  const rendered = renderBlock(block, item.eol, sha256);
  const existing = item.evidence.find(({ kind, id }) => kind === block.kind && id === block.id);
  if (existing) {
    const body = text.slice(existing.body.start, existing.body.end).replace(/\r\n?/g, '\n').replace(/\n$/, '');
    if (blockHash(body, sha256) !== existing.hash) {
      const { line } = positionAt(text, existing.span.start);
      return { conflict: `The ${block.kind} block ${block.id} in line ${line} was edited by hand. Move your text out of the block's markers, or delete the whole block, and write it again.` };
    }
    return { edit: { ...existing.span, text: rendered } };
  }
  return checked(text, block, edit(text, item, spotFor(text, item, place), rendered), place);
}

/** Applies the edit on trial: a block that could not be found again there would be written twice, or be no block at all. */
function checked(text: string, block: EvidenceBlock, candidate: TextEdit, place: Place): EditResult {
  const { item } = parse(applyEdit(text, candidate));
  if (item.evidence.some(({ kind, id }) => kind === block.kind && id === block.id)) return { edit: candidate };
  const fence = item.openFence ? ` (it opens in line ${positionAt(text, item.openFence.start).line})` : '';
  return { conflict: `${describePlace(place)} stands inside a code fence or a comment that nothing closes${fence}: close it, and write the block again.` };
}

function edit(text: string, item: WorkItem, { region, headings }: Spot, rendered: string): TextEdit {
  const { eol } = item;
  const block = [...headings, rendered].join(eol + eol);
  const inRegion = headings.length > 0 ? [] : item.evidence.filter(({ span }) => span.start >= region.start && span.end <= region.end);
  const last = inRegion.at(-1);
  if (last) return { start: last.span.end, end: last.span.end, text: `${eol}${eol}${block}${gapBehind(text, last.span.end, eol)}` };
  const contentEnd = region.start + text.slice(region.start, region.end).trimEnd().length;
  const replaces = headings.length === 0 && isReplaceable(text.slice(region.start, region.end));
  const start = replaces ? Math.min(region.start, contentEnd) : contentEnd;
  return { start, end: contentEnd, text: `${gapBefore(text, start, eol)}${block}${gapBehind(text, contentEnd, eol)}` };
}

function spotFor(text: string, item: WorkItem, place: Place): Spot {
  const section = findSection(item, place);
  if (!section) return missingSection(text, item, place);
  if (!('field' in place)) return { region: section.own, headings: [] };
  const field = findField(fieldsOf(text, section) ?? [], place.field);
  if (field) return { region: field.content, headings: [] };
  return { region: section.whole, headings: [`${marks(section.level + 1)} ${place.field}`] };
}

/** The section in its phase, else anywhere: reports without phases have a Debug Information of their own. */
function findSection(item: WorkItem, place: Place): Section | undefined {
  const inPhase = item.phases.filter(({ phase }) => phase === place.phase).map(({ section }) => findBelow(section, place.section)).find((found) => found !== undefined);
  return inPhase ?? [...allSections(item.sections)].find(({ title }) => canonicalTitle(title) === canonicalTitle(place.section));
}

/** The section goes to the end of its phase; a missing phase before the first later one, else behind the last earlier one, else to the end. */
function missingSection(text: string, item: WorkItem, place: Place): Spot {
  const own = item.phases.find(({ phase }) => phase === place.phase)?.section;
  const level = own?.level ?? item.phases[0]?.section.level ?? 2;
  const below = [`${marks(level + 1)} ${place.section}`, ...('field' in place ? [`${marks(level + 2)} ${place.field}`] : [])];
  if (own) return { region: own.whole, headings: below };
  const number = phaseNumber(place.phase);
  const headings = [`${marks(level)} Phase ${number}: ${place.phase}`, ...below];
  const later = item.phases.find(({ phase }) => phaseNumber(phase) > number)?.section;
  const earlier = item.phases.filter(({ phase }) => phaseNumber(phase) < number).at(-1)?.section;
  const end = earlier?.whole.end ?? later?.heading.start ?? text.length;
  return { region: { start: text.startsWith('\ufeff') ? 1 : 0, end }, headings };
}

function marks(level: number): string {
  return '#'.repeat(Math.min(6, level));
}
