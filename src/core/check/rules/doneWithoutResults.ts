import { appendBlock } from '../insertion.js';
import { fieldNamed } from '../headerField.js';
import { isDone } from '../phaseState.js';
import type { Rule } from '../rule.js';
import { sectionsMeant } from '../sectionsLike.js';
import { hasContent } from '../../workItem/summary.js';

/** "Completed" is a claim; without test results nobody can tell whether it is true. */
export const doneWithoutResults: Rule = {
  id: 'done-without-results',
  severity: 'error',
  summary: 'The work item is done, but its Test Results are missing or empty.',
  appliesTo: 'work-item',
  *find({ text, item }) {
    const phase = item.phases.find((present) => present.phase === 'Testing & Validation')?.section;
    // A missing phase is told by its own rule.
    if (!isDone(item) || !phase) return;
    const sections = sectionsMeant(item, { phase: 'Testing & Validation', title: 'Test Results' });
    if (sections.some((section) => hasContent(text, section))) return;
    const span = fieldNamed(item.header, 'Status')?.valueSpan ?? phase.heading;
    const where = sections.length > 0 ? 'Test Results is still empty' : `${phase.title} has no Test Results`;
    const heading = `${'#'.repeat(Math.min(6, phase.level + 1))} Test Results`;
    const fix = sections.length > 0 ? undefined : { title: 'Add the section "Test Results"', edit: appendBlock(text, phase.whole, [heading], item.eol) };
    yield { span, ...(fix && { fix }), message: `The status says "${item.status.text ?? ''}", but ${where}: write down what was measured (\`casebook verify --wi …\` does), or set the status back.` };
  },
};
