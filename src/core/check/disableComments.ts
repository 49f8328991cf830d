/** Comments in a work item that turn rules off: `<!-- casebook-disable rule-id -->`, `<!-- casebook-disable-next-line rule-id -->`. */
import type { Outline } from '../workItem/outline.js';
import { linesOf, type Span } from '../workItem/text.js';
import { isRuleId, type RuleId } from './ruleIds.js';

export interface DisableComments {
  /** Whether a rule is off for what starts at an offset. */
  isOff(rule: RuleId, offset: number): boolean;
  /** Words in the comments that are no rule, and comments that name none. */
  readonly unknown: readonly (Span & { readonly word: string })[];
}

const COMMENT = /^\s*<!--\s*casebook-disable(-next-line)?(?:\s+([^>]*?))?\s*-->\s*$/;

/**
 * Reads the comments of a text. One inside a fence is an example, and one inside an evidence block may come from outside: neither counts.
 * @param blocks spans of the evidence blocks
 */
export function disableComments(text: string, outline: Pick<Outline, 'comments'>, blocks: readonly Span[]): DisableComments {
  const everywhere = new Set<RuleId>();
  const lines: (Span & { readonly rules: readonly RuleId[] })[] = [];
  const unknown: (Span & { word: string })[] = [];
  for (const { start, end } of outline.comments) {
    const comment = COMMENT.exec(text.slice(start, end));
    if (!comment || blocks.some((block) => start >= block.start && start < block.end)) continue;
    const words = (comment[2] ?? '').split(/[\s,]+/).filter((word) => word !== '');
    const rules = words.filter(isRuleId);
    for (const word of words.length === 0 ? [''] : words) if (!isRuleId(word)) unknown.push({ start, end, word });
    if (comment[1] === undefined) for (const rule of rules) everywhere.add(rule);
    else lines.push({ ...nextLine(text, end), rules });
  }
  const isOff = (rule: RuleId, offset: number) => everywhere.has(rule) || lines.some(({ start, end, rules }) => offset >= start && offset < end && rules.includes(rule));
  return { isOff, unknown };
}

/** The line behind the one that an offset ends. */
function nextLine(text: string, end: number): Span {
  const [rest, next] = linesOf(text, end);
  return { start: rest?.next ?? text.length, end: Math.max(next?.next ?? text.length, (rest?.next ?? text.length) + 1) };
}
