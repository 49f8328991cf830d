import { secretsIn } from '../../evidence/redact.js';
import type { Rule } from '../rule.js';

/** What says of itself that it is a secret; elsewhere only the words around a value do. */
const CERTAIN = new Set(['private-key', 'token', 'jwt']);

/** What people write in place of a secret, and names of variables that hold one. */
const STAND_IN = /^(?:$|[$%<{[(*.…#]|x{3,}|process\.|os\.|env\.|(?:your|my|example|sample|dummy|fake|test|changeme|change|redacted|removed|hidden|masked|secret|password|passwd|pass|token|admin|postgres|root|user|guest|foo|bar|tbd)(?:$|[^A-Za-z0-9]))/i;

/** Words are no secrets: one holds digits beside letters. */
const LOOKS_RANDOM = /^(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])\S{8,}$/;

/** A name made of words and small numbers (`kafka-tls-v2`, `notification/secrets_01`), and what reads a value in code. */
const NAME = /^(?:[a-z]+\d{0,3}|v?\d{1,3})(?:[-_./](?:[a-z]+\d{0,3}|v?\d{1,3}))+$|[()[\]{}<>]|\$\w/i;

/** A work item is committed and passed on: a secret in it is given away, and stays in the history. */
export const secretInText: Rule = {
  id: 'secret-in-text',
  severity: 'error',
  summary: 'The text holds what looks like a secret.',
  appliesTo: 'document',
  *find({ text }) {
    for (const { type, start, end } of secretsIn(text)) {
      const certain = CERTAIN.has(type);
      if (!certain) {
        const value = text.slice(start, end).replace(/^["'`\\]+|["'`\\.;]+$/g, '');
        // Code that reads a secret (`getToken()`, `cfg.password`) names it and does not hold it.
        if (STAND_IN.test(value) || !LOOKS_RANDOM.test(value) || NAME.test(value)) continue;
      }
      // The kind and the place only: a message is printed, and kept by CI.
      yield { span: { start, end }, message: `This looks like a secret (${type}): replace it, and have it revoked, since the history of the file keeps it.`, ...(!certain && { severity: 'warning' as const }), fix: { title: `Replace the secret by ‹secret:${type}›`, edit: { start, end, text: `‹secret:${type}›` } } };
    }
  },
};
