/** What a rule is: one declarative object per file in `rules/`. */
import type { Sha256 } from '../ports.js';
import type { References } from '../workItem/references.js';
import type { Outline } from '../workItem/outline.js';
import type { Problem, Severity, WorkItem } from '../workItem/model.js';
import type { TemplateSchema } from '../workItem/templateSchema.js';
import type { Span, TextEdit } from '../workItem/text.js';
import type { ClaimText } from './claims/document.js';
import type { DisableComments } from './disableComments.js';
import type { RuleId } from './ruleIds.js';
import type { Surroundings } from './surroundings.js';

export interface CheckContext {
  readonly text: string;
  readonly item: WorkItem;
  /** Of the text; made if it is not given. */
  readonly outline?: Outline;
  /** Of the template that the work item names, else what all have in common. */
  readonly schema: TemplateSchema;
  readonly sha256: Sha256;
  /** Relative to the root, with `/`; undefined for a text that is no file yet. */
  readonly path?: string;
  /** What is around the file; undefined where nothing can be said of it. Then rules that need it find nothing. */
  readonly surroundings?: Surroundings;
}

/** What a rule sees: the context, and what several rules need of it, computed once and only if one asks. */
export interface RuleContext extends CheckContext {
  /** What reading the file gave. */
  readonly parsed: readonly Problem[];
  readonly comments: DisableComments;
  /** What the text points at, outside of fences and of evidence blocks. */
  readonly references: () => References;
  /** The text as its claims are read: what it says apart from what it shows. */
  readonly claims: () => ClaimText;
}

/** A mend: one edit, offered and never made unasked. */
export interface Fix {
  /** What it does, as a command: `Add Phase 3`. */
  readonly title: string;
  readonly edit: TextEdit;
  /** Whether a person has to say that it is right: such a one is offered beside its problem, and not made with all others. */
  readonly judgement?: true;
}

export interface Finding {
  readonly span: Span;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly fix?: Fix;
}

export interface Rule {
  readonly id: RuleId;
  readonly severity: Severity;
  /** What is wrong, in one sentence, whichever file it is: for lists of rules. */
  readonly summary: string;
  /** `work-item`: demands of a template, which other documents are not held to. `document`: what is wrong in any file. */
  readonly appliesTo: 'work-item' | 'document';
  find(context: RuleContext): Iterable<Finding>;
}

/** A problem as a rule found it. */
export interface CheckedProblem extends Problem {
  readonly rule: RuleId;
  readonly fix?: Fix;
}

/** The start of the file's content, for what is missing altogether. */
export function topOf({ text, item }: Pick<CheckContext, 'text' | 'item'>): Span {
  const heading = item.sections[0]?.heading;
  if (heading) return heading;
  const start = text.startsWith('\ufeff') ? 1 : 0;
  return { start, end: Math.max(start, text.search(/\r|\n|$/)) };
}

/** A finding of a rule, as it is reported. */
export function problemOf(rule: Rule, { span, message, severity, fix }: Finding): CheckedProblem {
  return { rule: rule.id, severity: severity ?? rule.severity, message, start: span.start, end: span.end, ...(fix && { fix }) };
}
