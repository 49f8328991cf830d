/** Adds to what stands in a section. */
import { checkedEdit, markdownOf, type EditResult } from './edit.js';
import { outlineOf } from './outline.js';
import { parse } from './parse.js';
import { noSection } from './replaceSection.js';
import { sectionAt, type SectionPath } from './sectionPath.js';
import { insertion, missingSpot } from './spot.js';

/**
 * The edit that puts `content` (markdown) behind what stands in the section itself: before its first subsection, or behind the last one if the content has
 * headings. A placeholder there is replaced. A missing section is made, and content refused, as by `replaceSection`.
 */
export function appendToSection(text: string, path: SectionPath, content: string, template?: string): EditResult {
  const { item } = parse(text);
  const body = markdownOf(content, item.eol);
  if (body === '') return { conflict: 'There is nothing to add: the text is empty.' };
  const section = sectionAt(item, path);
  const region = section && (outlineOf(body).headings.length > 0 ? { start: section.own.start, end: section.whole.end } : section.own);
  const spot = region ? { region, headings: [], level: section.level } : missingSpot(text, item, path, template);
  if (!spot) return noSection(path);
  return checkedEdit(text, insertion(text, spot, body, item.eol), { belowLevel: spot.level, headings: spot.headings });
}
