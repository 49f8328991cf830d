/** Lenses above tests that failed: how often, and what to do about it. */
import * as vscode from 'vscode';
import type { PlacedFailure } from '../../core/run/failing/placed.js';
import type { FileResult, RunFailure } from '../../core/run/failing/seen.js';
import type { Engine } from '../adapters/loadEngine.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { settings } from '../adapters/settings.js';
import { COMMANDS, INTERNAL_COMMANDS, SETTINGS, SETTINGS_SECTION } from '../ids.js';
import type { FailingTests } from '../runs/failingTests.js';

export class FailureLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly failing: FailingTests) {
    this.#subscriptions = vscode.Disposable.from(
      failing.onDidChange(() => this.#changed.fire()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS_SECTION}.${SETTINGS.codeLens}`)) this.#changed.fire();
      }),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!settings().codeLens) return [];
    const placed = await this.failing.in(document);
    if (placed.length === 0 || token.isCancellationRequested) return [];
    const engine = await loadEngine();
    return placed.flatMap((failure) => lensesOf(failure, engine));
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#changed).dispose();
  }
}

function lensesOf(failure: PlacedFailure, engine: Engine): vscode.CodeLens[] {
  const { line, seen } = failure;
  const range = new vscode.Range(line, 0, line, 0);
  const alias = seen.source === 'run' && seen.workItem !== undefined ? (engine.aliasIn(seen.workItem) ?? seen.workItem.split('/').at(-1)) : undefined;
  const title = engine.failureText(failure, alias, Date.now());
  const commands = seen.source === 'run' ? runCommands(title, seen, alias, engine) : fileCommands(title, seen, line);
  return commands.map((command) => new vscode.CodeLens(range, command));
}

/** What starts a process is not offered where it would be refused. */
function runCommands(title: string, { root, run, workItem, baseline, firstLog, title: said, seenAt }: RunFailure, alias: string | undefined, { clean }: Engine): vscode.Command[] {
  const ref = { root, run };
  const when = new Date(seenAt).toLocaleString();
  const trusted = vscode.workspace.isTrusted;
  return [
    { title, tooltip: `${clean(said)}\n${vscode.l10n.t('Run of {0}', when)}`, command: COMMANDS.showRunReport, arguments: [ref] },
    ...(workItem !== undefined
      ? [{ title: alias === undefined ? vscode.l10n.t('Open Work Item') : vscode.l10n.t('Open {0}', alias), tooltip: workItem, command: COMMANDS.openWorkItem, arguments: [{ root, workItem }] }]
      : trusted ? [{ title: vscode.l10n.t('New Work Item'), tooltip: vscode.l10n.t('Make a work item from this run'), command: COMMANDS.newWorkItem, arguments: [ref] }] : []),
    ...(trusted
      ? [
          { title: vscode.l10n.t('Run Again'), tooltip: vscode.l10n.t('Repeat the same command as often again'), command: INTERNAL_COMMANDS.runAgain, arguments: [ref] },
          { title: vscode.l10n.t('Run Until Failure'), tooltip: vscode.l10n.t('Repeat the same command until it fails'), command: INTERNAL_COMMANDS.runAgain, arguments: [{ ...ref, untilFailure: true }] },
          ...(baseline === undefined ? [] : [{ title: vscode.l10n.t('Verify Fix'), tooltip: vscode.l10n.t('Replay the run on the sources as they are now, as often as a proof takes'), command: COMMANDS.verifyFix, arguments: [{ root, run: baseline, ...(workItem !== undefined && { workItem }) }] }]),
        ]
      : []),
    { title: vscode.l10n.t('First Failing Log'), tooltip: firstLog, command: INTERNAL_COMMANDS.openLog, arguments: [{ ...ref, log: firstLog }] },
  ];
}

function fileCommands(title: string, { root, results, name, file, message }: FileResult, line: number): vscode.Command[] {
  const trusted = vscode.workspace.isTrusted;
  const test = { root, results, test: name, file, line };
  return [
    { title, tooltip: vscode.l10n.t('One observation, from which no failure rate follows. Opens {0}.', results), command: INTERNAL_COMMANDS.openResults, arguments: [test] },
    ...(trusted
      ? [
          { title: vscode.l10n.t('New Work Item'), tooltip: vscode.l10n.t('Make a work item from this failure'), command: COMMANDS.newWorkItem, arguments: [test] },
          { title: vscode.l10n.t('Repeat This Test…'), tooltip: message === undefined ? '' : vscode.l10n.t('How often does it fail?'), command: INTERNAL_COMMANDS.repeatTest, arguments: [test] },
          { title: vscode.l10n.t('Run Until Failure'), tooltip: '', command: INTERNAL_COMMANDS.repeatTestUntilFailure, arguments: [test] },
        ]
      : []),
  ];
}
