/** Whether something was done in a phase, and not only planned. */
import type { Section } from '../workItem/model.js';
import { hasContent, tellingLines } from '../workItem/summary.js';

/** Sections that say what a phase is to reach: they are often written before it starts. */
const PLANS = /^(?:requirements?|goals?|objectives?|plan(?:ned)?\b.*|next steps|scope|todo|tasks?|checklist)$/i;

/** An open task is a plan, and so is a table row or a heading alone. */
const PLANNED_LINE = /^\s*(?:[-*+]|\d{1,9}[.)])\s+\[ \]\s/;

/** Whether a section, or one below it, holds a line that is neither a placeholder nor an open task. */
export function hasWorkDone(text: string, section: Section): boolean {
  if (PLANS.test(section.title)) return false;
  const own = { ...section, children: [] };
  if (hasContent(text, own) && hasDoneLine(text, section)) return true;
  return section.children.some((child) => hasWorkDone(text, child));
}

function hasDoneLine(text: string, { own }: Section): boolean {
  // A line that ends in a colon only announces what follows.
  for (const raw of tellingLines(text, own)) if (!PLANNED_LINE.test(raw) && !/:[*_]*\s*$/.test(raw)) return true;
  return false;
}
