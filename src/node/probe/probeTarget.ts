/** Climbs a target's ladder. */
import { probeTimeoutProblem } from '../../core/probe/limits.js';
import { nextRung } from '../../core/probe/ladder.js';
import type { EndpointTarget, ProbeResult, ProbeTarget } from '../../core/probe/types.js';
import { askEnvironment } from './environment.js';
import { askListener } from './listener.js';
import type { Trust } from './question.js';
import { ADDRESS_PROBES } from './registry.js';

interface ProbeOptions {
  /** The deadline of each rung by itself, in ms; {@link probeTimeoutProblem} says whether it can be used. */
  readonly timeoutMs: number;
  /** Left out: certificates are judged as Node does. */
  readonly trust?: Trust;
  /** The environment that a command gets, and that is looked through for what alters clients. Left out: none is. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where a command runs, and a relative path starts; absolute. Left out: where this process stands. */
  readonly cwd?: string;
}

/**
 * Asks one question after the other and yields each answer as it comes: the environment, the name, then each address by itself up to its first
 * rung that does not hold. No two questions share a connection. Not for an extension host, which patches `http` and `tls`:
 * there the command line asks, in a process of its own.
 * @throws the signal's reason once it aborts; answers until then have been yielded
 * @throws RangeError for a deadline that a timer cannot hold
 */
export async function* probeTarget(target: ProbeTarget, options: ProbeOptions, signal: AbortSignal): AsyncGenerator<ProbeResult, void, undefined> {
  const { timeoutMs, environment = {}, cwd = process.cwd() } = options;
  const problem = probeTimeoutProblem(timeoutMs);
  if (problem !== undefined) throw new RangeError(problem);
  signal.throwIfAborted();
  switch (target.kind) {
    case 'endpoint':
      return yield* probeEndpoint(target, options, signal);
    case 'process':
      return yield* (await import('./process.js')).askProcess(target, timeoutMs);
    case 'file':
      return yield (await import('./file.js')).askFile(target, cwd, timeoutMs, signal);
    case 'command':
      return yield (await import('./command.js')).askCommand(target, cwd, environment, timeoutMs, signal);
  }
}

async function* probeEndpoint(target: EndpointTarget, { timeoutMs, trust = { verify: true }, environment = {} }: ProbeOptions, signal: AbortSignal): AsyncGenerator<ProbeResult, void, undefined> {
  const set = askEnvironment(target, environment);
  if (set) yield set;
  let addresses: readonly string[] = [target.host];
  if (target.literal === undefined) {
    const { resolveName } = await import('./dns.js');
    const resolution = await resolveName(target.host, timeoutMs, signal);
    yield resolution.result;
    addresses = resolution.addresses;
  }
  for (const address of addresses) {
    const listener = askListener(address, target.port);
    if (listener) yield listener;
    const climbed: ProbeResult[] = [];
    for (let rung = nextRung(target, climbed); rung !== undefined; rung = nextRung(target, climbed)) {
      const ask = await ADDRESS_PROBES[rung]();
      const answer = await ask({ target, address, timeoutMs, trust }, signal);
      yield answer;
      climbed.push(answer);
    }
  }
}
