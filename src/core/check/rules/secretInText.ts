import { secretsIn } from '../../evidence/redact.js';
import { linesOf } from '../../workItem/text.js';
import type { Rule } from '../rule.js';

/** What says of itself that it is a secret; elsewhere only the words around a value do. */
const CERTAIN = new Set(['private-key', 'token', 'jwt']);

/** What people write in place of a secret, and names of variables that hold one. */
const STAND_IN = /^(?:$|[$%<{[(*.…#]|x{3,}|process\.|os\.|env\.|(?:your|my|example|sample|dummy|fake|test|changeme|change|redacted|removed|hidden|masked|secret|password|passwd|pass|token|admin|postgres|root|user|guest|foo|bar|tbd)(?:$|[^A-Za-z0-9]))/i;

/** What calls itself a secret, an example or worthless, is cut off, or counts up: documentation and tests are full of them. */
const EXAMPLE = /secret|passw|token|example|dummy|invalid|expired|replace|change_?me|canary|\bfake|placeholder|12345678|abcdef|(?:\.{3}|…)["'`]?$/i;

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
    for (const { type, start, end: foundEnd } of secretsIn(text)) {
      const end = type === 'private-key' ? endOfKey(text, start, foundEnd) : foundEnd;
      if (end === undefined) continue;
      const certain = CERTAIN.has(type);
      if (!certain) {
        const value = text.slice(start, end).replace(/^["'`\\]+|["'`\\.;]+$/g, '');
        // Code that reads a secret (`getToken()`, `cfg.password`) names it and does not hold it.
        if (STAND_IN.test(value) || EXAMPLE.test(text.slice(start, end)) || !LOOKS_RANDOM.test(value) || NAME.test(value)) continue;
      }
      // The kind and the place only: a message is printed, and kept by CI.
      yield { span: { start, end }, message: `This looks like a secret (${type}): replace it, and have it revoked, since the history of the file keeps it.`, ...(!certain && { severity: 'warning' as const }), fix: { title: `Replace the secret by ‹secret:${type}›`, edit: { start, end, text: `‹secret:${type}›` }, ...(!certain && { judgement: true as const }) } };
    }
  },
};

/** Where a private key ends; undefined where only its first line is named, as in a list of what is a secret. One that is not closed ends with its last line of a key. */
function endOfKey(text: string, start: number, end: number): number | undefined {
  const found = text.slice(start, end);
  const [first = ''] = /^-----BEGIN [A-Z ]*-----/.exec(found) ?? [];
  let keyEnd = first.length;
  for (const line of linesOf(found, first.length)) {
    const raw = found.slice(line.start, line.end).trim();
    if (/^-----END [A-Z ]*-----/.test(raw)) return keyEnd > first.length ? end : undefined;
    if (raw !== '' && !KEY_LINE.test(raw)) break;
    if (raw !== '') keyEnd = line.end;
  }
  // A whole key in one line, as JSON has it.
  if (keyEnd === first.length && /^(?:\\[rn]|[A-Za-z0-9+/=]){16,}/.test(found.slice(first.length))) return /-----END [A-Z ]*-----$/.test(found) ? end : start + found.search(/[\r\n]|$/);
  return keyEnd > first.length ? start + keyEnd : undefined;
}

/** A line of a key's body, or of the headers before it (`Proc-Type: 4,ENCRYPTED`). */
const KEY_LINE = /^(?:[A-Za-z0-9+/=]{1,100}|(?:Proc-Type|DEK-Info): .{1,100})$/;
