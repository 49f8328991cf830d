/** `casebook fault test SCENARIO -- cmd…`: a client under a fault, after a control without one. */
import { redactWords } from '../core/evidence/redactWords.js';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import type { Command } from 'commander';
import { parseAddress, addressText, type Address } from '../core/fault/address.js';
import { BUILT_IN } from '../core/fault/builtIn.js';
import { scheduleText, type FaultReport } from '../core/report/faultBlock.js';
import { durationArgument } from '../core/report/format.js';
import type { Scenario } from '../core/fault/scenario.js';
import { leftBehind } from '../core/fault/state.js';
import { controlProblem, faultVerdict, type FaultVerdict } from '../core/fault/verdict.js';
import { witnessText } from '../core/fault/witnessText.js';
import { plain } from '../core/report/untrusted.js';
import { Refusal } from '../core/refusal.js';
import { LEDGER_SCHEMA } from '../core/run/events.js';
import { newRunId } from '../core/run/id.js';
import { makeFaultFolder, writeFault } from '../node/fault/faultLedger.js';
import { runThroughProxy, type FaultTestRequest } from '../node/fault/faultTest.js';
import { watchParent } from '../node/fault/parentWatch.js';
import { loadScenario } from '../node/fault/scenarioFile.js';
import { hostInfo } from '../node/host.js';
import { randomBytes, systemClock } from '../node/ports.js';
import { resolveReference } from '../node/workItem/store.js';
import { assertWritable } from '../node/workItem/writeBack.js';
import { alsoSecretIn } from '../node/redaction/setUp.js';
import { duration, wholeNumber } from './arguments.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from './context.js';
import { EXIT, gravest, type ExitCode } from './exitCode.js';
import { table } from './table.js';
import { writeBack } from './writeBack.js';

interface FaultTestOptions extends CommonOptions {
  readonly upstream?: string;
  readonly listen: string;
  readonly seed?: number;
  readonly untilExit?: true;
  readonly notSteady?: true;
  readonly detection?: number;
  readonly recovery?: number;
  readonly timeout: number;
  readonly wi?: string;
}

const LISTEN = '127.0.0.1:0';
const TIMEOUT_MS = 60_000;

/** Seeds are whole numbers below it. */
const SEEDS = 2 ** 32;

export function defineFaultTest(command: Command, act: Parameters<Verb['define']>[1]): void {
  command
    .command('test')
    .description('start a client through the proxy, without a fault and then with it, and say what it does')
    .usage('<scenario> --upstream <address> [options] -- <command> [args...]')
    .argument('<scenario>', BUILT_IN.map(({ name }) => name).join(', '))
    .argument('<command...>', 'the client, behind --; {proxy}, {proxy.host} and {proxy.port} in it are replaced')
    .option('--json', 'one JSON document on standard output')
    .option('--cwd <dir>', 'work in that folder')
    .option('--upstream <address>', 'where the traffic goes: HOST:PORT (default: what the scenario names)')
    .option('--listen <address>', 'where the client connects to', LISTEN)
    .option('--seed <n>', 'repeats the jitter of the test that named it', wholeNumber)
    .option('--until-exit', 'the client ends by itself, and has to exit with 0')
    .option('--not-steady', 'the client closes connections without a fault, too (one for each request): detection is not judged')
    .option('--detection <duration>', 'the client has to notice within this time', duration)
    .option('--recovery <duration>', 'traffic has to flow again within this time after the last healing', duration)
    .addOption(command.createOption('--timeout <duration>', 'longest wait for the first round trip, and with --until-exit for the end').argParser(duration).default(TIMEOUT_MS, durationArgument(TIMEOUT_MS)))
    .option('--wi <ref>', 'write the evidence into this work item (path, file name or alias)')
    .addHelpText('after', `\n${BUILT_IN.map(({ name, description }) => `  ${name.padEnd(18)} ${description}`).join('\n')}\nOr a file of JSON or YAML. The client also finds the proxy in CASEBOOK_PROXY, CASEBOOK_PROXY_HOST and CASEBOOK_PROXY_PORT.\nExit codes: 0 as expected, 1 not as expected, not exercised or no verdict, 2 bad usage, 3 could not run, 4 the work item could not be written, 130 cancelled.`)
    .action(act(faultTest));
}

/** @throws Refusal `usage` */
export function addressOf(text: string, lowestPort: 0 | 1): Address {
  const address = parseAddress(text, lowestPort);
  if ('problem' in address) throw new Refusal('usage', address.problem);
  return address;
}

/** @throws Refusal `usage` */
export function seedOf(seed: number | undefined): number | undefined {
  if (seed !== undefined && (seed < 0 || seed >= SEEDS)) throw new Refusal('usage', `A seed is a whole number from 0 to ${SEEDS - 1}.`);
  return seed;
}

