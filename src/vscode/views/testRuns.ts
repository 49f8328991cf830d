/**
 * Our runs in VS Code's Test Results, beside those of other extensions: verdict, failures with their places, failing attempts. They are only published: the
 * Test Explorer's tree stays as other extensions fill it, and gets no second entry for a test.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { FailureGroup, RunEvidence } from '../../core/run/evidence.js';
import type { Guard } from '../adapters/guard.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { isInside } from '../adapters/references.js';
import { TEST_CONTROLLER } from '../ids.js';
import { cancelRun } from '../runs/announce.js';
import type { FollowedRun } from '../runs/followedRun.js';
import type { EndedRun, LiveRun, LiveRuns } from '../runs/liveRuns.js';

/** Failing attempts that are listed below a run. */
const MAX_ATTEMPTS = 50;

/** Ways to fail that are told as messages. */
const MAX_GROUPS = 20;

/** Characters of a command in a label. */
const MAX_LABEL = 80;

interface Published {
  readonly run: vscode.TestRun;
  readonly item: vscode.TestItem;
}

export class TestRuns implements vscode.Disposable {
  readonly #published = new Map<string, Published>();
  readonly #subscriptions: vscode.Disposable;
  /** Made with the first run: before that the Test Explorer has nothing of ours. */
  #controller: vscode.TestController | undefined;

  constructor(
    liveRuns: LiveRuns,
    private readonly guard: Guard,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      liveRuns.onDidBegin((live) => guard.background(this.#begin(live))),
      liveRuns.onDidEnd((ended) => guard.background(this.#end(ended))),
    );
  }

  dispose(): void {
    for (const { run } of this.#published.values()) run.end();
    this.#subscriptions.dispose();
    this.#controller?.dispose();
  }

  async #begin({ followed }: LiveRun): Promise<void> {
    const engine = await loadEngine();
    const { file, ref } = followed;
    if (!file || this.#published.has(ref.run)) return;
    const controller = (this.#controller ??= vscode.tests.createTestController(TEST_CONTROLLER, 'Casebook'));
    const line = engine.clean(engine.commandLine(file)).replace(/\s+/g, ' ');
    const item = controller.createTestItem(ref.run, engine.bounded(line, MAX_LABEL));
    const run = controller.createTestRun(new vscode.TestRunRequest([item]), `Casebook: ${engine.bounded(line, MAX_LABEL)}`, false);
    this.#published.set(ref.run, { run, item });
    run.started(item);
    run.appendOutput(`${line}\r\n${vscode.l10n.t('in {0}', file.cwd)}\r\n`, undefined, item);
    run.token.onCancellationRequested(() => this.guard.background(cancelRun(followed)));
  }

  async #end({ followed }: EndedRun): Promise<void> {
    const { ref } = followed;
    const published = this.#published.get(ref.run);
    this.#published.delete(ref.run);
    const evidence = followed.evidence();
    if (!published) return;
    if (evidence) tell(await loadEngine(), published, followed, evidence);
    published.run.end();
  }
}

function tell(engine: Engine, { run, item }: Published, { folder }: FollowedRun, evidence: RunEvidence): void {
  const { verdict, groups, failures, counted, durations } = evidence;
  const output = (text: string, at?: vscode.Location): void => run.appendOutput(`${engine.clean(text).replaceAll('\n', '\r\n')}\r\n`, at, item);
  output(verdict.sentence);
  const summary = new vscode.TestMessage(verdict.sentence);
  // Attempts are messages of the one test: as tests of their own they would count as so many failing ones.
  const failing = failingAttempts(groups);
  const told = [
    ...groups.slice(0, MAX_GROUPS).map((group) => messageOf(`${vscode.l10n.t('{0} of {1} attempts', group.count, counted)}: ${engine.clean(group.signature.title)}`, group, evidence)),
    ...failing.map(({ attempt, group }) => messageOf(engine.clean(attemptText(attempt, group)), group, evidence)),
  ];
  const [firstPlace] = told.map(({ location }) => location).filter((location) => location !== undefined);
  if (firstPlace) item.range = firstPlace.range;
  if (counted === 0) run.errored(item, summary);
  else if (failures > 0) run.failed(item, [summary, ...told], durations?.medianMs);
  else run.passed(item, durations?.medianMs);
  for (const { attempt, group } of failing) output(`${attemptText(attempt, group)}\n${path.join(folder, engine.attemptLogPath(attempt))}`);
}

/** Failing attempts, in their order. */
function failingAttempts(groups: readonly FailureGroup[]): { readonly attempt: number; readonly group: FailureGroup }[] {
  const all = groups.flatMap((group) => group.attempts.map((attempt) => ({ attempt, group })));
  return all.sort((a, b) => a.attempt - b.attempt).slice(0, MAX_ATTEMPTS);
}

function attemptText(attempt: number, { signature }: FailureGroup): string {
  return `${vscode.l10n.t('Attempt {0}', attempt)}: ${signature.title}`;
}

function messageOf(text: string, { signature: { location } }: FailureGroup, { run }: RunEvidence): vscode.TestMessage {
  const message = new vscode.TestMessage(text);
  const file = location && path.resolve(run.cwd, location.file);
  // What a test prints could name any file.
  if (location && file !== undefined && isInside(run.cwd, file)) message.location = new vscode.Location(vscode.Uri.file(file), new vscode.Position(location.line - 1, 0));
  return message;
}
