import { findBelow } from '../../workItem/sections.js';
import { hasContent } from '../../workItem/summary.js';
import { phaseState } from '../phaseState.js';
import type { Rule } from '../rule.js';

/** A mandatory section needs real content before its phase is left; until then a placeholder is only pointed at. */
export const mandatorySectionEmpty: Rule = {
  id: 'mandatory-section-empty',
  severity: 'error',
  *find({ text, item, schema }) {
    for (const { phase, title } of schema.mandatory) {
      const state = phaseState(item, phase);
      const section = item.phases.filter((present) => present.phase === phase).map(({ section: inside }) => findBelow(inside, title)).find((found) => found !== undefined);
      if (state === 'ahead' || !section || hasContent(text, section)) continue;
      yield state === 'left'
        ? { span: section.heading, message: `"${title}" is still empty, but the status is past ${phase}: fill it in, or set the status back.` }
        : { span: section.heading, message: `"${title}" is still empty: it needs content before ${phase} can be left.`, severity: 'warning' };
    }
  },
};
