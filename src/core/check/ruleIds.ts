/** The ids of all rules, apart from the rules themselves: the configuration names them and must not load what rules are made of. */

/** Stable names, in the words of their problem. A rule stands in `rules/<camelCaseId>.ts`, its page in `docs/rules/<id>.md`. */
export const RULE_IDS = [
  'unreadable',
  'front-matter',
  'not-a-work-item',
  'header-field-missing',
  'status-stale',
  'status-disagrees',
  'phase-missing',
  'phase-duplicated',
  'phase-order',
  'mandatory-section-missing',
  'mandatory-section-empty',
  'debug-field-missing',
  'done-without-results',
  'duplicate-number',
  'work-item-not-found',
  'file-not-found',
  'link-broken',
  'unclosed-fence',
  'evidence-marker',
  'evidence-edited',
  'evidence-ledger-missing',
  'secret-in-text',
  'claim-percentage',
  'claim-sum',
  'claim-change',
  'claim-count',
  'claim-range',
  'claim-interval',
  'claim-duration',
  'claim-order',
  'claim-detection',
  'claim-expected',
  'claim-errno',
  'claim-unproven',
  'claim-stale',
  'disable-comment',
] as const;

export type RuleId = (typeof RULE_IDS)[number];

export function isRuleId(text: string): text is RuleId {
  return (RULE_IDS as readonly string[]).includes(text);
}
