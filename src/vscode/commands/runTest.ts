/** Run Test Repeatedly… and Run Until Failure…: which command, how often, for which work item. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { workItemRefOf, type RunRef } from '../adapters/references.js';
import { remember, remembered } from '../adapters/remembered.js';
import { settings } from '../adapters/settings.js';
import { requireTrust } from '../adapters/trust.js';
import { MEMENTO } from '../ids.js';
import { approve } from '../runs/approval.js';
import { startRun } from '../runs/startRun.js';
import type { Services } from '../services.js';
import { numberOf, textOf } from './arguments.js';
import { askText, askTextOrRecent, type Step } from './ask.js';
import { Destination } from './destination.js';
import { placeOf } from './place.js';

/**
 * Takes `{ command, attempts, workItem }` from a keybinding (`workItem: null` for none, `ask: true` to be asked although one is active), or a work item of the
 * tree; what is given is not asked for. Resolves when the run has begun.
 */
export async function runTest(services: Services, untilFailure: boolean, argument?: unknown): Promise<RunRef | undefined> {
  const title = untilFailure ? vscode.l10n.t('Run Until Failure') : vscode.l10n.t('Run Test Repeatedly');
  await requireTrust(title);
  const target = await workItemRefOf(argument);
  const place = await placeOf(target);
  if (!place) return undefined;
  const { memento } = services;
  const destination = await Destination.of(target, argument, place);
  const step = (number: number): Step => ({ title, step: number, of: 2 + destination.questions, otherwise: destination.otherwise });
  const line = textOf(argument, 'command') ?? (await askCommand(step(1), remembered(memento, MEMENTO.commands)));
  if (line === undefined) return undefined;
  const { command, shell } = await commandOf(line);
  const attempts = numberOf(argument, 'attempts') ?? (await askAttempts(step(2), untilFailure, services));
  if (attempts === undefined) return undefined;
  const recipient = await destination.recipient(step(3), services);
  if (!recipient) return undefined;
  await remember(memento, MEMENTO.commands, line);
  await approve(memento, { command, shell, cwd: place.cwd });
  const { workItem } = recipient;
  const { DEFAULT_PLAN, parseDuration } = await loadEngine();
  const plan = { ...DEFAULT_PLAN, attempts, shell, timeoutMs: parseDuration(settings().timeout) ?? DEFAULT_PLAN.timeoutMs, ...(untilFailure && { untilFailures: 1 }) };
  const order = { ...place, command, plan, ...(workItem !== undefined && { workItem }) };
  const { followed } = await startRun(services.cli, services.liveRuns, order);
  return followed.ref;
}

/** @throws Refusal `usage` if it cannot be run */
export async function commandOf(line: string): Promise<{ command: readonly string[]; shell: boolean }> {
  const { commandWords, Refusal } = await loadEngine();
  const parsed = commandWords(line, process.platform === 'win32');
  if ('problem' in parsed) throw new Refusal('usage', parsed.problem);
  return 'words' in parsed ? { command: parsed.words, shell: false } : { command: [parsed.shell], shell: true };
}

async function askCommand(step: Step, recent: readonly string[]): Promise<string | undefined> {
  const { commandWords } = await loadEngine();
  const parsed = (text: string) => commandWords(text, process.platform === 'win32');
  return askTextOrRecent(
    step,
    vscode.l10n.t('The command that runs the test, e.g. npx vitest run orders.test.ts'),
    recent,
    (text) => {
      const result = parsed(text);
      return 'problem' in result ? result.problem : undefined;
    },
    (text) => {
      const result = parsed(text);
      return 'shell' in result ? vscode.l10n.t('Runs in the shell, because of {0}', result.because) : vscode.l10n.t('Runs without a shell');
    },
  );
}

/** How often, for a run that stops at a failure: at most. */
export async function askAttempts(step: Step, untilFailure: boolean, { memento }: Services): Promise<number | undefined> {
  const last: unknown = memento.get(MEMENTO.attempts);
  const value = typeof last === 'number' ? last : settings().attempts;
  const text = await askText(step, untilFailure ? vscode.l10n.t('At most how many attempts?') : vscode.l10n.t('How many attempts? 100 without a failure bound the failure rate at 2.95 %.'), String(value), attemptsProblem);
  if (text === undefined) return undefined;
  await memento.update(MEMENTO.attempts, Number(text));
  return Number(text);
}

function attemptsProblem(text: string): string | undefined {
  return /^\s*\d{1,9}\s*$/.test(text) && Number(text) >= 1 ? undefined : vscode.l10n.t('The number of attempts is a whole number of at least 1: try 100.');
}
