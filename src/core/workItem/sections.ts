/** The tree of headings, and how to find a section by its path. */
import type { Heading } from './outline.js';
import type { Section } from './model.js';
import { phaseOfTitle, type Phase } from './phases.js';

interface OpenSection {
  readonly heading: Heading;
  readonly children: Section[];
  readonly ownEnd: number;
}

/** Builds the tree in one pass. */
export function sectionTree(headings: readonly Heading[], textLength: number): Section[] {
  const top: Section[] = [];
  const open: OpenSection[] = [];
  const closeTo = (level: number, end: number) => {
    for (let last = open.at(-1); last && last.heading.level >= level; last = open.at(-1)) {
      open.pop();
      (open.at(-1)?.children ?? top).push(closed(last, end));
    }
  };
  headings.forEach((heading, index) => {
    closeTo(heading.level, heading.start);
    open.push({ heading, children: [], ownEnd: headings[index + 1]?.start ?? textLength });
  });
  closeTo(0, textLength);
  return top;
}

function closed({ heading, children, ownEnd }: OpenSection, end: number): Section {
  return {
    level: heading.level,
    title: plainTitle(heading.text),
    heading: { start: heading.start, end: heading.end },
    own: { start: heading.next, end: ownEnd },
    whole: { start: heading.start, end },
    children,
  };
}

/** A heading's text without emphasis and code marks. */
export function plainTitle(text: string): string {
  return text.replace(/[*`]+|(?<!\w)_+|(?<!_)_+(?!\w)/g, '').replace(/\s+/g, ' ').trim();
}

/** A title as it is compared: without the annotations that teams add in brackets or behind a dash, without case, without pictures. */
export function canonicalTitle(title: string): string {
  return title
    .replace(/[([].*$/, '')
    .replace(/\s[-–—].*$/, '')
    .replace(/[^\p{L}\p{N}&/ ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Every section, parents before children, in the order of the file. */
export function* allSections(sections: readonly Section[]): Generator<Section> {
  for (const section of sections) {
    yield section;
    yield* allSections(section.children);
  }
}

/** The sections that are a phase: at the first or second level. Deeper ones are steps of somebody's plan. */
export function phaseSections(sections: readonly Section[]): { phase: Phase; section: Section }[] {
  return [...allSections(sections)].flatMap((section) => {
    const phase = section.level <= 2 ? phaseOfTitle(section.title) : undefined;
    return phase ? [{ phase, section }] : [];
  });
}

/** The first section below `parent` (at any depth) with the title; annotations do not matter. */
export function findBelow(parent: { readonly children: readonly Section[] }, title: string): Section | undefined {
  const wanted = canonicalTitle(title);
  return [...allSections(parent.children)].find((section) => canonicalTitle(section.title) === wanted);
}
