import { isWorkItem } from '../isWorkItem.js';
import { topOf, type Rule } from '../rule.js';

/** One sentence instead of six missing phases: a report is no bad work item, it is none. */
export const notAWorkItem: Rule = {
  id: 'not-a-work-item',
  severity: 'warning',
  summary: 'The document is no work item, so it is not held to a template.',
  appliesTo: 'document',
  *find(context) {
    if (isWorkItem(context)) return;
    yield {
      span: topOf(context),
      message: 'This is not a work item: it has no number like WI4, names no template and has none of the six phases. Make one with `casebook new` and link to this document, or keep it out of the work-item folders.',
    };
  },
};
