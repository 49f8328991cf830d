import { DEBUG_FIELDS, fieldsOf, findField, type DebugField, type Field } from '../../workItem/fields.js';
import { isPlaceholder } from '../../workItem/placeholder.js';
import { hasContent } from '../../workItem/summary.js';
import type { Section } from '../../workItem/model.js';
import { appendBlock } from '../insertion.js';
import { phaseState } from '../phaseState.js';
import type { Finding, Fix, Rule, RuleContext } from '../rule.js';
import { sectionsMeant } from '../sectionsLike.js';

/** Names under which teams write the same: whoever has a "Stack Trace" has error messages. */
const ALSO: Readonly<Record<DebugField, RegExp>> = {
  'Error Messages': /\b(?:errors?|stack ?traces?|exceptions?|failure (?:message|output)s?)\b/i,
  'Log Locations': /\blogs?\b|\blog (?:files?|excerpts?|sources?)\b/i,
  'System State': /\b(?:system|environment|infrastructure|configuration|current state)\b/i,
  'Reproduction Steps': /\brepro(?:duc\w*)?\b/i,
  Evidence: /\bevidence\b/i,
};

/** Debug Information has five fields in every template: without one of them the next person starts from nothing. */
export const debugFieldMissing: Rule = {
  id: 'debug-field-missing',
  severity: 'error',
  summary: 'Debug Information lacks one of its five fields, or one is empty after Investigation was left.',
  appliesTo: 'work-item',
  *find(context): Generator<Finding> {
    const { text, item } = context;
    const sections = sectionsMeant(item, { phase: 'Investigation', title: 'Debug Information' });
    const [section] = sections;
    if (!section) return;
    const fields = sections.flatMap((each) => fieldsOf(text, each));
    const missing = DEBUG_FIELDS.filter((name) => !findField(fields, name) && !fields.some((field) => ALSO[name].test(field.name)));
    if (missing.length > 0) yield { span: section.heading, message: missingMessage(missing, section), fix: addFields(context, section, fields, missing) };
    // An empty section is told as a whole, by mandatory-section-empty.
    if (phaseState(item, 'Investigation') !== 'left' || !sections.some((each) => hasContent(text, each))) return;
    for (const name of DEBUG_FIELDS) {
      const field = findField(fields, name);
      if (field && isPlaceholder(text.slice(field.content.start, field.content.end))) yield { span: { start: field.whole.start, end: field.content.start }, message: `"${name}" is still empty, but the status is past Investigation: fill it in.` };
    }
  },
};

function missingMessage(names: readonly DebugField[], { level }: Section): string {
  const quoted = names.map((name) => `"${name}"`);
  const list = quoted.length === 1 ? `field ${quoted.join('')}` : `fields ${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`;
  return `Debug Information has no ${list}: add \`${'#'.repeat(Math.min(6, level + 1))} ${names[0] ?? ''}\`, or \`- **${names[0] ?? ''}**:\` where the others are bullets.`;
}

/** The missing fields behind the others, in their form. */
function addFields({ text, item }: RuleContext, section: Section, fields: readonly Field[], names: readonly DebugField[]): Fix {
  const last = fields.at(-1);
  const written = last ? text.slice(last.whole.start, last.content.start) : '';
  const bullet = /^[-*+][ \t]+\*\*/.exec(written)?.[0];
  const title = names.length === 1 ? `Add the field "${names[0] ?? ''}"` : `Add ${names.length} fields of Debug Information`;
  if (bullet !== undefined && last) {
    const end = last.whole.start + text.slice(last.whole.start, last.whole.end).trimEnd().length;
    return { title, edit: { start: end, end, text: names.map((name) => `${item.eol}${bullet}${name}**: TBD`).join('') } };
  }
  const form = (name: string) => (written.startsWith('**') ? `**${name}**: TBD` : `${'#'.repeat(Math.min(6, section.level + 1))} ${name}`);
  return { title, edit: appendBlock(text, section.whole, names.map(form), item.eol) };
}
