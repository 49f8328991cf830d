/** The user's own client: what it comes to at the target, and whether it tries to connect at all. */
import { networkInterfaces } from 'node:os';
import { hostOf } from '../../../core/probe/address.js';
import { filledIn, type Destination, type UserClient } from '../../../core/probe/matrix/client.js';
import { OWN, type Attempted, type CellResult, type MatrixCell } from '../../../core/probe/matrix/types.js';
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
 * Runs the client against the target, and if it fails, against a listener of our own on a loopback address of the same family: a client that does
 * not even connect to that makes no connect at all. One that takes no port from us cannot be sent there; of it the system's count of connections tells,
 * if nobody else began one meanwhile: such a client has to run while nothing else does.
 */
export async function askClient(client: UserClient, cell: MatrixCell, context: ClientContext, signal: AbortSignal): Promise<CellResult> {
  const { target, timeoutMs, addresses } = context;
  const address = cell.address === OWN ? (addresses[0] ?? target.host) : hostOf(cell.address);
  const start = startClock();
  const before = connectsBegun();
  const { words, variables } = filledIn(client, target, { host: target.host, address, port: target.port });
  const ended = await runBounded({ words, cwd: context.cwd, env: { ...context.environment, ...variables }, timeoutMs }, signal);
  const after = connectsBegun();
  const totalMs = start.elapsed();
  const replay = redact([...Object.entries(variables).map(([name, value]) => `${name}=${shellWord(value)}`), ...words.map(shellWord)].join(' '));
  if ('problem' in ended) return { ...cell, passed: false, class: 'not-started', totalMs, error: { reason: ended.problem }, replay };
  const seen = commandSeen(ended, timeoutMs);
  const told = { ...cell, class: classify('command', seen), totalMs, ...(ended.output !== '' && { excerpt: ended.output }), replay };
  if (seen.type === 'answer') return { ...told, passed: true };
  const quiet = before !== undefined && before === after;
  const attempted = client.ported ? await triesToConnect(client, address, context, signal) : quiet ? 'no' : 'unknown';
  return { ...told, passed: false, attempted, ...('error' in seen && { error: seen.error }) };
}

/** Sends the client to a witness. A name other than localhost is replaced by a loopback address: it leads elsewhere. */
async function triesToConnect(client: UserClient, address: string, { target, cwd, environment, timeoutMs }: ClientContext, signal: AbortSignal): Promise<Attempted> {
  const loopback = Object.values(networkInterfaces()).flatMap((entries) => (entries ?? []).filter(({ internal }) => internal).map((entry) => entry.address));
  const own = address.includes(':') ? '::1' : '127.0.0.1';
  const local = /^localhost\.?$/i.test(target.host);
  const witness = await listenAsWitness((local ? ['127.0.0.1', '::1'] : [own]).filter((candidate) => loopback.includes(candidate)));
  try {
    const destination: Destination = { host: local ? target.host : own, address: own, port: witness.port };
    const { words, variables } = filledIn(client, target, destination);
    const ended = await runBounded({ words, cwd, env: { ...environment, ...variables }, timeoutMs }, signal, witness.connected);
    if (witness.connected.aborted) return 'yes';
    // One that was ended by its deadline may have been about to.
    return 'problem' in ended || ended.timedOut ? 'unknown' : 'no';
  } finally {
    await witness.close();
  }
}
