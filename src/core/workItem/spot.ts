/** Where something new goes: into a section that is there, or below headings that have to be made, where the template has them. */
import { gapBefore, gapBehind } from './edit.js';
import type { Section, WorkItem } from './model.js';
import { parse } from './parse.js';
import { phaseOfTitle } from './phases.js';
import { isReplaceable } from './placeholder.js';
import { sectionAt, type SectionPath } from './sectionPath.js';
import { allSections, canonicalTitle } from './sections.js';
import type { Eol, Span, TextEdit } from './text.js';

export interface Spot {
  /** The part of the file at whose end it goes; its content stays unless it is a placeholder. */
  readonly region: Span;
  /** Headings to make at the region's end, without line endings. */
  readonly headings: readonly string[];
  /** Of the section that it goes into. */
  readonly level: number;
}

/** What every work item has, for those whose template is not known or does not have the section. */
const COMMON_TEMPLATE = [
  '## Phase 1: Investigation', '### Debug Information', '#### Error Messages', '#### Log Locations', '#### System State', '#### Reproduction Steps', '#### Evidence', '### Hypotheses', '### Root Cause',
  '## Phase 2: Design', '## Phase 3: TDD/BDD', '## Phase 4: Implementation', '### Attempts', '## Phase 5: Testing & Validation', '### Test Results', '## Phase 6: Owner Acceptance', '',
].join('\n');

/** The edit that puts a body, with blank lines around it, at a spot. @param apart false for a body whose last line ends itself, and what is behind it stays as it is */
export function insertion(text: string, { region, headings }: Spot, body: string, eol: Eol, apart = true): TextEdit {
  const block = [...headings, body].join(eol + eol);
  const end = contentEnd(text, region);
  const replaces = headings.length === 0 && end > region.start && isReplaceable(text.slice(region.start, end));
  const start = replaces ? region.start : end;
  return { start, end, text: `${gapBefore(text, start, eol)}${block}${apart || text.slice(0, end).replace('\ufeff', '') === '' ? gapBehind(text, end, eol) : ''}` };
}

/** Behind the last line with content before the region's end; the heading's own line if the region is empty. */
export function contentEnd(text: string, region: Span): number {
  let end = Math.max(text.slice(0, region.end).trimEnd().length, text.startsWith('\ufeff') ? 1 : 0);
  while (end < region.end && /[ \t]/.test(text.charAt(end))) end += 1;
  return end;
}

/**
 * Where a section that the file does not have goes by the template's order: behind the nearest section that comes before it there, else before the
 * nearest that comes after it, else to the end of what holds it. Undefined if neither the template nor the common one has it.
 * @param template the text of the template that the work item was made from
 */
export function missingSpot(text: string, item: WorkItem, path: SectionPath, template?: string): Spot | undefined {
  for (const source of template === undefined ? [COMMON_TEMPLATE] : [template, COMMON_TEMPLATE]) {
    const sections = parse(source).item.sections;
    const wanted = sectionAt({ sections }, path);
    const chain = wanted && ancestors(sections, wanted);
    if (chain) return spotInChain(text, item, sections, chain);
  }
  return undefined;
}

/** A template's sections from the top down to one, without the document's title. */
function ancestors(sections: readonly Section[], wanted: Section): readonly Section[] | undefined {
  for (const section of sections) {
    if (section === wanted) return [section];
    const below = ancestors(section.children, wanted);
    if (below) return section.level === 1 ? below : [section, ...below];
  }
  return undefined;
}

function spotInChain(text: string, item: WorkItem, template: readonly Section[], chain: readonly Section[]): Spot {
  let parent: Section | undefined;
  let siblings = template.flatMap((section) => (section.level === 1 ? [section, ...section.children] : [section]));
  let made = 0;
  for (const section of chain) {
    const present = counterpart(item, parent, section).at(0);
    if (!present) break;
    parent = present;
    siblings = [...section.children];
    made += 1;
  }
  const missing = chain.slice(made);
  const top = parent ? parent.level + 1 : (item.phases[0]?.section.level ?? 2);
  const headings = missing.map(({ title }, depth) => `${'#'.repeat(Math.min(6, top + depth))} ${title.replace(/\{\{[^}]*\}\}/g, '').trim()}`);
  const first = missing[0];
  const region = first ? { start: 0, end: placeAmong(item, parent, siblings, first) ?? parent?.whole.end ?? text.length } : (parent?.own ?? { start: 0, end: text.length });
  return { region, headings, level: Math.min(6, top + missing.length - 1) };
}

/** The item's sections that a template's section stands for, below what was found for its parent. */
function counterpart(item: WorkItem, parent: Section | undefined, section: Section): Section[] {
  const phase = phaseOfTitle(section.title);
  if (phase !== undefined) return item.phases.filter((candidate) => candidate.phase === phase).map((candidate) => candidate.section);
  const title = canonicalTitle(section.title);
  return [...allSections(parent ? parent.children : item.sections)].filter((candidate) => canonicalTitle(candidate.title) === title);
}

function placeAmong(item: WorkItem, parent: Section | undefined, siblings: readonly Section[], missing: Section): number | undefined {
  const at = siblings.indexOf(missing);
  for (const before of siblings.slice(0, Math.max(0, at)).reverse()) {
    const present = before.level === 1 ? undefined : counterpart(item, parent, before).at(-1);
    if (present) return present.whole.end;
  }
  for (const after of siblings.slice(at + 1)) {
    const present = counterpart(item, parent, after).at(0);
    if (present) return present.heading.start;
  }
  return undefined;
}
