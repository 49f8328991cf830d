/** One panel with one report: of a run, live while that goes on; of evidence of another kind; or of two runs side by side. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunEvidence } from '../../core/run/evidence.js';
import type { LinkTarget } from '../../core/report/documents/links.js';
import type { ReportFeed } from '../../core/report/reportFeed.js';
import type { Say } from '../../core/report/say.js';
import type { RunSections } from '../../node/evidence/report.js';
import type { RunState } from '../../node/run/readLedger.js';
import type { RunFile } from '../../node/run/records.js';
import { parseFromPanel, type FromPanel } from '../../protocol/fromPanel.js';
import type { ReportAction } from '../../protocol/report.js';
import { translationsOf, writeTexts } from '../../protocol/texts.js';
import type { ToPanel } from '../../protocol/toPanel.js';
import { showFile } from '../adapters/documents.js';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { reply } from '../adapters/notify.js';
import { isInside, type RunRef } from '../adapters/references.js';
import { COMMANDS, INTERNAL_COMMANDS } from '../ids.js';
import { cancelRun } from '../runs/announce.js';
import type { FollowedState } from '../runs/followedRun.js';
import type { Services } from '../services.js';
import { panelHtml } from './panelHtml.js';

/** Between two messages while attempts end, ms. */
const MIN_GAP_MS = 250;

/** The elapsed time goes on while a long attempt runs, ms. */
const TICK_MS = 1_000;

/** An untrusted workspace has only those that start no process. */
const READING: readonly ReportAction[] = ['openWorkItem', 'openSource', 'cancel', 'compareWith', 'exportReport'];
const RUNNING: readonly ReportAction[] = ['runAgain', 'runUntilFailure', 'newWorkItem'];

/** What a run tells now. */
interface Snapshot {
  readonly evidence: RunEvidence;
  readonly file: RunFile;
  readonly state: RunState;
}

const NO_SECTIONS: RunSections = { sections: [], links: [], targets: [] };

