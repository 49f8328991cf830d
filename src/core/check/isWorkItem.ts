/** Whether a document is meant as a work item: reports and hand-offs lie in the same folders, and are not held to its template. */
import { fieldValue } from '../workItem/header.js';
import type { Phase } from '../workItem/phases.js';
import { aliasIn } from '../workItem/parse.js';
import type { CheckContext } from './rule.js';

/** The names that phases keep when they are annotated; a plan's "Phase 1: Add wait functions" has none of them. */
const PHASE_NAMES: Readonly<Record<Phase, RegExp>> = {
  Investigation: /\b(?:investigat|analysis|triage)/i,
  Design: /\bdesign/i,
  'TDD/BDD': /\b(?:tdd|bdd)\b|\btest/i,
  Implementation: /\bimplement/i,
  'Testing & Validation': /\b(?:test|valid|verif)/i,
  'Owner Acceptance': /\b(?:owner|accept)/i,
};

/** A number (`WI4`, in the header, the heading or the file name), a template, an id beside a status, evidence, or two phases by name and number. */
export function isWorkItem({ item, path }: Pick<CheckContext, 'item' | 'path'>): boolean {
  const { header, alias, evidence, phases } = item;
  if (aliasIn(alias) !== undefined || aliasIn(path?.split('/').at(-1)) !== undefined) return true;
  if (fieldValue(header, 'template') !== undefined || evidence.length > 0) return true;
  if (alias !== undefined && item.status.text !== undefined) return true;
  const named = phases.filter(({ phase, section }) => section.level <= 2 && PHASE_NAMES[phase].test(section.title));
  return new Set(named.map(({ phase }) => phase)).size >= 2;
}
