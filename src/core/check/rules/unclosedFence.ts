import type { Rule } from '../rule.js';

/** Everything behind an unclosed fence is code to every reader, headings and evidence included. */
export const unclosedFence: Rule = {
  id: 'unclosed-fence',
  severity: 'warning',
  summary: 'A code fence is never closed.',
  appliesTo: 'document',
  *find({ item }) {
    if (item.openFence) yield { span: item.openFence, message: 'This code fence is never closed, so the rest of the file is code: close it.' };
  },
};
