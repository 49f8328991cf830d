/** A template is the schema of the work items made from it (DESIGN 5.1). */
import { parse } from './parse.js';
import { PHASES, phaseOfTitle, type Phase } from './phases.js';
import { allSections } from './sections.js';

export interface MandatorySection {
  readonly phase: Phase;
  /** Without the `(MANDATORY…)` annotation. */
  readonly title: string;
}

export interface TemplateSchema {
  readonly phases: readonly Phase[];
  /** Sections that must have real content before their phase can be left. */
  readonly mandatory: readonly MandatorySection[];
}

/** What every work item has, whatever it was made from; used for those that name no template. */
export const COMMON_SCHEMA: TemplateSchema = {
  phases: PHASES,
  mandatory: [
    { phase: 'Investigation', title: 'Debug Information' },
    { phase: 'Testing & Validation', title: 'Test Results' },
  ],
};

/** Reads the schema from a template's text: `## Phase N:` headings, and headings annotated `(MANDATORY…)` below them. */
export function schemaOf(template: string): TemplateSchema {
  const { phases } = parse(template).item;
  const mandatory = phases.flatMap(({ phase, section }) =>
    [...allSections(section.children)]
      .filter(({ title }) => /\(MANDATORY\b/i.test(title) && phaseOfTitle(title) === undefined)
      .map(({ title }) => ({ phase, title: title.replace(/\s*\(MANDATORY\b.*$/i, '') })),
  );
  return { phases: phases.map(({ phase }) => phase), mandatory: mandatory.length > 0 ? mandatory : COMMON_SCHEMA.mandatory };
}
