/** Asks a target in all ways of its matrix. */
import { hostOf } from '../../../core/probe/address.js';
import { clientVariables, variablesIn } from '../../../core/probe/environment.js';
import { holds } from '../../../core/probe/ladder.js';
import { matrixReport } from '../../../core/probe/matrix/conclusion.js';
import type { UserClient } from '../../../core/probe/matrix/client.js';
import { planCells } from '../../../core/probe/matrix/plan.js';
import { OWN, type CellResult, type ClientEnvironment, type MatrixCell, type MatrixProtocol, type MatrixReport } from '../../../core/probe/matrix/types.js';
import type { EndpointTarget, ProbeResult } from '../../../core/probe/types.js';
import { bounded, clean } from '../../../core/report/untrusted.js';
import { resolveName } from '../dns.js';
import type { Trust } from '../question.js';
import { ADDRESS_PROBES } from '../registry.js';
import { askClient, witnessed, type ClientContext } from './clientCell.js';
import { askCurl, curlProtocols } from './curlCell.js';

interface MatrixOptions {
  /** The deadline of each cell, in ms. */
  readonly timeoutMs: number;
  readonly trust: Trust;
  readonly clients: readonly UserClient[];
  /** Of the clients and of curl. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** More names of variables that are told where they differ: the workspace's allow-list. */
  readonly allowed: readonly string[];
  /** Where clients run; absolute. */
  readonly cwd: string;
}

/** Cells that are asked at the same time: enough for 16 within a second, and few enough not to overload what is asked. */
const AT_ONCE = 8;

/** Characters of a variable's value. */
const SHOWN_VALUE = 200;

/** The name could not be resolved: there is nothing to cross. */
export interface Unresolved {
  readonly dns: ProbeResult;
}

/** @throws the signal's reason once it aborts */
export async function runMatrix(target: EndpointTarget, options: MatrixOptions, signal: AbortSignal): Promise<MatrixReport | Unresolved> {
  const { timeoutMs, clients, environment, cwd } = options;
  let addresses: readonly string[] = [target.host];
  const context = (): ClientContext => ({ target, addresses, cwd, environment, timeoutMs });
  const [resolution, curl] = await Promise.all([target.literal === undefined ? resolveName(target.host, timeoutMs, signal) : undefined, target.http ? curlProtocols(context(), signal) : []]);
  if (resolution) {
    if (!holds(resolution.result)) return { dns: resolution.result };
    ({ addresses } = resolution);
  }
  const cells = planCells(target, addresses, curl, clients);
  const results: (CellResult | undefined)[] = cells.map(() => undefined);
  const ask = async (index: number): Promise<void> => {
    const cell = cells[index];
    if (cell) results[index] = await askCell(cell, target, options, context(), signal);
  };
  const alone = cells.flatMap((cell, index) => (clients.some(({ label, ported }) => label === cell.client && !ported) ? [index] : []));
  const together = cells.map((_, index) => index).filter((index) => !alone.includes(index));
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let index = together.shift(); index !== undefined; index = together.shift()) await ask(index);
  }));
  // What they begin is told by the system's count of all connections.
  for (const index of alone) await ask(index);
  for (const [index, result] of results.entries()) {
    const client = clients.find(({ label }) => label === result?.client);
    if (client && result) results[index] = await witnessed(client, result, context(), signal);
  }
  return matrixReport(target, results.filter((result) => result !== undefined), environments(target, clients, options));
}

async function askCell(cell: MatrixCell, target: EndpointTarget, { timeoutMs, trust, clients }: MatrixOptions, context: ClientContext, signal: AbortSignal): Promise<CellResult> {
  const client = clients.find(({ label }) => label === cell.client);
  if (client) return askClient(client, cell, context, signal);
  if (cell.client === 'curl') return askCurl(cell, context, trust.caFile, signal);
  const ask = await ADDRESS_PROBES[cell.protocol as MatrixProtocol]();
  // By its name: Node resolves it, and tries one address after the other (happy eyeballs), as programs do that give it a URL.
  const address = cell.address === OWN ? target.host : hostOf(cell.address);
  const answer = await ask({ target, address, timeoutMs, trust: { ...trust, verify: cell.verification !== 'insecure' } }, signal);
  const { class: answered, phases, httpStatus, error, replay } = answer;
  return { ...cell, passed: holds(answer), class: answered, totalMs: phases['total'] ?? 0, ...(httpStatus !== undefined && { httpStatus }), ...(error && { error }), replay };
}

/** What the clients' own variables are, and what curl alone obeys of the rest: the probes obey none of it. */
function environments(target: EndpointTarget, clients: readonly UserClient[], { environment, allowed }: MatrixOptions): ClientEnvironment[] {
  const shown = (entries: readonly (readonly [string, string])[]): Record<string, string> =>
    Object.fromEntries(entries.map(([name, value]) => [name, clean(`${name}=${bounded(value, SHOWN_VALUE)}`).slice(name.length + 1)]));
  const inherited = variablesIn(environment, [...clientVariables(target), ...allowed]);
  const all = [{ clients: ['curl', ...clients.map(({ label }) => label)], variables: shown(inherited) }, ...clients.map(({ label, variables }) => ({ clients: [label], variables: shown(Object.entries(variables)) }))];
  return all.filter(({ variables }) => Object.keys(variables).length > 0);
}
