import { isDone, phaseState } from '../phaseState.js';
import { appendBlock } from '../insertion.js';
import type { Rule } from '../rule.js';
import { sectionsMeant } from '../sectionsLike.js';

/** A section that the template marks `(MANDATORY…)` has to stand in its phase; before its phase is reached there is still time. */
export const mandatorySectionMissing: Rule = {
  id: 'mandatory-section-missing',
  severity: 'error',
  summary: 'A section that the template demands is missing.',
  appliesTo: 'work-item',
  *find({ text, item, schema }) {
    for (const mandatory of schema.mandatory) {
      // Of a work item that is done, rule done-without-results says it.
      if (isDone(item) && mandatory.phase === 'Testing & Validation' && /^test results$/i.test(mandatory.title)) continue;
      const first = item.phases.find((present) => present.phase === mandatory.phase)?.section;
      if (!first || sectionsMeant(item, mandatory).length > 0) continue;
      const heading = `${'#'.repeat(Math.min(6, first.level + 1))} ${mandatory.title}`;
      yield {
        span: first.heading,
        message: `${first.title} has no section "${mandatory.title}": add the heading \`${heading}\`.`,
        ...(phaseState(item, mandatory.phase) === 'ahead' && { severity: 'warning' as const }),
        fix: { title: `Add the section "${mandatory.title}"`, edit: appendBlock(text, first.whole, [heading], item.eol) },
      };
    }
  },
};
