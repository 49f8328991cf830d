/** `casebook probe TARGET`: exits 1 if any rung broke, or the target said that it is unhealthy. */
import type { UserClient } from '../../core/probe/matrix/client.js';
import type { MatrixReport } from '../../core/probe/matrix/types.js';
import { DEFAULT_PROBE_TIMEOUT_MS, probeTimeoutProblem } from '../../core/probe/limits.js';
import { commandTarget } from '../../core/probe/localTarget.js';
import { parseTarget } from '../../core/probe/target.js';
import { COMMAND_WORD, type ProbeReport, type ProbeTarget } from '../../core/probe/types.js';
import { durationArgument } from '../../core/report/format.js';
import { Refusal } from '../../core/refusal.js';
import type { Trust } from '../../node/probe/question.js';
import { alsoSecretIn } from '../../node/redaction/setUp.js';
import { duration } from '../arguments.js';
import type { CommonOptions, Context, Verb } from '../context.js';
import { EXIT, gravest, type ExitCode } from '../exitCode.js';
import { climb } from '../probeLadder.js';

interface ProbeOptions extends CommonOptions {
  readonly timeout: number;
  readonly wi?: string;
  readonly ca?: string;
  readonly insecure?: true;
  readonly matrix?: true;
  readonly client?: readonly string[];
  readonly hypothesis?: string;
}

const TARGETS = `
Targets:
  http:// https:// h2c:// ws:// wss:// grpc:// grpcs:// tls:// tcp://   a URL: what is spoken there
  HOST:PORT, [::1]:PORT, :PORT      a port, as far as TCP; without a host on this machine
  process:NAME, process:PID         processes of this machine
  file:PATH                         a file: there, readable, being written
  cmd -- COMMAND ARGUMENTS          a command that tells by its exit code`;

export const verb: Verb = {
  define(command, act) {
    command
      .argument('[target]', 'http://HOST:PORT/PATH, HOST:PORT, or :PORT for this machine; all forms below')
      .argument('[command...]', `after \`${COMMAND_WORD} --\`: the command and its arguments`)
      .addOption(command.createOption('--timeout <duration>', 'deadline of each rung').argParser(duration).default(DEFAULT_PROBE_TIMEOUT_MS, durationArgument(DEFAULT_PROBE_TIMEOUT_MS)))
      .option('--ca <file>', 'trust the certificates of this PEM file, in place of the built-in ones')
      .option('--insecure', 'judge no certificate')
      .option('--matrix', 'ask over every address, protocol, verification and client, and name the smallest difference')
      .option('--client <label=command>', 'with --matrix: your own client as well (repeatable); {host} {port} {address} {url} stand for the target', (text: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), text])
      .option('--hypothesis <number>', 'with --wi, in place of a target: the probe that this hypothesis names; marks it supported, refuted or undecided')
      .option('--wi <ref>', 'write the evidence into this work item (path, file name or alias)')
      .addHelpText('after', TARGETS)
      .action(act(probe));
  },
};

async function probe(context: Context, text: string | undefined, words: readonly string[], options: ProbeOptions): Promise<ExitCode> {
  const problem = probeTimeoutProblem(options.timeout);
  if (problem !== undefined) throw new Refusal('usage', problem);
  if (options.hypothesis !== undefined) return hypothesis(context, text, options.hypothesis, options);
  if (text === undefined) throw new Refusal('usage', 'Name what is to be probed: http://HOST:PORT/PATH, HOST:PORT, :PORT; or --hypothesis N with --wi.');
  const target = targetOf(text, words);
  const clients = await parseClients(options);
  // The parts that know work items are loaded where they are needed: a ladder on loopback takes less time than they do.
  const needsWorkspace = options.wi !== undefined || options.matrix === true || options.cwd !== undefined;
  const evidence = needsWorkspace ? await (await import('../probeEvidence.js')).openEvidence(context, options) : undefined;
  const cwd = evidence?.cwd ?? context.cwd;
  const trust = await trustOf(options, cwd);
  const startedAt = new Date().toISOString();
  const asking = { target, options, trust, cwd, allowed: evidence?.allowed ?? [] };
  const { report, ok } = options.matrix === true ? await matrix(context, asking, clients) : await ladder(context, asking);
  const measured = ok ? EXIT.ok : EXIT.found;
  return gravest(measured, (await evidence?.write(report, startedAt, options.timeout))?.exit ?? EXIT.ok);
}

