import type { Rule } from '../rule.js';

/** A marker without its partner makes no block, so what stands behind it is nobody's evidence. */
export const evidenceMarker: Rule = {
  id: 'evidence-marker',
  severity: 'error',
  summary: 'The marker of an evidence block has no partner.',
  appliesTo: 'document',
  *find({ parsed }) {
    for (const problem of parsed) if (problem.rule === 'evidence-marker') yield { span: problem, message: problem.message };
  },
};
