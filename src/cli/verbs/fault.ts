/** `casebook fault`: a proxy that breaks connections on purpose; `casebook fault test`: what a client does about it. */
import { randomInt } from 'node:crypto';
import { ACTION_FORMS, parseSchedule, type Step } from '../../core/fault/action.js';
import { BUILT_IN } from '../../core/fault/builtIn.js';
import { plain } from '../../core/report/untrusted.js';
import { witnessText } from '../../core/fault/witnessText.js';
import type { WitnessEvent } from '../../core/fault/witness.js';
import { Refusal } from '../../core/refusal.js';
import { openControlPort, type ControlPort } from '../../node/fault/controlPort.js';
import { watchParent } from '../../node/fault/parentWatch.js';
import { FaultProxy } from '../../node/fault/proxy.js';
import { loadScenario } from '../../node/fault/scenarioFile.js';
import { runSchedule } from '../../node/fault/schedule.js';
import { makeToken, type Token } from '../../node/fault/token.js';
import { systemClock } from '../../node/ports.js';
import { wholeNumber } from '../arguments.js';
import { addressOf, defineFaultTest, seedOf } from '../faultTest.js';
import type { CommonOptions, Context, Verb } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';

interface FaultOptions extends CommonOptions {
  readonly listen: string;
  readonly upstream?: string;
  readonly at: readonly string[];
  readonly scenario?: string;
  readonly control?: string;
  readonly tokenFile?: string;
  readonly seed?: number;
  readonly outlive?: true;
}

/** Largest seed, exclusive. */
const SEEDS = 2 ** 32;

export const verb: Verb = {
  define(command, act) {
    command
      .usage('--upstream <address> [options]')
      .enablePositionalOptions()
      .option('--listen <address>', 'where clients connect to: HOST:PORT or :PORT; port 0 takes a free one', '127.0.0.1:0')
      .option('--upstream <address>', 'where their traffic goes: HOST:PORT')
      .option('--at <step...>', 'a time and an action, such as --at 5s hold --at 20s heal', [])
      .option('--scenario <name>', 'take the steps from a built-in scenario, or from a file')
      .option('--control <address>', 'take actions over HTTP on this address of loopback; port 0 takes a free one')
      .option('--token-file <file>', 'with --control: a new file for its token (default: one in a temporary folder)')
      .option('--seed <n>', 'repeats the jitter of the run that named it', wholeNumber)
      .option('--outlive', 'go on when the process that started this one ends')
      .addHelpText('after', `\nActions: ${ACTION_FORMS}.\nup is from the client to the server; without a direction both are meant. BYTES: 500, 64k, 1m.\nScenarios: ${BUILT_IN.map(({ name }) => name).join(', ')}.\nIt prints what it sees, and ends at Ctrl-C. Exit codes: 0 ended by Ctrl-C or its parent, 2 bad usage, 3 could not listen or do a step.`)
      .action(act(fault));
    defineFaultTest(command, act);
  },
};

async function fault(context: Context, options: FaultOptions): Promise<ExitCode> {
  const listen = addressOf(options.listen, 0);
  if (options.upstream === undefined) throw new Refusal('usage', 'Name where the traffic goes: --upstream HOST:PORT.');
  const upstream = addressOf(options.upstream, 1);
  const steps = await stepsOf(context, options);
  const seed = seedOf(options.seed) ?? randomInt(SEEDS);
  if (options.tokenFile !== undefined && options.control === undefined) throw new Refusal('usage', '--token-file goes with --control: add that, or leave it out.');
  const control = options.control === undefined ? undefined : addressOf(options.control, 0);
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  const parent = options.outlive === true ? undefined : watchParent(() => over.abort());
  let port: ControlPort | undefined;
  let token: Token | undefined;
  const witness = (event: WitnessEvent): void => {
    port?.note(event);
    context.out.write(`${options.json === true ? JSON.stringify(event) : plain(witnessText(event))}\n`);
  };
  const proxy = await FaultProxy.open({ listen, upstream, seed, clock: systemClock, witness });
  try {
    if (control) {
      token = await makeToken(options.tokenFile);
      port = await openControlPort(control, proxy, token);
      context.err.write(`Control port ${port.address.host.includes(':') ? `[${port.address.host}]` : port.address.host}:${port.address.port}, token in ${plain(token.file)}\n`);
    }
    await runSchedule(proxy, steps, signal);
    await aborted(signal);
  } catch (error) {
    // That it was ended is the usual end.
    if (!signal.aborted) throw error;
  } finally {
    parent?.stop();
    port?.close();
    await token?.remove();
    await proxy.close();
    await proxy.emptied();
  }
  return EXIT.ok;
}

async function stepsOf(context: Context, { at, scenario, cwd }: FaultOptions): Promise<readonly Step[]> {
  if (scenario !== undefined && at.length > 0) throw new Refusal('usage', 'Take the steps from --at or from --scenario, not from both.');
  if (scenario !== undefined) return (await loadScenario(scenario, cwd ?? context.cwd)).steps;
  const steps = parseSchedule(at);
  if ('problem' in steps) throw new Refusal('usage', steps.problem);
  return steps;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
