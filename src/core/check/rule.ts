/** What a rule is: one declarative object per file in `rules/`. */
import type { Sha256 } from '../ports.js';
import type { Problem, Severity, WorkItem } from '../workItem/model.js';
import type { TemplateSchema } from '../workItem/templateSchema.js';
import type { Span } from '../workItem/text.js';

export interface CheckContext {
  readonly text: string;
  readonly item: WorkItem;
  /** Of the template that the work item names, else what all have in common. */
  readonly schema: TemplateSchema;
  readonly sha256: Sha256;
}

export interface Finding {
  readonly span: Span;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
}

export interface Rule {
  /** Stable name, in the words of its problem: `phase-missing`. */
  readonly id: string;
  readonly severity: Severity;
  find(context: CheckContext): Iterable<Finding>;
}

/** The start of the file's content, for what is missing altogether. */
export function topOf({ text, item }: CheckContext): Span {
  const heading = item.sections[0]?.heading;
  return heading ?? { start: 0, end: Math.min(text.length, text.search(/\r|\n|$/)) };
}

/** A finding of a rule, as it is reported. */
export function problemOf(rule: Rule, { span, message, severity }: Finding): Problem {
  return { rule: rule.id, severity: severity ?? rule.severity, message, start: span.start, end: span.end };
}
