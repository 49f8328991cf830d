import { fieldValue } from '../../workItem/header.js';
import { setHeader } from '../../workItem/setHeader.js';
import { topOf, type Fix, type Rule, type RuleContext } from '../rule.js';

/** Names under which teams write the same. */
const OPTIONAL: readonly { readonly names: readonly [string, ...string[]]; readonly why: string; readonly example: string }[] = [
  { names: ['Priority', 'Severity'], why: 'lists put it behind all others', example: 'Medium' },
  { names: ['Created', 'Date', 'Opened', 'Reported', 'Test Date'], why: 'nobody sees how old it is', example: '2026-01-31' },
];

/** Lists and gates need a status; people need a title. */
export const headerFieldMissing: Rule = {
  id: 'header-field-missing',
  severity: 'warning',
  summary: 'The header lacks a field that lists and gates need.',
  appliesTo: 'work-item',
  *find(context) {
    const { header, title } = context.item;
    const span = topOf(context);
    if (fieldValue(header, 'Status') === undefined) {
      const added = setHeader(context.text, 'Status', 'Investigation');
      const fix: Fix | undefined = 'edit' in added ? { title: `Add "${context.item.header.form === 'front-matter' ? 'status' : 'Status'}: Investigation"`, edit: added.edit } : undefined;
      yield { span, message: `The header has no Status: add ${example(context, 'Status', 'Investigation')}.`, ...(fix && { fix }) };
    }
    if (title === '') yield { span, message: 'The work item has no title: start it with a heading `# WI1: What is wrong`.' };
    for (const { names, why, example: value } of OPTIONAL) {
      const [name] = names;
      if (fieldValue(header, ...names) === undefined) yield { span, message: `The header has no ${name}, so ${why}: add ${example(context, name, value)}.`, severity: 'hint' };
    }
  },
};

function example({ item }: RuleContext, name: string, value: string): string {
  return item.header.form === 'front-matter' ? `\`${name.toLowerCase()}: ${value}\` to the front matter` : `\`**${name}**: ${value}\` below the title`;
}