/** What both ways of asking need. */
interface Asking {
  readonly target: ProbeTarget;
  readonly options: ProbeOptions;
  readonly trust: Trust;
  readonly cwd: string;
  /** Names of variables, see the configuration. */
  readonly allowed: readonly string[];
}

interface Asked {
  readonly report: ProbeReport | MatrixReport;
  readonly ok: boolean;
}

async function ladder(context: Context, { target, options, trust, cwd }: Asking): Promise<Asked> {
  const asked = await climb(context, { target, timeoutMs: options.timeout, trust, cwd, quiet: options.json === true });
  if (options.json === true) context.out.write(json(asked.report));
  return asked;
}

/** @throws Refusal `usage` for what does not go with it */
async function hypothesis(context: Context, text: string | undefined, named: string, { wi, timeout, matrix: crossed, client, ...options }: ProbeOptions): Promise<ExitCode> {
  if (text !== undefined || crossed === true || client !== undefined) throw new Refusal('usage', '--hypothesis takes its target from the work item: leave out the target, --matrix and --client.');
  if (wi === undefined) throw new Refusal('usage', 'Name the work item of the hypothesis with --wi.');
  const { probeHypothesis } = await import('../probeHypothesis.js');
  return probeHypothesis(context, { ...options, hypothesis: named, wi, timeoutMs: timeout, trust: (cwd) => trustOf(options, cwd) });
}

async function trustOf({ ca, insecure }: Pick<ProbeOptions, 'ca' | 'insecure'>, cwd: string): Promise<Trust> {
  if (ca === undefined) return { verify: insecure !== true };
  const { readTrust } = await import('../../node/probe/trust.js');
  return readTrust({ insecure: insecure === true, caFile: ca, cwd });
}

async function matrix(context: Context, { target, options, trust, cwd, allowed }: Asking, clients: readonly UserClient[]): Promise<Asked> {
  if (target.kind !== 'endpoint') throw new Refusal('usage', '--matrix crosses addresses and protocols: give it a URL or HOST:PORT.');
  const { env: environment, out, signal } = context;
  const [{ runMatrix }, { matrixHolds }, { matrixText }] = await Promise.all([import('../../node/probe/matrix/runMatrix.js'), import('../../core/probe/matrix/conclusion.js'), import('../probeMatrix.js')]);
  const report = await runMatrix(target, { timeoutMs: options.timeout, trust, clients, environment, allowed, cwd }, signal);
  // A name without an address is a ladder's answer: there is nothing to cross.
  if ('dns' in report) return ladder(context, { target, options, trust, cwd, allowed });
  if (options.json === true) out.write(json(report));
  else out.write(matrixText(report));
  return { report, ok: matrixHolds(report) };
}

/** @throws Refusal `usage` for a client that cannot be run, or for one that has the label of another */
async function parseClients({ client = [], matrix: crossed }: ProbeOptions): Promise<UserClient[]> {
  if (client.length === 0) return [];
  if (crossed !== true) throw new Refusal('usage', '--client is a row of the matrix: give --matrix as well.');
  const { parseClient } = await import('../../core/probe/matrix/client.js');
  alsoSecretIn(client);
  const clients = client.map((text) => {
    const parsed = parseClient(text, process.platform === 'win32');
    if ('problem' in parsed) throw new Refusal('usage', parsed.problem);
    return parsed;
  });
  const twice = clients.find(({ label }, index) => clients.findIndex((other) => other.label === label) < index);
  if (twice) throw new Refusal('usage', `There are two clients with the label ${twice.label}: give each one of its own.`);
  return clients;
}

/** As `writeJson` of the context, which knows workspaces. */
function json(report: ProbeReport | MatrixReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** A command comes as words of its own only: no text, wherever it was read, is one. */
function targetOf(text: string, words: readonly string[]): ProbeTarget {
  if (words.length > 0) {
    alsoSecretIn(words);
    if (text === COMMAND_WORD) return commandTarget(words);
    throw new Refusal('usage', `A probe has one target; ${words.length} more words follow it. A command is probed with \`casebook probe ${COMMAND_WORD} -- COMMAND ARGUMENTS\`.`);
  }
  const target = parseTarget(text);
  if ('problem' in target) throw new Refusal('usage', target.problem);
  return target;
}
