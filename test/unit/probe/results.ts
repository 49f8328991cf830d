/** Results as the probes give them. */
import { parseTarget } from '../../../src/core/probe/target.js';
import type { ProbeClass, ProbeName, ProbeResult, ProbeTarget } from '../../../src/core/probe/types.js';

export function targetOf(text: string): ProbeTarget {
  const parsed = parseTarget(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

export function resultOf(probe: ProbeName, address: string, answer: ProbeClass, more: Partial<ProbeResult> = {}): ProbeResult {
  return {
    probe,
    address,
    class: answer,
    phases: {},
    runtime: 'Node v20.20.2, OpenSSL 3.0.19',
    startedAt: '2026-11-21T14:02:33.000Z',
    replay: `replay ${probe} ${address}`,
    ...more,
  };
}
