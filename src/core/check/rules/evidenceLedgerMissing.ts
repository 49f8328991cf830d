import type { Rule } from '../rule.js';

/** A block is derived from its ledger: without it nobody can look at an attempt, and a gate cannot believe it. */
export const evidenceLedgerMissing: Rule = {
  id: 'evidence-ledger-missing',
  severity: 'error',
  summary: 'The ledger that an evidence block was made from is gone.',
  appliesTo: 'document',
  *find({ item, surroundings }) {
    for (const { kind, id, span } of item.evidence) {
      const run = id.split('/')[0] ?? id;
      if (surroundings?.hasLedger(run) !== false) continue;
      yield { span, message: `The ledger of ${kind} ${id} is gone (.casebook/runs/${run}): restore that folder (it belongs into git, without its logs), or measure again and delete this block.` };
    }
  },
};
