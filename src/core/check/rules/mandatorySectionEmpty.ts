import { hasContent } from '../../workItem/summary.js';
import { isDone, phaseState } from '../phaseState.js';
import type { Rule } from '../rule.js';
import { sectionsMeant } from '../sectionsLike.js';

/** A mandatory section needs real content before its phase is left; until then a placeholder is only pointed at. */
export const mandatorySectionEmpty: Rule = {
  id: 'mandatory-section-empty',
  severity: 'error',
  summary: 'A section that the template demands holds nothing but placeholders.',
  appliesTo: 'work-item',
  *find({ text, item, schema }) {
    for (const mandatory of schema.mandatory) {
      const { phase, title } = mandatory;
      // Of a work item that is done, rule done-without-results says it.
      if (isDone(item) && phase === 'Testing & Validation' && /^test results$/i.test(title)) continue;
      const state = phaseState(item, phase);
      const sections = sectionsMeant(item, mandatory);
      const [first] = sections;
      if (state === 'ahead' || !first || sections.some((section) => hasContent(text, section))) continue;
      yield state === 'left'
        ? { span: first.heading, message: `"${title}" is still empty, but the status is past ${phase}: fill it in, or set the status back.` }
        : { span: first.heading, message: `"${title}" is still empty: it needs content before ${phase} can be left.`, severity: 'warning' };
    }
  },
};
