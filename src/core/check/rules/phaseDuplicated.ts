import { phaseNumber, type Phase } from '../../workItem/phases.js';
import type { Rule } from '../rule.js';

/** Whoever looks for what was done finds the first one, and misses the rest. */
export const phaseDuplicated: Rule = {
  id: 'phase-duplicated',
  severity: 'warning',
  summary: 'A phase occurs twice.',
  appliesTo: 'work-item',
  *find({ item }) {
    const seen = new Map<Phase, string>();
    for (const { phase, section } of item.phases) {
      const first = seen.get(phase);
      if (first === undefined) seen.set(phase, section.title);
      else yield { span: section.heading, message: `Phase ${phaseNumber(phase)} is here already ("${first}"): move this part under it, or make it a section \`${'#'.repeat(Math.min(6, section.level + 1))} …\` of it.` };
    }
  },
};
