/** Which questions are asked of a target, in layer order, and where the ladder broke. */
import { conclude } from './conclusion.js';
import type { ProbeName, ProbeReport, ProbeResult, ProbeTarget } from './types.js';

/** Probes that ask one literal address; `dns` is the one that finds the addresses. */
export type AddressProbeName = Exclude<ProbeName, 'dns'>;

interface Ladder {
  /** Whether the host is a name that has to be resolved first. */
  readonly resolve: boolean;
  /** Asked of each address by itself, in this order, until one does not hold. */
  readonly rungs: readonly AddressProbeName[];
}

export function ladderFor(target: ProbeTarget): Ladder {
  return { resolve: target.literal === undefined, rungs: target.scheme === 'http' ? ['tcp', 'http1'] : ['tcp'] };
}

/** Whether the ladder may be climbed further. A target that calls itself unhealthy does not hold. */
export function holds(result: ProbeResult): boolean {
  return result.class === 'up';
}

/** The report over a target's results in the order in which they came. @param timeoutMs the deadline of each rung, in ms */
export function probeReport(target: ProbeTarget, results: readonly ProbeResult[], timeoutMs: number): ProbeReport {
  const lastGood = results.findLast(holds);
  const firstBad = results.find((result) => !holds(result));
  return {
    target: target.text,
    results,
    lastGood: lastGood ? rungName(lastGood) : null,
    firstBad: firstBad ? rungName(firstBad) : null,
    conclusion: conclude(target, results, timeoutMs),
  };
}

/** `tcp 127.0.0.1:8080` */
function rungName({ probe, address }: ProbeResult): string {
  return `${probe} ${address}`;
}
