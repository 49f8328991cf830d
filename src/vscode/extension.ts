/** Wiring only: makes the services, and gives them to commands and views. Nothing here waits. */
import * as vscode from 'vscode';
import { Cli } from './adapters/cli.js';
import { Guard } from './adapters/guard.js';
import { redactAnew } from './adapters/loadEngine.js';
import { anyCasebookFolder, workspaceRoots } from './adapters/roots.js';
import { Notifications } from './adapters/notify.js';
import { TerminalCommands } from './adapters/terminalCommands.js';
import { Watches } from './adapters/watches.js';
import { registerCommands } from './commands/register.js';
import { KnownRoots } from './editing/knownRoots.js';
import { registerEditing } from './editing/register.js';
import { REPORT_PANEL } from './ids.js';
import { FailingTests } from './runs/failingTests.js';
import { extendMarkdownIt } from './preview/extend.js';
import { RunHistory } from './runs/history.js';
import { LiveRuns } from './runs/liveRuns.js';
import { tellEndedMeanwhile } from './runs/endedMeanwhile.js';
import { takeUp } from './runs/pending.js';
import { followSessions } from './runs/sessions.js';
import { WriteBack } from './runs/writeBack.js';
import type { Services } from './services.js';
import { FailureGutter } from './views/failureGutter.js';
import { FailureLenses } from './views/failureLenses.js';
import { RunReports } from './views/runReports.js';
import { TestRuns } from './views/testRuns.js';
import { Views } from './views/views.js';
import { ActiveStatus } from './workItems/activeStatus.js';
import { ActiveWorkItems } from './workItems/activeWorkItems.js';
import { BoardState } from './workItems/boardState.js';
import { WorkItemLists } from './workItems/workItemLists.js';

/** The markdown preview takes what this returns. */
export function activate(context: vscode.ExtensionContext): Pick<typeof import('./preview/extend.js'), 'extendMarkdownIt'> {
  const { subscriptions, extensionUri } = context;
  const services = createServices(context);
  const { active, board, failing, guard, history, lists, liveRuns, terminals, watches, writeBack } = services;
  const roots = new KnownRoots(watches, services.templates);
  const reports = new RunReports(services);
  const views = new Views(services);
  const status = new ActiveStatus(active, guard);
  const lenses = new FailureLenses(failing);
  subscriptions.push(
    services.log, active, board, history, lists, liveRuns, watches, writeBack, roots, reports, views, status, lenses,
    failing, terminals, new FailureGutter(failing, history, guard), new TestRuns(liveRuns, guard),
    followSessions(services),
    registerCommands(services, reports, roots, views),
    vscode.window.registerWebviewPanelSerializer(REPORT_PANEL, reports),
    vscode.languages.registerCodeLensProvider({ scheme: 'file' }, lenses),
    watches.onDidChangeConfiguration(() => guard.background(redactAnew())),
    watches.onDidChangeRuns(() => {
      history.changed();
      guard.background(takeUpAll(services));
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => guard.background(takeUpAll(services).then(() => tellEndedMeanwhile(services)))),
  );
  guard.background(begin(services, views, () => subscriptions.push(registerEditing(services, roots))));
  guard.background(status.update());
  return { extendMarkdownIt };

  function createServices({ workspaceState, extension }: vscode.ExtensionContext): Services {
    const log = vscode.window.createOutputChannel('Casebook', { log: true });
    const notify = new Notifications(log);
    const newGuard = new Guard(log, notify);
    const templates = vscode.Uri.joinPath(extensionUri, 'dist/templates').fsPath;
    const { version } = extension.packageJSON as { readonly version: string };
    const newWatches = new Watches(newGuard);
    const lists = new WorkItemLists(newWatches);
    const newHistory = new RunHistory(newGuard, newWatches, lists);
    const newLiveRuns = new LiveRuns(newGuard);
    return {
      log,
      guard: newGuard,
      notify,
      cli: new Cli(vscode.Uri.joinPath(extensionUri, 'dist/cli/casebook.cjs').fsPath),
      history: newHistory,
      liveRuns: newLiveRuns,
      watches: newWatches,
      failing: new FailingTests({ guard: newGuard, history: newHistory, liveRuns: newLiveRuns, watches: newWatches }),
      terminals: new TerminalCommands(),
      lists,
      active: new ActiveWorkItems(newWatches),
      board: new BoardState(workspaceState),
      writeBack: new WriteBack(newGuard, notify, templates),
      memento: workspaceState,
      templates,
      example: vscode.Uri.joinPath(extensionUri, 'dist/example'),
      rules: vscode.Uri.joinPath(extensionUri, 'dist/rules'),
      webview: vscode.Uri.joinPath(extensionUri, 'dist/webview'),
      version,
    };
  }
}

/** Where nothing of Casebook is there yet, nothing is loaded before a command or the view asks for it. */
async function begin(services: Services, views: Views, editing: () => void): Promise<void> {
  const { guard, watches } = services;
  const any = await anyCasebookFolder();
  // A turn later than the rest: other extensions start in the same process.
  editing();
  if (any) {
    guard.background(views.readAhead());
    await watches.start();
    await takeUpAll(services);
    await tellEndedMeanwhile(services);
  } else {
    watches.startWhenNeeded();
  }
}

async function takeUpAll(services: Services): Promise<void> {
  for (const { path } of await workspaceRoots()) await takeUp(path, services, vscode.workspace.isTrusted);
}
