/** What the extension tells a panel. */
import { flag, fraction, list, matching, measure, nullable, oneOf, optional, REFUSED, shape, text, whole, type Checked } from './check.js';
import { DOCUMENT_TONES, type ReportDocument } from './document.js';
import { document, links, sections } from './documentCheck.js';
import {
  LIMITS, OUTCOME_LETTERS, REPORT_ACTIONS, REPORT_OUTCOMES, REPORT_PURPOSES, REPORT_STATES, VERDICT_KINDS,
  type AttemptColumns, type ReportAction, type ReportHead, type ReportModel, type ReportOutcome,
} from './report.js';
import { runId } from './runId.js';

/**
 * - `report` everything; replaces what the panel has
 * - `progress` the attempts that ended since the one at index `from` (0-based), and the head anew
 * - `document` a report of evidence that is whole
 * - `unavailable` there is nothing to show, and why
 */
export type ToPanel =
  | ({ readonly type: 'report' } & ReportModel)
  | ({ readonly type: 'progress'; readonly from: number } & ReportModel)
  | { readonly type: 'document'; readonly run: string; readonly document: ReportDocument; readonly actions: readonly ReportAction[] }
  | { readonly type: 'unavailable'; readonly run: string; readonly reason: string };

const sentence = text(LIMITS.sentence);
const outcome = oneOf(REPORT_OUTCOMES);
const attemptNumber = whole(1);
const count = whole(0);

const outcomes = shape(Object.fromEntries(REPORT_OUTCOMES.map((name) => [name, count])) as Record<ReportOutcome, typeof count>);

const verdict = shape({
  kind: oneOf(VERDICT_KINDS),
  headline: sentence,
  remarks: list(sentence, LIMITS.remarks),
  rate: nullable(fraction),
  low: nullable(fraction),
  high: nullable(fraction),
  confidence: fraction,
  biased: flag,
});

const group = shape({
  index: count,
  title: text(LIMITS.title),
  location: optional(text(LIMITS.path)),
  count: attemptNumber,
  attempts: list(attemptNumber, LIMITS.attemptsPerGroup, 1),
  position: optional(text(LIMITS.title)),
  divergence: optional(sentence),
});

const remark = shape({ outcome, reason: sentence, count: attemptNumber, firstAttempt: attemptNumber });

const test = shape({ name: text(LIMITS.title), failedAttempts: attemptNumber, atLeast: flag, executed: attemptNumber, counted: flag, rate: nullable(fraction), low: fraction, high: fraction, firstAttempt: count });

const actions = list(oneOf(REPORT_ACTIONS), REPORT_ACTIONS.length);

const head = shape({
  state: oneOf(REPORT_STATES),
  verdict,
  proof: optional(shape({ word: text(LIMITS.title), tone: oneOf(DOCUMENT_TONES), headline: sentence, remarks: list(sentence, LIMITS.remarks) })),
  planned: count,
  finished: count,
  running: count,
  outcomes,
  groups: list(group, LIMITS.groups),
  failuresNotListed: count,
  remarks: list(remark, LIMITS.remarks),
  command: text(LIMITS.command),
  cwd: text(LIMITS.path),
  purpose: oneOf(REPORT_PURPOSES),
  workItem: optional(shape({ label: text(LIMITS.title), path: text(LIMITS.path) })),
  startedAt: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/),
  elapsedMs: optional(measure),
  remainingMs: optional(measure),
  durations: optional(shape({ minMs: measure, medianMs: measure, p95Ms: measure, maxMs: measure })),
  git: optional(shape({ commit: text(LIMITS.title), branch: optional(text(LIMITS.title)), dirty: flag })),
  host: text(LIMITS.title),
  ending: optional(sentence),
  actions,
  tests: optional(shape({ sentence, failed: list(test, LIMITS.tests), notListed: count, uncounted: flag, biased: flag })),
  sections: optional(sections),
  links: optional(links),
}) satisfies (value: unknown) => Checked<ReportHead>;

const LETTERS = new RegExp(`^[${Object.values(OUTCOME_LETTERS).join('')}]*$`);

const rawColumns = shape({
  attempt: list(attemptNumber, LIMITS.attempts),
  outcome: text(LIMITS.attempts),
  ms: list(measure, LIMITS.attempts),
  group: list(whole(-1), LIMITS.attempts),
});

function columns(value: unknown): Checked<AttemptColumns> {
  const taken = rawColumns(value);
  if (taken === REFUSED || !LETTERS.test(taken.outcome)) return REFUSED;
  const { length } = taken.outcome;
  return taken.attempt.length === length && taken.ms.length === length && taken.group.length === length ? taken : REFUSED;
}

const parts = { run: runId, head, attempts: columns };
const kinds = [
  shape({ type: oneOf(['report']), ...parts }),
  shape({ type: oneOf(['progress']), from: count, ...parts }),
  shape({ type: oneOf(['document']), run: runId, document, actions }),
  shape({ type: oneOf(['unavailable']), run: runId, reason: sentence }),
] as const;

/** The message, or undefined if the value is none. Takes time in the order of its size, which {@link LIMITS} bound. */
export function parseToPanel(value: unknown): ToPanel | undefined {
  for (const kind of kinds) {
    const message = kind(value);
    if (message !== REFUSED) return message;
  }
  return undefined;
}
