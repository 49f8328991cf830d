/** Repeat This Test… and Repeat Until Failure, on any extension's test, and what both have in common with other commands that repeat one. */
import path from 'node:path';
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import type { RunRef } from '../adapters/references.js';
import { settings } from '../adapters/settings.js';
import { requireTrust } from '../adapters/trust.js';
import { COMMANDS } from '../ids.js';
import { approve } from '../runs/approval.js';
import type { LiveRun, LiveRuns } from '../runs/liveRuns.js';
import { startRun } from '../runs/startRun.js';
import type { Services } from '../services.js';
import { isNone, numberOf, textOf } from './arguments.js';
import { activeRecipient, askRecipient, givenRecipient, type Recipient } from './askWorkItem.js';
import { askAttempts } from './runTest.js';
import { commandForTest, type Ready } from './testCommand.js';
import { failingTargets, isInFile } from './testTarget.js';

/**
 * Each of the tests by a run of its own, one after the other. Resolves with the first run when that has begun.
 * Among the arguments may be `{ attempts, workItem }`, which are not asked for then (`workItem: null` for none).
 */
export async function repeatTests(services: Services, untilFailure: boolean, args: readonly unknown[]): Promise<RunRef | undefined> {
  const title = untilFailure ? vscode.l10n.t('Repeat Until Failure') : vscode.l10n.t('Repeat This Test');
  await requireTrust(title);
  const named = await failingTargets(services, args);
  const targets = named.filter(isInFile);
  const { Refusal } = await loadEngine();
  if (targets.length === 0) throw new Refusal('usage', vscode.l10n.t('This test names no file of the workspace, so there is no command to run it by: use Casebook: Run Test Repeatedly… with the command that runs it.'), { offer: { title: vscode.l10n.t('Run Test Repeatedly…'), command: COMMANDS.runRepeatedly } });
  const other = named.find((target) => !isInFile(target));
  // Leaving it out would look as if it had been repeated.
  if (other) throw new Refusal('usage', vscode.l10n.t('{0} names no file of the workspace, so there is no command to run it by, and nothing was started: choose the others without it.', other.label));
  const commands: Ready[] = [];
  for (const target of targets) {
    const ready = await commandForTest(services, title, target);
    if (!ready) return undefined;
    if (!commands.some((other) => sameCommand(other, ready))) commands.push(ready);
  }
  const given = args.find((argument) => numberOf(argument, 'attempts') !== undefined || textOf(argument, 'workItem') !== undefined || isNone(argument, 'workItem'));
  return repeatCommands(services, title, untilFailure, commands, given);
}

/** Asks how often and for which work item, and runs. @param commands at least one @param asked questions before these */
export async function repeatCommands(services: Services, title: string, untilFailure: boolean, commands: readonly Ready[], given: unknown, asked = 0): Promise<RunRef | undefined> {
  const [first, ...others] = commands;
  if (!first) return undefined;
  const attempts = numberOf(given, 'attempts') ?? (await askAttempts({ title, step: asked + 1, of: asked + 2 }, untilFailure, services));
  if (attempts === undefined) return undefined;
  const recipient = (await givenRecipient(given, first.place)) ?? (await activeRecipient(given, first.place)) ?? (await askRecipient({ title, step: asked + 2, of: asked + 2 }, first.place.root, services));
  if (!recipient) return undefined;
  const how = { attempts, untilFailure, recipient };
  const live = await start(services, first, how);
  if (live && others.length > 0) services.guard.background(oneAfterTheOther(services, live, others, how));
  return live?.followed.ref;
}

interface How {
  readonly attempts: number;
  readonly untilFailure: boolean;
  readonly recipient: Recipient;
}

async function oneAfterTheOther(services: Services, before: LiveRun, commands: readonly Ready[], how: How): Promise<void> {
  let live: LiveRun | undefined = before;
  for (const [index, command] of commands.entries()) {
    await live.followed.ended;
    // Whoever cancels one wants no further one.
    if (live.followed.file?.result?.reason === 'cancelled') {
      services.guard.background(services.notify.info(vscode.l10n.t('{0} of {1} tests were not repeated, because the run before was cancelled.', commands.length - index, commands.length + 1)));
      return;
    }
    live = await start(services, command, how);
    if (!live) return;
  }
}

/** Undefined if it runs already, and the user leaves it at that. */
async function start({ cli, liveRuns, memento }: Services, ready: Ready, { attempts, untilFailure, recipient }: How): Promise<LiveRun | undefined> {
  const { command, shell, place } = ready;
  if (!(await mayRunBeside(liveRuns, { command, shell, cwd: place.cwd }))) return undefined;
  await approve(memento, { command, shell, cwd: place.cwd });
  const { DEFAULT_PLAN, parseDuration } = await loadEngine();
  const plan = { ...DEFAULT_PLAN, attempts, shell, timeoutMs: parseDuration(settings().timeout) ?? DEFAULT_PLAN.timeoutMs, ...(untilFailure && { untilFailures: 1 }) };
  const { workItem } = recipient;
  return startRun(cli, liveRuns, { ...place, command, plan, ...(workItem !== undefined && { workItem }) });
}

/** The same command twice at once would measure its own company: only if the user says so. */
export async function mayRunBeside(liveRuns: LiveRuns, { command, shell, cwd }: { readonly command: readonly string[]; readonly shell: boolean; readonly cwd: string }): Promise<boolean> {
  const running = liveRuns.all().find(({ followed: { file } }) => file !== undefined && sameCommand({ command: file.command, shell: file.plan.shell, place: { cwd: file.cwd } }, { command, shell, place: { cwd } }));
  if (!running || (await hasEnded(running))) return true;
  const { finished, planned } = running.followed.progress();
  const [anyway, report] = [vscode.l10n.t('Run Anyway'), vscode.l10n.t('Show Report')];
  const detail = vscode.l10n.t('{0} of {1} attempts are done. A second run beside it disturbs both: what they measure holds only for that.', finished, planned);
  const chosen = await vscode.window.showWarningMessage(vscode.l10n.t('This test is being repeated already.'), { modal: true, detail }, report, anyway);
  if (chosen === report) await vscode.commands.executeCommand(COMMANDS.showRunReport, running.followed.ref);
  return chosen === anyway;
}

/** By its ledger: a run is followed for a moment longer than it lasts. */
async function hasEnded({ followed: { folder } }: LiveRun): Promise<boolean> {
  const { readRunFile } = await loadEngine();
  return (await readRunFile(folder)).result !== undefined;
}

interface Comparable {
  readonly command: readonly string[];
  readonly shell: boolean;
  readonly place: { readonly cwd: string };
}

function sameCommand(one: Comparable, other: Comparable): boolean {
  return one.shell === other.shell && path.resolve(one.place.cwd) === path.resolve(other.place.cwd) && JSON.stringify(one.command) === JSON.stringify(other.command);
}
