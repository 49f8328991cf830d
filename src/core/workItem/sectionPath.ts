/** Sections by their path: headings from the top, since a title alone is ambiguous in most work items. */
import type { Section } from './model.js';
import { phaseOfTitle } from './phases.js';
import { allSections, canonicalTitle } from './sections.js';

/** One step of a path. */
export interface SectionStep {
  readonly title: string;
  /** Which one, from 1, where several are called so; the first by default. */
  readonly nth?: number;
}

/** `Phase 1: Investigation › Debug Information`, or its steps; `Phase 4[2]` is the second phase 4. */
export type SectionPath = string | readonly SectionStep[];

/** The steps of a written path. */
export function stepsOf(path: SectionPath): readonly SectionStep[] {
  if (typeof path !== 'string') return path;
  return path.split('›').map((part) => {
    const [, title = '', nth] = /^(.*?)(?:\[(\d{1,4})\])?$/s.exec(part.trim()) ?? [];
    return { title: title.trim(), ...(nth !== undefined && { nth: Number(nth) }) };
  });
}

/** As a person reads and writes it. */
export function describePath(steps: readonly SectionStep[]): string {
  return steps.map(({ title, nth }) => `${title}${nth !== undefined && nth > 1 ? `[${nth}]` : ''}`).join(' › ');
}

/**
 * The section at a path. Each step is looked for among the sections right below the one before (at first, the top), then below those at any depth.
 * A step means titles that are equal, else those that are equal without annotations, case and pictures, else the phase of its number.
 */
export function sectionAt(item: { readonly sections: readonly Section[] }, path: SectionPath): Section | undefined {
  let found: Section | undefined;
  for (const step of stepsOf(path)) {
    found = stepBelow(found?.children ?? item.sections, step);
    if (!found) return undefined;
  }
  return found;
}

/** The path of a section: `sectionAt` finds it by this one, whatever its neighbours are called. Undefined if the item has no such section. */
export function pathOf(item: { readonly sections: readonly Section[] }, section: Section): readonly SectionStep[] | undefined {
  return search(item.sections, section);
}

function search(sections: readonly Section[], wanted: Section): readonly SectionStep[] | undefined {
  // Binary search would do for thousands of headings; the section's offset says which subtree to enter.
  const holder = sections.find(({ whole }) => whole.start <= wanted.heading.start && wanted.heading.start < Math.max(whole.end, whole.start + 1));
  if (!holder) return undefined;
  const equal = sections.filter(({ title }) => title === holder.title);
  const step = { title: holder.title, ...(equal.length > 1 && { nth: equal.indexOf(holder) + 1 }) };
  if (holder.heading.start === wanted.heading.start) return [step];
  const below = search(holder.children, wanted);
  return below && [step, ...below];
}

/** The section that a step means below others. */
function stepBelow(sections: readonly Section[], step: SectionStep): Section | undefined {
  const nth = (step.nth ?? 1) - 1;
  for (const candidates of [sections, [...allSections(sections)]]) {
    const found = matches(candidates, step.title)[nth];
    if (found) return found;
  }
  return undefined;
}

function matches(sections: readonly Section[], title: string): readonly Section[] {
  const equal = sections.filter((section) => section.title === title);
  if (equal.length > 0) return equal;
  const canonical = canonicalTitle(title);
  const alike = canonical === '' ? [] : sections.filter((section) => canonicalTitle(section.title) === canonical);
  if (alike.length > 0) return alike;
  const phase = phaseOfTitle(title);
  return phase === undefined ? [] : sections.filter((section) => phaseOfTitle(section.title) === phase);
}
