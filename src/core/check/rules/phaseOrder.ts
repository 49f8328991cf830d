import { phaseNumber, type Phase } from '../../workItem/phases.js';
import type { Rule } from '../rule.js';

/** A reader follows the phases from the first to the last, and so does everything that places evidence. */
export const phaseOrder: Rule = {
  id: 'phase-order',
  severity: 'warning',
  summary: 'A phase stands behind a later one.',
  appliesTo: 'work-item',
  *find({ item }) {
    const seen = new Set<Phase>();
    let highest: Phase | undefined;
    for (const { phase, section } of item.phases) {
      // A second one is a duplicate, wherever it stands.
      if (seen.has(phase)) continue;
      seen.add(phase);
      if (highest !== undefined && phaseNumber(phase) < phaseNumber(highest)) yield { span: section.heading, message: `Phase ${phaseNumber(phase)} stands behind Phase ${phaseNumber(highest)}: move it before it.` };
      else highest = phase;
    }
  },
};
