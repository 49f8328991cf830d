/** All rules over one work item. */
import type { Problem } from '../workItem/model.js';
import { outlineOf } from '../workItem/outline.js';
import { referencesOf, type References } from '../workItem/references.js';
import type { Span } from '../workItem/text.js';
import { claimText, type ClaimText } from './claims/document.js';
import { disableComments } from './disableComments.js';
import { isWorkItem } from './isWorkItem.js';
import { problemOf, type CheckContext, type CheckedProblem, type RuleContext } from './rule.js';
import { RULES } from './rules.js';
import type { RuleSettings } from './settings.js';

/**
 * The problems of one work item in the order of the file.
 * @param parsed what reading it gave
 * @param settings of the configuration: rules that are off, or have another severity
 */
export function check(context: CheckContext, parsed: readonly Problem[], settings: RuleSettings = {}): CheckedProblem[] {
  const seen = ruleContext(context, parsed);
  const held = isWorkItem(context);
  const found: CheckedProblem[] = [];
  for (const rule of RULES) {
    const setting = settings[rule.id];
    if (setting === 'off' || (rule.appliesTo === 'work-item' && !held)) continue;
    for (const finding of rule.find(seen)) {
      if (seen.comments.isOff(rule.id, finding.span.start)) continue;
      const problem = problemOf(rule, finding);
      found.push(setting === undefined ? problem : { ...problem, severity: setting });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function ruleContext(context: CheckContext, parsed: readonly Problem[]): RuleContext {
  const { text, item } = context;
  const outline = context.outline ?? outlineOf(text);
  const blocks = item.evidence.map(({ span }) => span);
  const outside = ({ start }: Span) => !blocks.some((block) => start >= block.start && start < block.end);
  let references: References | undefined;
  let claims: ClaimText | undefined;
  return {
    ...context,
    parsed,
    comments: disableComments(text, outline, blocks),
    references: () => {
      if (references) return references;
      const { files, links, workItems } = referencesOf(text, outline);
      references = { files: files.filter(outside), links: links.filter(outside), workItems: workItems.filter(outside) };
      return references;
    },
    claims: () => (claims ??= claimText(text, outline, blocks)),
  };
}
