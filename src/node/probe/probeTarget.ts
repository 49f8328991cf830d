/** Climbs a target's ladder. */
import { probeTimeoutProblem } from '../../core/probe/limits.js';
import { holds, ladderFor } from '../../core/probe/ladder.js';
import type { ProbeResult, ProbeTarget } from '../../core/probe/types.js';
import { resolveName } from './dns.js';
import { ADDRESS_PROBES } from './registry.js';

interface ProbeOptions {
  /** The deadline of each rung by itself, in ms; {@link probeTimeoutProblem} says whether it can be used. */
  readonly timeoutMs: number;
}

/**
 * Asks one question after the other and yields each answer as it comes: the name first, then each address by itself up to its first
 * rung that does not hold. No two questions share a connection. Not for an extension host, which patches `http` and `tls`:
 * there the command line asks, in a process of its own.
 * @throws the signal's reason once it aborts; answers until then have been yielded
 * @throws RangeError for a deadline that a timer cannot hold
 */
export async function* probeTarget(target: ProbeTarget, { timeoutMs }: ProbeOptions, signal: AbortSignal): AsyncGenerator<ProbeResult, void, undefined> {
  const problem = probeTimeoutProblem(timeoutMs);
  if (problem !== undefined) throw new RangeError(problem);
  const { resolve, rungs } = ladderFor(target);
  let addresses: readonly string[] = [target.host];
  if (resolve) {
    const resolution = await resolveName(target.host, timeoutMs, signal);
    yield resolution.result;
    addresses = resolution.addresses;
  }
  for (const address of addresses) {
    for (const rung of rungs) {
      const answer = await ADDRESS_PROBES[rung]({ target, address, timeoutMs }, signal);
      yield answer;
      if (!holds(answer)) break;
    }
  }
}
