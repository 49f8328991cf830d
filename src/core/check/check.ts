/** All rules over one work item. */
import type { Problem } from '../workItem/model.js';
import { problemOf, type CheckContext, type Rule } from './rule.js';
import { debugFieldMissing } from './rules/debugFieldMissing.js';
import { evidenceEdited } from './rules/evidenceEdited.js';
import { headerFieldMissing } from './rules/headerFieldMissing.js';
import { mandatorySectionEmpty } from './rules/mandatorySectionEmpty.js';
import { mandatorySectionMissing } from './rules/mandatorySectionMissing.js';
import { phaseMissing } from './rules/phaseMissing.js';
import { unclosedFence } from './rules/unclosedFence.js';

const RULES: readonly Rule[] = [headerFieldMissing, phaseMissing, mandatorySectionMissing, mandatorySectionEmpty, debugFieldMissing, unclosedFence, evidenceEdited];

/** The problems of one work item in the order of the file; `parsed` are those that reading it gave. */
export function check(context: CheckContext, parsed: readonly Problem[]): Problem[] {
  const found = RULES.flatMap((rule) => [...rule.find(context)].map((finding) => problemOf(rule, finding)));
  return [...parsed, ...found].sort((a, b) => a.start - b.start);
}
