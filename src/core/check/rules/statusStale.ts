import { PHASES, phaseNumber, type Phase } from '../../workItem/phases.js';
import { fieldNamed } from '../headerField.js';
import { phaseState } from '../phaseState.js';
import { hasWorkDone } from '../workDone.js';
import type { Rule } from '../rule.js';

/** The last phase in which work is written down. Up to TDD/BDD a phase may well be filled as a plan. */
const FIRST_OF_WORK = phaseNumber('Implementation');

/** A list sorts by the status: one that was forgotten hides how far the work is. */
export const statusStale: Rule = {
  id: 'status-stale',
  severity: 'warning',
  summary: 'The status names a phase, but later ones are filled already.',
  appliesTo: 'work-item',
  *find({ text, item }) {
    const { status, phases } = item;
    const field = fieldNamed(item.header, 'Status');
    if (!field || status.phase === undefined) return;
    const filled = phases.filter(({ phase, section }) => phaseState(item, phase) === 'ahead' && hasWorkDone(text, section));
    const furthest = PHASES.findLast((phase) => filled.some((present) => present.phase === phase));
    if (furthest === undefined) return;
    const ahead = phaseNumber(furthest) - phaseNumber(status.phase);
    const works = phaseNumber(furthest) >= FIRST_OF_WORK;
    // One phase ahead is how people work: they write down what they found, then they move on.
    if (ahead < 2) return;
    yield {
      span: field.valueSpan,
      message: `The status says "${status.text ?? ''}", but Phase ${phaseNumber(furthest)}: ${furthest} is filled already: set the status to where the work is, or mark what is only planned.`,
      ...(!works && { severity: 'hint' as const }),
      ...(isPhaseName(status.text) && { fix: { title: `Set the status to "${furthest}"`, edit: { ...field.valueSpan, text: furthest }, judgement: true as const } }),
    };
  },
};

/** A status in words of its own would lose them. */
function isPhaseName(text: string | undefined): boolean {
  return PHASES.some((phase: Phase) => phase.toLowerCase() === text?.toLowerCase());
}
