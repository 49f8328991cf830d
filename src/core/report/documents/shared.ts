/** What reports of several kinds have in common. */
import { SECTION_LIMITS, type IntervalRow, type ReportFact } from '../../../protocol/document.js';
import { soughtFailures, stoppedAt, type RunEvidence } from '../../run/evidence.js';
import type { HostInfo } from '../../run/events.js';
import { inEnglish, type Say } from '../say.js';
import { oneLine } from '../untrusted.js';

/** Text from outside in a cell, a label or a fact. */
export function cellText(text: string): string {
  return oneLine(text, SECTION_LIMITS.cell);
}

/** A run as a row of intervals: `3 of 100 failed`. */
export function runRow(label: string, evidence: RunEvidence, say: Say = inEnglish): Omit<IntervalRow, 'link'> {
  const { counted, verdict, otherFailures } = evidence;
  const failures = soughtFailures(evidence);
  const words = counted === 0 ? say('no attempt counts') : otherFailures === undefined ? say('{0} of {1} failed', failures, counted) : say('{0} of {1} showed the expected failure', failures, counted);
  return { label: cellText(label), rate: stoppedAt(evidence) === undefined ? verdict.rate : null, low: verdict.low, high: verdict.high, words };
}

/** When, where and by what evidence was made. */
export function origin({ id, startedAt, host, casebook }: { readonly id: string; readonly startedAt: string; readonly host?: HostInfo; readonly casebook: string }, say: Say = inEnglish): ReportFact[] {
  return [
    { name: say('Made'), value: cellText(startedAt) },
    ...(host ? [{ name: say('Host'), value: cellText(say('{0} ({1}), Node {2}', host.name, `${host.platform} ${host.release}, ${host.arch}`, host.node)) }] : []),
    { name: say('Casebook'), value: cellText(casebook) },
    { name: say('Ledger'), value: id, code: true },
  ];
}
