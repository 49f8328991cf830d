import { phaseNumber } from '../../workItem/phases.js';
import { topOf, type Rule } from '../rule.js';

/** All six phases are mandatory; their names may be annotated or changed behind `Phase N`. */
export const phaseMissing: Rule = {
  id: 'phase-missing',
  severity: 'error',
  *find(context) {
    for (const phase of context.schema.phases) {
      if (context.item.phases.some((present) => present.phase === phase)) continue;
      yield { span: topOf(context), message: `Phase ${phaseNumber(phase)} is missing: add the heading \`## Phase ${phaseNumber(phase)}: ${phase}\`.` };
    }
  },
};
