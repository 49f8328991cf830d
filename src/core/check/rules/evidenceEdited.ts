import { blockHash } from '../../report/block.js';
import type { Rule } from '../rule.js';

/** A block says what was measured; the hash in its end marker shows an edit by hand. */
export const evidenceEdited: Rule = {
  id: 'evidence-edited',
  severity: 'error',
  summary: 'An evidence block was edited by hand, so it no longer says what was measured.',
  appliesTo: 'document',
  *find({ text, item, sha256 }) {
    for (const { kind, id, span, body, hash } of item.evidence) {
      const content = text.slice(body.start, body.end).replace(/\r\n?/g, '\n').replace(/\n$/, '');
      if (blockHash(content, sha256) === hash) continue;
      yield { span, message: `The ${kind} block ${id} was edited by hand, so it no longer says what was measured: move your text out of it, delete the block and run \`casebook writeback ${id.split('/')[0] ?? id}\`.` };
    }
  },
};
