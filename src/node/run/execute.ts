/** Makes a run: attempts under one plan, each in the ledger before anybody hears of it. */
import path from 'node:path';
import type { RunEvent } from '../../core/run/events.js';
import { planProblem } from '../../core/run/plan.js';
import { Refusal } from '../../core/refusal.js';
import { randomBytes } from '../ports.js';
import { privateFolder } from '../redaction/privateFolder.js';
import { eventStream, testResultsReader } from './eventStream.js';
import { headerOf, type RunRequest } from './header.js';
import { RunLedger } from './ledger.js';
import { keepLines, linesOf, type RunLines } from './replayable.js';
import type { RunnerOptions } from './runner.js';
import { systemReason } from './systemReason.js';

/**
 * Runs the command as the plan says, and tells what happens. An attempt's record is in the ledger before its event is emitted, and before
 * the next attempt starts. Nothing is printed.
 *
 * When the signal is aborted, running attempts are ended with all of their processes and recorded as cancelled. The same happens when the
 * consumer leaves the iteration, and at once (SIGKILL) when this process exits.
 *
 * The run does not wait for the consumer, unless that is a thousand events behind.
 *
 * A command that cannot be started ends the run with reason `error`: at the first attempt, or three times in a row. So does a ledger
 * or a log that cannot be written any more; what was measured up to there is kept.
 *
 * @throws Refusal `unable` before the first event if the ledger cannot be made
 */
export async function* execute(request: RunRequest, signal: AbortSignal, options: Omit<RunnerOptions, 'done'> = {}): AsyncGenerator<RunEvent, void, undefined> {
  const problem = planProblem(request.plan);
  if (problem !== undefined) throw new Error(problem);
  const plan = { ...request.plan, shuffleSeed: request.plan.shuffleSeed ?? randomSeed() };
  const header = await headerOf({ ...request, plan }, signal);
  const { root, results = [] } = request;
  const tests = await testResultsReader(root, { ...header, command: request.command }, results, signal);
  const ledger = await RunLedger.create(root, header);
  await keepForReplay(root, ledger, linesOf({ command: request.command, plan }));
  yield* eventStream(header, request.command, plan, ledger, tests, options, signal);
}

/** @throws Refusal `unable` */
async function keepForReplay(root: string, ledger: RunLedger, lines: RunLines): Promise<void> {
  try {
    keepLines(root, path.basename(ledger.folder), lines);
  } catch (error) {
    await ledger.close();
    throw new Refusal('unable', `The command holds a secret, and the file that keeps it out of the ledger cannot be written (${systemReason(error)}), so nothing was run: make ${privateFolder(root)} writable, or give the secret in a variable (--env).`);
  }
}

/** 32 bits. */
function randomSeed(): number {
  return randomBytes(4).reduce((seed, byte) => seed * 256 + byte, 0);
}
