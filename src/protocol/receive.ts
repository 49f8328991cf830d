/** What a panel has after a message: the rule that both sides keep. */
import { LIMITS, type AttemptColumns, type ReportModel } from './report.js';
import type { ToPanel } from './toPanel.js';

/**
 * The report after a message has been taken; `refresh` if it does not continue what the panel has, so that the whole report must be asked for
 * again. The model that was handed in stays as it is.
 */
export function receive(model: ReportModel | undefined, message: Extract<ToPanel, { type: 'report' | 'progress' }>): ReportModel | 'refresh' {
  const { run, head, attempts } = message;
  if (message.type === 'report') return { run, head, attempts };
  const known = model?.attempts.outcome.length;
  if (model?.run !== run || known !== message.from || known + attempts.outcome.length > LIMITS.attempts) return 'refresh';
  return { run, head, attempts: joined(model.attempts, attempts) };
}

function joined(known: AttemptColumns, added: AttemptColumns): AttemptColumns {
  return {
    attempt: [...known.attempt, ...added.attempt],
    outcome: known.outcome + added.outcome,
    ms: [...known.ms, ...added.ms],
    group: [...known.group, ...added.group],
  };
}
