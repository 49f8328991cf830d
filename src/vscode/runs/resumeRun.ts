/** Taking up a run again whose process is gone: in a process of its own, that goes on with its ledger. */
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { failureOf, type CliExit } from '../adapters/cli.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { reply } from '../adapters/notify.js';
import type { RunRef } from '../adapters/references.js';
import type { Services } from '../services.js';
import { commandOfRun, isApproved } from './approval.js';

/** Between two looks at the ledger until the process has taken it over, ms. */
const LOOK_MS = 100;

/** What `casebook resume` names when the sources are not those that the run began with. */
const CHANGED_SOURCES = '--changed-sources';

/** Resolves when the run goes on. @throws Refusal with what the process said, if it could not take it up */
export async function resumeRun(services: Services, ref: RunRef, options: readonly string[] = []): Promise<void> {
  const engine = await loadEngine();
  const { commandLine, plain, readRunFile, renewLease, runFolder, systemClock, trueLines, withLines } = engine;
  const folder = runFolder(ref.root, ref.run);
  const file = await readRunFile(folder);
  const lines = trueLines(ref.root, file);
  const meant = { ...file, command: lines.command, plan: withLines(file.plan, lines) };
  // With its secrets: whoever says yes has to see all of what is run.
  if (!(await isApproved(services.memento, commandOfRun(meant), plain(commandLine(meant))))) return;
  const { child, exit } = services.cli.start(['resume', ref.run, '--cwd', ref.root, '--lease', '--hand-over', ...options], { detached: true });
  const ended = await takenOver(engine, folder, child.pid, exit);
  if (ended?.code === 2 && ended.stderr.includes(CHANGED_SOURCES) && options.length === 0) {
    services.guard.background(offerChangedSources(services, ref));
    return;
  }
  if (ended && ended.code !== 0 && ended.code !== 1) throw await failureOf(ended);
  // Before anybody else finds it going on, and takes it for one that no editor keeps alive.
  await renewLease(folder, systemClock);
  const { followed } = services.liveRuns.follow(engine, ref, true);
  child.once('exit', () => followed.poke());
}

async function offerChangedSources(services: Services, ref: RunRef): Promise<void> {
  const goOn = vscode.l10n.t('Go On All the Same');
  const sentence = vscode.l10n.t('The sources are not those that the run began with. Its evidence will say so if it goes on.');
  if ((await reply(sentence, goOn)) === goOn) await resumeRun(services, ref, [CHANGED_SOURCES]);
}

/** Undefined once the process makes the run; else how it ended. */
async function takenOver({ readRunFile }: Engine, folder: string, pid: number | undefined, exit: Promise<CliExit>): Promise<CliExit | undefined> {
  const over = exit.then((ended) => ({ ended }));
  for (;;) {
    const { runner, result } = await readRunFile(folder);
    if (runner.pid === pid && !result) return undefined;
    const first = await Promise.race([over, delay(LOOK_MS)]);
    if (first) return first.ended;
  }
}
