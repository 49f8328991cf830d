/** Asks a target with the real probes. */
import { networkInterfaces } from 'node:os';
import { probeReport } from '../../src/core/probe/ladder.js';
import { parseTarget } from '../../src/core/probe/target.js';
import type { ProbeReport, ProbeResult, ProbeTarget } from '../../src/core/probe/types.js';
import { probeTarget } from '../../src/node/probe/probeTarget.js';
import type { Trust } from '../../src/node/probe/question.js';

/** Long enough for loopback on a loaded machine; only a silent peer uses it up. */
const PATIENT_MS = 20_000;

export function target(text: string): ProbeTarget {
  const parsed = parseTarget(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

export async function ask(text: string, timeoutMs = PATIENT_MS, trust: Trust = { verify: true }): Promise<ProbeReport> {
  const asked = target(text);
  const results: ProbeResult[] = [];
  for await (const result of probeTarget(asked, { timeoutMs, trust }, new AbortController().signal)) results.push(result);
  return probeReport(asked, results, timeoutMs);
}

/** `tcp 127.0.0.1 up`: each rung without its port, and without what only says what else is so. */
export function rungs({ results }: ProbeReport): string[] {
  return results.filter(({ probe }) => probe !== 'listener' && probe !== 'environment').map(({ probe, address, class: answer }) => `${probe} ${address.replace(/:\d+$/, '')} ${answer}`);
}

/** Whether the machine has ::1. */
export const hasIpv6 = Object.values(networkInterfaces()).some((entries) => entries?.some(({ address }) => address === '::1'));
if (!hasIpv6) process.stderr.write('Skipped: this machine has no ::1; the tests over IPv6 need it.\n');
