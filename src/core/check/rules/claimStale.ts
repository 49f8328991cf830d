import { within } from '../claims/document.js';
import { measuredIn } from '../claims/measured.js';
import type { Rule } from '../rule.js';

const COMMIT = /\bcommit[:*_]{0,3} ?\(?`?([0-9a-f]{7,40})\b/gi;

/** Lines that say what the commit does to the failure. */
const FIX = /\bfix|\bsolv|\bresolv|\bpatch|\bmerge|\bimplement|\bappl(?:y|ied)|\bchang|\brepair|\bcorrect/i;

/** A verdict is about the sources that it measured. A commit that came later was not among them. */
export const claimStale: Rule = {
  id: 'claim-stale',
  severity: 'warning',
  summary: 'A verdict is older than the commit that the text speaks of.',
  appliesTo: 'document',
  *find({ text, item, claims, surroundings }) {
    const measured = measuredIn(text, item.evidence);
    if (!surroundings || measured?.commit === undefined || measured.kind === 'failed') return;
    for (const line of claims().prose) {
      if (!FIX.test(line.raw)) continue;
      for (const match of line.raw.matchAll(COMMIT)) {
        const commit = match[1] ?? '';
        if (surroundings.isLater(commit, measured.commit) !== true) continue;
        yield { span: within(line, match.index, match[0].length), message: `The last verdict (${measured.block.kind} ${measured.block.id}) measured commit ${measured.commit}, and ${commit} came later: it was not measured. Run \`casebook verify\` again.` };
      }
    }
  },
};
