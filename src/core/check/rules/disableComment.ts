import type { Rule } from '../rule.js';

/** A comment that turns nothing off looks as if it did. */
export const disableComment: Rule = {
  id: 'disable-comment',
  severity: 'warning',
  summary: 'A casebook-disable comment names no rule.',
  appliesTo: 'document',
  *find({ comments }) {
    for (const { word, start, end } of comments.unknown) {
      yield { span: { start, end }, message: word === '' ? 'This comment names no rule, so it turns nothing off: write the id of a rule behind it.' : `There is no rule ${JSON.stringify(word.slice(0, 60))}: write the id of a rule as \`casebook check\` prints it.` };
    }
  },
};
