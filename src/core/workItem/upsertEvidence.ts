/** Puts an evidence block into a work item with one edit: in place of the same block, of a placeholder, or behind what is there. */
import { blockHash, renderBlock, type EvidenceBlock } from '../report/block.js';
import type { Sha256 } from '../ports.js';
import { fieldsOf, findField } from './fields.js';
import type { EditResult } from './edit.js';
import type { PlacedEvidence, Section, WorkItem } from './model.js';
import { parse } from './parse.js';
import { phaseNumber } from './phases.js';
import { describePlace, type Place } from './place.js';
import { allSections, canonicalTitle, findBelow } from './sections.js';
import { insertion, missingSpot, type Spot } from './spot.js';
import { applyEdit, positionAt, type TextEdit } from './text.js';

/**
 * The edit that makes `block` stand in `text`. The same kind and id is replaced where it stands, wherever that is.
 * What is missing of its place is made where the template has it. A conflict is a sentence: the block there was edited by hand, or what is around the place would swallow it.
 */
export function upsertEvidence(text: string, block: EvidenceBlock, place: Place, sha256: Sha256, template?: string): EditResult {
  const { item } = parse(text);
  const rendered = renderBlock(block, item.eol, sha256);
  const existing = item.evidence.find(({ kind, id }) => kind === block.kind && id === block.id);
  if (existing) return replacement(text, existing, rendered, sha256);
  return checked(text, block, edit(text, item, spotFor(text, item, place, template), rendered), place);
}

/** The edit that puts another block in place of one, unless that was edited by hand: a conflict. @param rendered with its markers */
export function replacement(text: string, { kind, id, span, body, hash }: PlacedEvidence, rendered: string, sha256: Sha256): EditResult {
  const standing = text.slice(body.start, body.end).replace(/\r\n?/g, '\n').replace(/\n$/, '');
  if (blockHash(standing, sha256) === hash) return { edit: { ...span, text: rendered } };
  return { conflict: `The ${kind} block ${id} in line ${positionAt(text, span.start).line} was edited by hand. Move your text out of the block's markers, or delete the whole block, and write it again.` };
}

/** Applies the edit on trial: a block that could not be found again there would be written twice, or be no block at all. */
function checked(text: string, block: EvidenceBlock, candidate: TextEdit, place: Place): EditResult {
  const { item } = parse(applyEdit(text, candidate));
  if (item.evidence.some(({ kind, id }) => kind === block.kind && id === block.id)) return { edit: candidate };
  const fence = item.openFence ? ` (it opens in line ${positionAt(text, item.openFence.start).line})` : '';
  return { conflict: `${describePlace(place)} stands inside a code fence or a comment that nothing closes${fence}: close it, and write the block again.` };
}

function edit(text: string, item: WorkItem, spot: Spot, rendered: string): TextEdit {
  const { eol } = item;
  const { region, headings } = spot;
  const inRegion = headings.length > 0 ? [] : item.evidence.filter(({ span }) => span.start >= region.start && span.end <= region.end);
  const last = inRegion.at(-1);
  // An end marker's line ends its block: nothing has to stand behind it, so that taking it out again leaves the file as it was.
  return last ? { start: last.span.end, end: last.span.end, text: `${eol}${eol}${rendered}` } : insertion(text, spot, rendered, eol, false);
}

function spotFor(text: string, item: WorkItem, place: Place, template: string | undefined): Spot {
  const section = findSection(item, place);
  if (!section) return missingSection(text, item, place, template);
  const { level } = section;
  if (!('field' in place)) return { region: section.own, headings: [], level };
  const heading = section.children.find(({ title }) => canonicalTitle(title) === canonicalTitle(place.field));
  if (heading) return { region: heading.own, headings: [], level };
  const field = findField(fieldsOf(text, section), place.field);
  if (field) return { region: field.content, headings: [], level };
  return { region: section.whole, headings: [`${'#'.repeat(Math.min(6, level + 1))} ${place.field}`], level };
}

/** The section in its phase; in a report without phases the only one of that title. */
function findSection(item: WorkItem, place: Place): Section | undefined {
  const inPhase = item.phases.filter(({ phase }) => phase === place.phase).map(({ section }) => findBelow(section, place.section)).find((found) => found !== undefined);
  if (inPhase || item.phases.length > 0) return inPhase;
  const [only, another] = [...allSections(item.sections)].filter(({ title }) => canonicalTitle(title) === canonicalTitle(place.section));
  return another ? undefined : only;
}

/** The section, its phase and the field are made where the template has them; what all work items have in common has them all. */
function missingSection(text: string, item: WorkItem, place: Place, template: string | undefined): Spot {
  const titles = [`Phase ${phaseNumber(place.phase)}`, place.section, ...('field' in place ? [place.field] : [])];
  const spot = missingSpot(text, item, titles.map((title) => ({ title })), template);
  if (!spot) throw new Error(`No template has ${describePlace(place)}`);
  return spot;
}
