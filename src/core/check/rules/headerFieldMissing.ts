import { fieldValue } from '../../workItem/header.js';
import { topOf, type Rule } from '../rule.js';

/** Lists and gates need a status; people need a title. */
export const headerFieldMissing: Rule = {
  id: 'header-field-missing',
  severity: 'warning',
  *find(context) {
    const { header, title } = context.item;
    const example = header.form === 'front-matter' ? '`status: Investigation` to the front matter' : '`**Status**: Investigation` below the title';
    if (fieldValue(header, 'Status') === undefined) yield { span: topOf(context), message: `The header has no Status: add ${example}.` };
    if (title === '') yield { span: topOf(context), message: 'The work item has no title: start it with a heading `# WI1: What is wrong`.' };
  },
};
