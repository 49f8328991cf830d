import { DEBUG_FIELDS, fieldsOf, findField } from '../../workItem/fields.js';
import { isPlaceholder } from '../../workItem/placeholder.js';
import { findBelow } from '../../workItem/sections.js';
import { phaseState } from '../phaseState.js';
import type { Finding, Rule } from '../rule.js';

/** Debug Information has five fields in every template: without one of them the next person starts from nothing. */
export const debugFieldMissing: Rule = {
  id: 'debug-field-missing',
  severity: 'error',
  *find({ text, item }): Generator<Finding> {
    const investigation = item.phases.filter(({ phase }) => phase === 'Investigation').map(({ section }) => section);
    const section = investigation.map((inside) => findBelow(inside, 'Debug Information')).find((found) => found !== undefined);
    if (!section) return;
    const fields = fieldsOf(text, section);
    if (!fields) {
      yield { span: section.heading, message: 'Debug Information is larger than 64 KB, so its fields are not looked at: move long logs into files.', severity: 'hint' };
      return;
    }
    const left = phaseState(item, 'Investigation') === 'left';
    for (const name of DEBUG_FIELDS) {
      const field = findField(fields, name);
      if (!field) yield { span: section.heading, message: `Debug Information has no field "${name}": add \`${'#'.repeat(Math.min(6, section.level + 1))} ${name}\`, or \`- **${name}**:\` where the others are bullets.` };
      else if (left && isPlaceholder(text.slice(field.content.start, field.content.end))) yield { span: { start: field.whole.start, end: field.content.start }, message: `"${name}" is still empty, but the status is past Investigation: fill it in.` };
    }
  },
};
