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

/** Names of the templates that come with Casebook; other tools name theirs in a field of that name, too. */
const TEMPLATES = new Set(['bug-fix', 'flaky-test', 'connection', 'resilience']);

/** What a work item is called where its header says what it is. */
const WORK_ITEM_TYPE = /^work[ _-]?item$/i;

/**
 * A number (`WI4`, in the header, the heading or the file name; also `WI-WB-0003`), evidence, a header that says so, a built-in template, or two
 * phases by name and number. A template of another name is another tool's as often as the team's own, whose items have numbers. An id and a status alone make none: requirements and decisions have them as well.
 */
export function isWorkItem({ item, path }: Pick<CheckContext, 'item' | 'path'>): boolean {
  const { header, alias, evidence, phases } = item;
  if (aliasIn(alias) !== undefined || aliasIn(path?.split('/').at(-1)) !== undefined || /^WI-[A-Z]/.test(alias ?? '')) return true;
  if (evidence.length > 0 || WORK_ITEM_TYPE.test(fieldValue(header, 'type', 'artifact_type') ?? '')) return true;
  if (TEMPLATES.has(fieldValue(header, 'template') ?? '')) return true;
  const named = phases.filter(({ phase, section }) => section.level <= 2 && PHASE_NAMES[phase].test(section.title));
  return new Set(named.map(({ phase }) => phase)).size >= 2;
}
