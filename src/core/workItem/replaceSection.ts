/** Replaces what stands in a section. */
import { checkedEdit, gapBehind, markdownOf, type EditResult } from './edit.js';
import { parse } from './parse.js';
import { describePath, sectionAt, stepsOf, type SectionPath } from './sectionPath.js';
import { contentEnd, insertion, missingSpot } from './spot.js';
import { linesOf } from './text.js';

/**
 * The edit that makes `content` (markdown) all that stands in the section, its subsections included. The heading, and blank lines around, stay.
 * A section that is missing is made where the template has it. Refused is content that would change the structure around (a heading of the section's
 * level or above, a phase, an unclosed fence or comment, an evidence marker), and a section that holds evidence blocks or
 * phases.
 */
export function replaceSection(text: string, path: SectionPath, content: string, template?: string): EditResult {
  const { item } = parse(text);
  const { eol } = item;
  const body = markdownOf(content, eol);
  const section = sectionAt(item, path);
  if (!section) {
    const spot = missingSpot(text, item, path, template);
    if (!spot) return noSection(path);
    return checkedEdit(text, insertion(text, spot, body, eol), { belowLevel: spot.level, headings: spot.headings });
  }
  const region = { start: section.own.start, end: section.whole.end };
  const held = item.evidence.filter(({ span }) => span.start >= region.start && span.end <= region.end);
  if (held.length > 0) return { conflict: `${describePath(stepsOf(path))} holds ${held.length === 1 ? 'an evidence block' : `${held.length} evidence blocks`}, which would be lost: add to the section instead, or remove the evidence first.` };
  if (item.phases.some(({ section: phase }) => phase.heading.start >= region.start && phase.heading.start < region.end)) return { conflict: `${describePath(stepsOf(path))} holds phases, which a work item has to keep: name a section below a phase.` };
  const end = contentEnd(text, region);
  if (end <= region.start) return body === '' ? { edit: { start: end, end, text: '' } } : checkedEdit(text, insertion(text, { region, headings: [], level: section.level }, body, eol), { belowLevel: section.level });
  const start = firstContent(text, region.start, end);
  return checkedEdit(text, { start, end, text: `${body}${body === '' ? '' : gapBehind(text, end, eol)}` }, { belowLevel: section.level });
}

/** Behind the blank lines at the beginning. */
function firstContent(text: string, from: number, to: number): number {
  for (const line of linesOf(text, from, to)) if (text.slice(line.start, line.end).trim() !== '') return line.start;
  return from;
}

export function noSection(path: SectionPath): EditResult {
  return { conflict: `There is no section ${describePath(stepsOf(path))}, and the template has none: name one that is there, or write its heading first.` };
}
