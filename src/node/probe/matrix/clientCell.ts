/** The user's own client: what it comes to at the target, and whether it tries to connect at all. */
import { networkInterfaces } from 'node:os';
import { hostOf, isLocalhost } from '../../../core/probe/address.js';
import { isProxy } from '../../../core/probe/environment.js';
import { filledIn, type Destination, type UserClient } from '../../../core/probe/matrix/client.js';
import { OWN, type CellResult, type MatrixCell } from '../../../core/probe/matrix/types.js';
import { shellWord } from '../../../core/probe/replay.js';
import type { EndpointTarget } from '../../../core/probe/types.js';
import { redact } from '../../../core/evidence/redact.js';
import { classify } from '../../../core/probe/classify.js';
import { runBounded } from '../boundedCommand.js';
import { commandSeen } from '../command.js';
import { startClock } from '../question.js';
import { connectsBegun, listenAsWitness } from './witness.js';

/** Where clients run, and how long. */
export interface ClientContext {
  readonly target: EndpointTarget;
  /** Literal addresses of the target. */
  readonly addresses: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
}

/**
 * Runs the client against the target. Of one that takes no port from us, and so cannot be sent elsewhere, the system's count of connections tells whether it tried
 * to connect, if nobody else began one meanwhile: such a client has to run while nothing else does. Of the others {@link witnessed} tells.
 */
export async function askClient(client: UserClient, cell: MatrixCell, context: ClientContext, signal: AbortSignal): Promise<CellResult> {
  const { target, timeoutMs } = context;
  const start = startClock();
  const before = connectsBegun();
  const { words, variables } = filledIn(client, target, { host: target.host, address: addressOf(cell, context), port: target.port });
  const ended = await runBounded({ words, cwd: context.cwd, env: { ...context.environment, ...variables }, timeoutMs }, signal);
  const quiet = isQuiet(before);
  const totalMs = start.elapsed();
  const replay = redact([...Object.entries(variables).map(([name, value]) => `${name}=${shellWord(value)}`), ...words.map(shellWord)].join(' '));
  if ('problem' in ended) return { ...cell, passed: false, class: 'not-started', totalMs, error: { reason: ended.problem }, replay };
  const seen = commandSeen(ended, timeoutMs);
  const told = { ...cell, class: classify('command', seen), totalMs, ...(ended.output !== '' && { excerpt: ended.output }), replay };
  if (seen.type === 'answer') return { ...told, passed: true };
  const attempt: Attempt = client.ported ? {} : quiet && !ended.timedOut ? { attempted: 'no', witness: 'count' } : { attempted: 'unknown' };
  return { ...told, passed: false, ...attempt, ...('error' in seen && { error: seen.error }) };
}

type Attempt = Pick<CellResult, 'attempted' | 'witness'>;

/**
 * A client that failed at the target is run once more, against a listener of our own on a loopback address of the same family: does it connect at least to that?
 * One that obeys a proxy does not, though it connects; and nobody sees where it goes, if the system counts more connections than none. To be run while nothing else is.
 */
export async function witnessed(client: UserClient, cell: CellResult, context: ClientContext, signal: AbortSignal): Promise<CellResult> {
  if (cell.passed || !client.ported || cell.class === 'not-started') return cell;
  return { ...cell, ...(await triesToConnect(client, addressOf(cell, context), context, signal)) };
}

/** A name other than localhost is replaced by a loopback address: it leads elsewhere. */
async function triesToConnect(client: UserClient, address: string, { target, cwd, environment, timeoutMs }: ClientContext, signal: AbortSignal): Promise<Attempt> {
  const loopback = Object.values(networkInterfaces()).flatMap((entries) => (entries ?? []).filter(({ internal }) => internal).map((entry) => entry.address));
  const own = address.includes(':') ? '::1' : '127.0.0.1';
  const local = isLocalhost(target.host);
  const witness = await listenAsWitness((local ? ['127.0.0.1', '::1'] : [own]).filter((candidate) => loopback.includes(candidate)));
  try {
    const destination: Destination = { host: local ? target.host : own, address: own, port: witness.port };
    const { words, variables } = filledIn(client, target, destination);
    const env = { ...environment, ...variables };
    const before = connectsBegun();
    const ended = await runBounded({ words, cwd, env, timeoutMs }, signal, witness.connected);
    if (witness.connected.aborted) return { attempted: 'yes' };
    // One that was ended by its deadline may have been about to.
    if ('problem' in ended || ended.timedOut) return { attempted: 'unknown' };
    if (isQuiet(before)) return { attempted: 'no', witness: 'both' };
    return Object.entries(env).some(([name, value]) => isProxy(name) && value !== undefined && value !== '') ? { attempted: 'unknown' } : { attempted: 'no', witness: 'listener' };
  } finally {
    await witness.close();
  }
}

/** Whether nobody began a connection since then. */
function isQuiet(before: number | undefined): boolean {
  return before !== undefined && before === connectsBegun();
}

/** What the cell dials. */
function addressOf({ address }: MatrixCell, { addresses, target }: ClientContext): string {
  return address === OWN ? (addresses[0] ?? target.host) : hostOf(address);
}
