/** What reports of several kinds have in common. */
import { SECTION_LIMITS, type IntervalRow, type ReportFact } from '../../../protocol/document.js';
import { soughtFailures, stoppedAt, type RunEvidence } from '../../run/evidence.js';
import type { HostInfo } from '../../run/events.js';
import { oneLine } from '../untrusted.js';

/** Text from outside in a cell, a label or a fact. */
export function cellText(text: string): string {
  return oneLine(text, SECTION_LIMITS.cell);
}

/** A run as a row of intervals: `3 of 100 failed`. */
export function runRow(label: string, evidence: RunEvidence): Omit<IntervalRow, 'link'> {
  const { counted, verdict, otherFailures } = evidence;
  const failures = soughtFailures(evidence);
  const words = counted === 0 ? 'no attempt counts' : `${failures} of ${counted} ${otherFailures === undefined ? 'failed' : 'showed the expected failure'}`;
  return { label: cellText(label), rate: stoppedAt(evidence) === undefined ? verdict.rate : null, low: verdict.low, high: verdict.high, words };
}

/** When, where and by what evidence was made. */
export function origin({ id, startedAt, host, casebook }: { readonly id: string; readonly startedAt: string; readonly host?: HostInfo; readonly casebook: string }): ReportFact[] {
  return [
    { name: 'Made', value: cellText(startedAt) },
    ...(host ? [{ name: 'Host', value: cellText(`${host.name} (${host.platform} ${host.release}, ${host.arch}), Node ${host.node}`) }] : []),
    { name: 'Casebook', value: cellText(casebook) },
    { name: 'Ledger', value: id, code: true },
  ];
}
