/** What a panel must be told next, so that a run of 10,000 attempts is sent once and not at every tick. */
import { LIMITS, type ReportState } from '../../protocol/report.js';
import type { ToPanel } from '../../protocol/toPanel.js';
import type { RunEvidence } from '../run/evidence.js';
import { attemptColumns } from './attemptColumns.js';
import { reportHead, reportModel, type ReportContext } from './reportModel.js';

/** One for each panel. */
export class ReportFeed {
  #run: string | undefined;
  #sent = 0;
  #reading = '';

  /** The panel has nothing (any more): the next message holds the whole report. For `ready` and `refresh`. */
  reset(): void {
    this.#run = undefined;
  }

  /** The message that brings the panel to this evidence: an increment where it has the run's earlier attempts as they are, else the whole report. */
  next(evidence: RunEvidence, state: ReportState, context: ReportContext): ToPanel {
    const { run, attempts } = evidence;
    const from = this.#sent;
    // With the number of tests that most attempts execute, and with those that tell none, outcomes of earlier ones change.
    const drift = evidence.tests?.drift;
    const reading = `${drift?.mode ?? ''} ${(drift?.untold ?? 0) > 0}`;
    const continues = this.#run === run.id && attempts.length >= from && this.#reading === reading;
    this.#run = run.id;
    this.#reading = reading;
    this.#sent = Math.min(attempts.length, LIMITS.attempts);
    if (!continues) return { type: 'report', ...reportModel(evidence, state, context) };
    return { type: 'progress', run: run.id, from, head: reportHead(evidence, state, context), attempts: attemptColumns(attempts, from) };
  }
}
