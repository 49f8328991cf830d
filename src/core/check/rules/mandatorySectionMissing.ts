import { findBelow } from '../../workItem/sections.js';
import type { Rule } from '../rule.js';

/** A section that the template marks `(MANDATORY…)` has to stand in its phase. */
export const mandatorySectionMissing: Rule = {
  id: 'mandatory-section-missing',
  severity: 'error',
  *find({ item, schema }) {
    for (const { phase, title } of schema.mandatory) {
      const phases = item.phases.filter((present) => present.phase === phase);
      const [first] = phases;
      if (!first || phases.some(({ section }) => findBelow(section, title))) continue;
      yield { span: first.section.heading, message: `${first.section.title} has no section "${title}": add the heading \`${'#'.repeat(first.section.level + 1)} ${title}\`.` };
    }
  },
};
