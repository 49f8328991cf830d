/** Finding the section that a template asks for, under the names that people give it. */
import type { Section, WorkItem } from '../workItem/model.js';
import { allSections, canonicalTitle } from '../workItem/sections.js';
import type { MandatorySection } from '../workItem/templateSchema.js';

/**
 * The sections that are meant: those of that title in the phase, also with words before or behind it (`Final Test Results`), in every section of a
 * phase that occurs twice; else one that stands in no phase (`## Debug Information` between two phases).
 */
export function sectionsMeant(item: WorkItem, { phase, title }: MandatorySection): Section[] {
  const wanted = canonicalTitle(title);
  const means = (section: Section) => ` ${canonicalTitle(section.title)} `.includes(` ${wanted} `);
  const inPhase = item.phases.filter((present) => present.phase === phase).flatMap(({ section }) => [...allSections(section.children)].filter(means));
  if (inPhase.length > 0) return inPhase;
  const inAny = (section: Section) => item.phases.some((present) => section.heading.start >= present.section.whole.start && section.heading.start < present.section.whole.end);
  return [...allSections(item.sections)].filter((section) => means(section) && !inAny(section));
}
