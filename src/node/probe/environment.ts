/** Is anything set here that makes clients behave otherwise than the probes? */
import { clientVariables, variablesIn } from '../../core/probe/environment.js';
import type { EndpointTarget, ProbeResult } from '../../core/probe/types.js';
import { bounded, clean } from '../../core/report/untrusted.js';
import { result, startClock } from './question.js';

/** Characters of one variable's value. */
const SHOWN_VALUE = 200;

/** What is set, one `NAME=value` a line, redacted; undefined if nothing is. The probes themselves use no proxy, and judge certificates as Node does. */
export function askEnvironment(target: EndpointTarget, environment: Readonly<Record<string, string | undefined>>): ProbeResult | undefined {
  const start = startClock();
  const found = variablesIn(environment, clientVariables(target));
  if (found.length === 0) return undefined;
  return result('environment', { type: 'judged', class: 'set' }, start, {
    address: 'this process',
    phases: {},
    excerpt: found.map(([name, value]) => bounded(clean(`${name}=${value}`).replace(/\s+/g, ' '), SHOWN_VALUE)).join('\n'),
    replay: `env | grep -E '^(${found.map(([name]) => name).join('|')})='`,
  });
}
