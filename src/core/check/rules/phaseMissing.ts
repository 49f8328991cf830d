import { fieldValue } from '../../workItem/header.js';
import { aliasIn } from '../../workItem/parse.js';
import { phaseNumber, type Phase } from '../../workItem/phases.js';
import type { TextEdit } from '../../workItem/text.js';
import { appendBlock } from '../insertion.js';
import { topOf, type Rule, type RuleContext } from '../rule.js';

/** All six phases are mandatory; their names may be annotated or changed behind `Phase N`. */
export const phaseMissing: Rule = {
  id: 'phase-missing',
  severity: 'error',
  summary: 'A phase of the template is missing.',
  appliesTo: 'work-item',
  *find(context) {
    const { item, schema } = context;
    const missing = schema.phases.filter((phase) => item.phases.every((present) => present.phase !== phase));
    if (item.phases.length === 0 && missing.length > 1) {
      // One sentence, not six: the document follows another template, or none.
      yield { span: topOf(context), message: `None of the ${missing.length} phases is here: add the headings ${missing.map((phase) => `\`${heading(phase)}\``).join(', ')}, or name the template that this work item follows in its header.`, ...(isOfAnotherKind(context) && { severity: 'warning' as const }) };
      return;
    }
    for (const phase of missing) {
      yield {
        span: topOf(context),
        message: `Phase ${phaseNumber(phase)} is missing: add the heading \`${heading(phase)}\`.`,
        fix: { title: `Add Phase ${phaseNumber(phase)}: ${phase}`, edit: addPhase(context, phase) },
      };
    }
  },
};

/** An id of its own kind (`WI-ORDERS-4`) comes from another process, which has its own sections. */
function isOfAnotherKind({ item, path }: RuleContext): boolean {
  return aliasIn(item.alias) === undefined && aliasIn(path?.split('/').at(-1)) === undefined && fieldValue(item.header, 'template') === undefined && item.evidence.length === 0;
}

function heading(phase: Phase, level = 2): string {
  return `${'#'.repeat(level)} Phase ${phaseNumber(phase)}: ${phase}`;
}

/** Behind the last earlier phase, else before the first later one, with the sections that the template demands of it. */
function addPhase({ text, item, schema }: RuleContext, phase: Phase): TextEdit {
  const level = item.phases[0]?.section.level ?? 2;
  const lines = [heading(phase, level), ...schema.mandatory.filter((mandatory) => mandatory.phase === phase).map(({ title }) => `${'#'.repeat(level + 1)} ${title}`)];
  const earlier = item.phases.filter((present) => phaseNumber(present.phase) < phaseNumber(phase)).at(-1)?.section;
  const later = item.phases.find((present) => phaseNumber(present.phase) > phaseNumber(phase))?.section;
  return appendBlock(text, { start: 0, end: earlier?.whole.end ?? later?.heading.start ?? text.length }, lines, item.eol);
}
