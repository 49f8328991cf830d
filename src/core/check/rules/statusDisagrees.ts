import type { Rule } from '../rule.js';

/** Whoever reads the end of a document believes it; whatever lists it reads the header. */
export const statusDisagrees: Rule = {
  id: 'status-disagrees',
  severity: 'warning',
  summary: 'The status in the footer means something else than the one in the header.',
  appliesTo: 'document',
  *find({ item: { status, footerStatus } }) {
    if (footerStatus?.agreement !== 'meaning' || status.text === undefined) return;
    // A status that names no phase and closes nothing may mean anything.
    const doubtful = status.phase === undefined && !status.closed;
    yield {
      span: footerStatus.valueSpan,
      message: `The header says "${short(status.text)}", and here it is "${short(footerStatus.text)}": make them one, or leave this line out. Lists go by the header.`,
      ...(doubtful && { severity: 'hint' as const }),
      fix: { title: 'Take the status of the header', edit: { ...footerStatus.valueSpan, text: status.text }, judgement: true },
    };
  },
};

function short(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

const MAX_SHOWN = 80;
