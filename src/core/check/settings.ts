/** What the configuration says about rules. */
import type { Severity } from '../workItem/model.js';
import type { RuleId } from './ruleIds.js';

export const RULE_SETTINGS = ['off', 'error', 'warning', 'hint'] as const satisfies readonly ('off' | Severity)[];

export type RuleSetting = (typeof RULE_SETTINGS)[number];

/** A rule that is not named keeps its own severity. One that is has the same severity for all of its findings. */
export type RuleSettings = Readonly<Partial<Record<RuleId, RuleSetting>>>;
