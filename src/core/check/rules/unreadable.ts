import type { Rule } from '../rule.js';

/** Found by whoever reads the file: there is no text for a rule to look at. */
export const unreadable: Rule = {
  id: 'unreadable',
  severity: 'error',
  summary: 'The file cannot be read: it is missing, too large, or not UTF-8.',
  appliesTo: 'document',
  find: () => [],
};