async function faultTest(context: Context, name: string, command: string[], options: FaultTestOptions): Promise<ExitCode> {
  const { workspace, cwd } = await workspaceFor(context, options);
  alsoSecretIn(command);
  const scenario = changed(await loadScenario(name, cwd), options);
  // Recovery counts from the last healing, and the run ends soon after the last step.
  if (leftBehind(scenario.steps.map(({ action }) => action))) throw new Refusal('usage', `The scenario ${scenario.name} never heals, so that no client could recover: end it with a step such as { at: 10s, do: heal }.`);
  const upstreamText = options.upstream ?? scenario.upstream;
  if (upstreamText === undefined) throw new Refusal('usage', 'Name where the traffic goes: --upstream HOST:PORT.');
  const upstream = addressOf(upstreamText, 1);
  const listen = addressOf(options.listen, 0);
  const seed = seedOf(options.seed) ?? randomInt(SEEDS);
  const workItem = options.wi === undefined ? undefined : await resolveReference(workspace, options.wi, cwd);
  if (workItem !== undefined) await assertWritable(path.join(workspace.root, workItem));
  const id = newRunId(systemClock.now(), randomBytes);
  const startedAt = new Date(systemClock.now()).toISOString();
  const folder = await makeFaultFolder(workspace.root, id);
  const untilExit = options.untilExit === true;
  const over = new AbortController();
  const parent = watchParent(() => over.abort(new Error('the parent is gone')));
  const signal = AbortSignal.any([context.signal, over.signal]);
  const request: FaultTestRequest = {
    id, folder, scenario, command, cwd, environment: context.env, listen, upstream, seed, untilExit, timeoutMs: options.timeout, clock: systemClock,
    onEvent: (run, event) => context.err.write(`${run.padEnd(7)} ${plain(witnessText(event))}\n`),
  };
  let report: FaultReport;
  try {
    context.err.write(`Scenario ${plain(scenario.name)}: ${scheduleText(scenario)}. First without it.\n`);
    const control = await runThroughProxy(request, 'control', signal);
    const fault = controlProblem(scenario, control, untilExit) === undefined ? await runThroughProxy(request, 'fault', signal) : undefined;
    const verdict = faultVerdict(scenario, control, fault, untilExit);
    report = { id, scenario, command: redactWords(command), upstream: addressText(upstream), seed, startedAt, host: hostInfo(), casebook: context.version, control, fault: fault ?? null, verdict };
  } catch (error) {
    // The client and the proxy are gone; nobody is left to be told.
    if (over.signal.aborted) return EXIT.cancelled;
    throw error;
  } finally {
    parent.stop();
  }
  const waiting = workItem === undefined ? {} : { workItem, writeBack: { state: 'pending' as const, workItem, at: new Date(systemClock.now()).toISOString() } };
  await writeFault(folder, { schema: LEDGER_SCHEMA, kind: 'fault', ...report, scenarioName: name, options: given(options), ...waiting });
  tell(context, report.verdict, folder, options.json === true ? report : undefined);
  const found = report.verdict.kind === 'as-expected' ? EXIT.ok : EXIT.found;
  return workItem === undefined ? found : gravest(found, await writeBack(context, workspace.root, id, workItem));
}

/** The scenario with what the options say otherwise. */
function changed(scenario: Scenario, { notSteady, detection, recovery }: FaultTestOptions): Scenario {
  return {
    ...scenario,
    ...(notSteady === true && { steady: false }),
    expect: { ...scenario.expect, ...(detection !== undefined && { detectionMs: detection }), ...(recovery !== undefined && { recoveryMs: recovery }) },
  };
}

/** The options that change what is done, for doing it again. */
function given({ listen, untilExit, notSteady, detection, recovery, timeout }: FaultTestOptions): string[] {
  return [
    ...(listen === LISTEN ? [] : ['--listen', listen]),
    ...(untilExit === true ? ['--until-exit'] : []),
    ...(notSteady === true ? ['--not-steady'] : []),
    ...(detection === undefined ? [] : ['--detection', durationArgument(detection)]),
    ...(recovery === undefined ? [] : ['--recovery', durationArgument(recovery)]),
    ...(timeout === TIMEOUT_MS ? [] : ['--timeout', durationArgument(timeout)]),
  ];
}

function tell({ out, err }: Context, verdict: FaultVerdict, folder: string, json: FaultReport | undefined): void {
  if (json) {
    writeJson(out, { ...json, scenario: json.scenario.name, ledger: folder });
    return;
  }
  if (verdict.rows.length > 0) out.write(table([['', 'expected', 'without it', 'observed', 'holds'], ...verdict.rows.map(({ what, expected, control, observed, holds }) => [what, expected, control, observed, holds === null ? '' : holds ? 'yes' : 'NO'])]));
  out.write(`${plain(verdict.sentence)}\n`);
  err.write(`Ledger: ${plain(folder)}\n`);
}