export class ReportPanel implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];
  /** Of the panel's words, and of those of the reports in it. */
  readonly #translations = translationsOf(vscode.l10n.bundle);
  #feed: ReportFeed | undefined;
  #source: Promise<() => Snapshot> | undefined;
  /** What the run shows together with others; once it has ended. */
  #sections: Promise<RunSections> | undefined;
  /** It is a single run: looked up once, since a live one is told of several times a second. */
  #isRun = false;
  /** Where the links of the report lead that was sent last. */
  #targets: readonly LinkTarget[] = [];
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  /** The page has told that it listens. */
  #ready = false;

  constructor(
    private readonly services: Services,
    readonly panel: vscode.WebviewPanel,
    readonly ref: RunRef,
    /** The earlier run that it is held against, for a panel about both. */
    private readonly against?: string,
  ) {
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [services.webview] };
    this.#subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => services.guard.background(this.#receive(message))),
      panel.onDidChangeViewState(() => this.#soon(0)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#soon(0)),
    ];
    const texts = writeTexts(this.#translations);
    webview.html = panelHtml({
      nonce: randomBytes(18).toString('base64'),
      cspSource: webview.cspSource,
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(services.webview, 'main.js')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(services.webview, 'style.css')).toString(),
      title: panel.title,
      run: ref.run,
      ...(against !== undefined && { against }),
      ...(texts !== undefined && { translations: { texts, language: vscode.env.language } }),
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  async #receive(raw: unknown): Promise<void> {
    const message = parseFromPanel(raw);
    if (message?.run !== this.ref.run) return;
    if (message.type === 'ready' || message.type === 'refresh') {
      this.#ready = true;
      this.#feed?.reset();
      await this.#send();
      return;
    }
    await this.#act(message);
  }

  async #act(message: FromPanel): Promise<void> {
    const { executeCommand } = vscode.commands;
    switch (message.type) {
      case 'cancel':
        await this.#cancel();
        return;
      case 'runAgain':
      case 'runUntilFailure': {
        const next: unknown = await executeCommand(INTERNAL_COMMANDS.runAgain, { ...this.ref, ...(message.type === 'runUntilFailure' && { untilFailure: true }) });
        if (next !== undefined) await executeCommand(COMMANDS.showRunReport, next);
        return;
      }
      case 'verifyFix': {
        const next: unknown = await executeCommand(COMMANDS.verifyFix, this.ref);
        if (next !== undefined) await executeCommand(COMMANDS.showRunReport, next);
        return;
      }
      case 'newWorkItem':
        await executeCommand(COMMANDS.newWorkItem, this.ref);
        this.#readAnew(); // it has a work item now
        return;
      case 'openWorkItem': {
        const { file } = await this.#snapshot();
        await executeCommand(COMMANDS.openWorkItem, { root: this.ref.root, workItem: await this.services.history.workItemOf(this.ref.root, file) });
        return;
      }
      case 'compareWith':
        await executeCommand(COMMANDS.compareRuns, this.ref);
        return;
      case 'exportReport':
        await executeCommand(COMMANDS.exportReport, { ...this.ref, ...(this.against !== undefined && { against: this.against }) });
        return;
      case 'openLink':
        await this.#openLink(message.link);
        return;
      case 'openLog':
        await this.#openLog(message.attempt);
        return;
      case 'openSource':
        await this.#openSource(message.attempt);
        return;
      case 'ready':
      case 'refresh':
        return;
    }
  }

  async #cancel(): Promise<void> {
    const live = this.services.liveRuns.get(this.ref.run);
    if (live) await cancelRun(live.followed);
  }

  /** The path comes from the ledger's own layout, never from the panel. */
  async #openLog(attempt: number): Promise<void> {
    const { attemptLogPath, runFolder } = await loadEngine();
    const file = path.join(runFolder(this.ref.root, this.ref.run), attemptLogPath(attempt));
    if (await isFile(file)) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    else void reply(vscode.l10n.t('There is no log of attempt {0}: logs stay on the machine that made the run, and are kept out of git.', attempt));
  }

  /** Where a link leads is known here only; the panel names it by its place. */
  async #openLink(link: number): Promise<void> {
    const target = this.#targets[link];
    if (!target) return;
    if (!('file' in target)) {
      await vscode.commands.executeCommand(COMMANDS.showRunReport, { root: this.ref.root, run: target.run });
      return;
    }
    const { runFolder } = await loadEngine();
    const folder = runFolder(this.ref.root, target.run);
    const file = path.join(folder, target.file);
    if (isInside(folder, file) && (await isFile(file))) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    else void reply(vscode.l10n.t('{0} is not there: logs stay on the machine that made the run, and are kept out of git.', target.file));
  }

  /** A location comes from what the test printed: it opens only inside the folder that the test ran in. */
  async #openSource(attempt: number): Promise<void> {
    const { evidence } = await this.#snapshot();
    const { location } = evidence.groups.find(({ attempts }) => attempts.includes(attempt))?.signature ?? {};
    if (!location) return;
    const file = path.resolve(evidence.run.cwd, location.file);
    if (isInside(evidence.run.cwd, file) && (await isFile(file))) await showFile(file, location.line - 1);
    else void reply(vscode.l10n.t('{0} is not in {1}.', location.file, evidence.run.cwd));
  }

  /** Sends once, after the shortest of the times that were asked for. */
  #soon(ms = MIN_GAP_MS): void {
    const due = performance.now() + ms;
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.services.guard.background(this.#send());
    }, ms);
  }

  async #send(): Promise<void> {
    if (!this.#ready || !this.panel.visible) return;
    const engine = await loadEngine();
    const message = await this.#message(engine);
    await this.panel.webview.postMessage(message);
    if (this.services.liveRuns.get(this.ref.run)) this.#soon(TICK_MS);
  }

  async #message(engine: Engine): Promise<ToPanel> {
    const say = engine.translated(this.#translations);
    try {
      const document = await this.#document(engine, say);
      if (document) return document;
      const { evidence: told, file, state } = await this.#snapshot();
      const workItem = await this.services.history.workItemOf(this.ref.root, file);
      const evidence = withWorkItem(told, workItem);
      if (state !== 'running' && !this.#sections) {
        this.#sections = engine.sectionsOf(this.ref.root, evidence, say);
        this.#sections.catch(() => (this.#sections = undefined)); // it may be readable the next time
      }
      const { proof, sections, links, targets } = (await this.#sections) ?? NO_SECTIONS;
      this.#targets = targets;
      const label = workItem === undefined ? undefined : engine.aliasIn(path.posix.basename(workItem));
      const actions = vscode.workspace.isTrusted ? [...READING, ...RUNNING, ...(isBaseline(engine, evidence) ? (['verifyFix'] as const) : [])] : READING;
      this.panel.title = vscode.l10n.t('Run: {0}', engine.bounded(engine.clean(engine.commandLine(evidence.run)).replace(/\s+/g, ' '), 40));
      this.#feed ??= new engine.ReportFeed();
      return this.#feed.next(evidence, state, { now: engine.systemClock.now(), actions, sections, links, say, ...(proof && { proof }), ...(label !== undefined && { workItemLabel: label }) });
    } catch (error) {
      const reason = await refusalOf(error);
      if (reason === undefined) throw error;
      return { type: 'unavailable', run: this.ref.run, reason: engine.bounded(reason, 1_000) };
    }
  }

  /** The report of what is no single run; undefined for one. */
  async #document({ bounded, comparisonReport, documentOf }: Engine, say: Say): Promise<ToPanel | undefined> {
    if (this.#isRun) return undefined;
    const { root, run } = this.ref;
    const found = this.against === undefined ? await documentOf(root, run, say) : await comparisonReport(root, this.against, run, say);
    if (!found) {
      this.#isRun = true;
      return undefined;
    }
    this.#targets = found.targets;
    this.panel.title = bounded(`${found.report.name}: ${found.report.word}`, 50);
    return { type: 'document', run, document: found.report, actions: ['exportReport'] };
  }

  /** @throws Refusal if the ledger cannot be read */
  async #snapshot(): Promise<Snapshot> {
    this.#source ??= this.#open();
    try {
      return (await this.#source)();
    } catch (error) {
      this.#source = undefined; // it may be readable the next time
      throw error;
    }
  }

  #readAnew(): void {
    this.#source = undefined;
    this.#soon(0);
  }

  async #open(): Promise<() => Snapshot> {
    const { liveRuns } = this.services;
    const { endedEvidence, readRun, reduce, runEvents, runFolder, withDivergences, withTestSets } = await loadEngine();
    let live = liveRuns.get(this.ref.run);
    if (!live) {
      const run = await readRun(runFolder(this.ref.root, this.ref.run));
      if (run.state !== 'running') {
        const evidence = await withDivergences(run.folder, endedEvidence(withTestSets(run.folder, reduce(runEvents(run)))));
        const snapshot = { evidence, file: run.file, state: run.state };
        return () => snapshot;
      }
      live = await liveRuns.adopt(this.ref);
    }
    const { followed } = live;
    await followed.started;
    this.#subscriptions.push(followed.onDidChange(() => this.#soon()));
    // An ended run is read anew: its ledger tells where logs part, which nobody looks for while it goes on. What went wrong is told with the next message.
    void followed.ended.then(() => this.#readAnew(), () => this.#soon(0));
    return () => snapshotOf({ file: followed.file, state: followed.state, evidence: followed.evidence() });
  }
}

/** A fix can be held against it. */
function isBaseline({ baselineProblem }: Engine, { run, result }: RunEvidence): boolean {
  return run.series === undefined && baselineProblem({ ...run, ...(result && { result }) }) === undefined;
}

/** @throws Error before the run has started */
function snapshotOf({ file, state, evidence }: { readonly file: RunFile | undefined; readonly state: FollowedState; readonly evidence: RunEvidence | undefined }): Snapshot {
  if (!file || !evidence || state === 'starting') throw new Error('The run has not started');
  return { evidence, file, state };
}

/** A run that got its work item afterwards has it in its write-back. */
function withWorkItem(evidence: RunEvidence, workItem: string | undefined): RunEvidence {
  return workItem === undefined ? evidence : { ...evidence, run: { ...evidence.run, workItem } };
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then((info) => info.isFile(), () => false);
}
