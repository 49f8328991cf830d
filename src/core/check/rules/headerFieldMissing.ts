import { fieldValue } from '../../workItem/header.js';
import type { TextEdit } from '../../workItem/text.js';
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
      const fix = addField(context, 'Status', 'Investigation');
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

/** Behind the last field, in the form of the others; none where an empty one is there to be filled, or there are none. */
function addField({ text, item: { header, eol } }: RuleContext, name: string, value: string): Fix | undefined {
  const last = header.fields.at(-1);
  if (!last || header.fields.some((field) => field.name.toLowerCase() === name.toLowerCase())) return undefined;
  const lineStart = Math.max(text.lastIndexOf('\n', last.valueSpan.start - 1), text.lastIndexOf('\r', last.valueSpan.start - 1)) + 1;
  const bullet = /^[-*+][ \t]+/.exec(text.slice(lineStart, lineStart + 8))?.[0] ?? '';
  const written = header.form === 'front-matter' ? `${name.toLowerCase()}: ${value}` : `${bullet}**${name}**: ${value}`;
  // Two trailing spaces on the line before are a line break that the new line keeps.
  const rest = /^[^\r\n]*/.exec(text.slice(last.valueSpan.end, last.valueSpan.end + 256))?.[0] ?? '';
  if (header.form === 'front-matter' && rest.trim() !== '' && !rest.trim().startsWith('#')) return undefined;
  // A value of several lines ends where the next top-level line starts: only the last line of the front matter is sure to be its end.
  const at = last.valueSpan.end + rest.length;
  const edit: TextEdit = { start: at, end: at, text: `${eol}${written}` };
  return header.form === 'front-matter' && !/^(?:\r\n?|\n)---/.test(text.slice(at, at + 5)) ? undefined : { title: `Add "${name}: ${value}"`, edit };
}
