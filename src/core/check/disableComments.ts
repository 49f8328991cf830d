/** Comments in a work item that turn rules off: `<!-- casebook-disable rule-id -->`, `<!-- casebook-disable-next-line rule-id -->`. */
import { linesOf, type Span } from '../workItem/text.js';
import { isRuleId, type RuleId } from './ruleIds.js';

export interface DisableComments {
  /** Whether a rule is off for what starts at an offset. */
  isOff(rule: RuleId, offset: number): boolean;
  /** Words in the comments that are no rule, and comments that name none. */
  readonly unknown: readonly (Span & { readonly word: string })[];
}

const COMMENT = /^\s*<!--\s*casebook-disable(-next-line)?(?:\s+([^>]*?))?\s*-->\s*$/;
const FENCE = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}|~{3,})([^\r\n]*)$/;

/**
 * Reads the comments of a text. One inside a fence is an example, and one inside an evidence block may come from outside: neither counts.
 * @param blocks spans of the evidence blocks
 */
export function disableComments(text: string, blocks: readonly Span[]): DisableComments {
  const everywhere = new Set<RuleId>();
  const lines: (Span & { readonly rules: readonly RuleId[] })[] = [];
  const unknown: (Span & { word: string })[] = [];
  if (!text.includes('casebook-disable')) return { isOff: () => false, unknown };
  let pending: readonly RuleId[] = [];
  let fence: string | undefined;
  for (const line of linesOf(text)) {
    if (pending.length > 0) lines.push({ start: line.start, end: line.next, rules: pending });
    pending = [];
    const raw = text.slice(line.start, line.end);
    const run = FENCE.exec(raw);
    if (fence !== undefined) {
      if (run?.[1]?.startsWith(fence) && run[2]?.trim() === '') fence = undefined;
      continue;
    }
    if (run && !(run[1]?.startsWith('`') && run[2]?.includes('`'))) {
      fence = run[1];
      continue;
    }
    const comment = COMMENT.exec(raw);
    if (!comment || blocks.some(({ start, end }) => line.start >= start && line.start < end)) continue;
    const words = (comment[2] ?? '').split(/[\s,]+/).filter((word) => word !== '');
    const rules = words.filter(isRuleId);
    for (const word of words.length === 0 ? [''] : words) if (!isRuleId(word)) unknown.push({ start: line.start, end: line.end, word });
    if (comment[1] === undefined) for (const rule of rules) everywhere.add(rule);
    else pending = rules;
  }
  const isOff = (rule: RuleId, offset: number) => everywhere.has(rule) || lines.some(({ start, end, rules }) => offset >= start && offset < end && rules.includes(rule));
  return { isOff, unknown };
}
