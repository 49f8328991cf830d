/**
 * Marks in the gutter where tests failed: a cross in a disc, hollow when stale, dark on light themes and light on dark ones, those of high contrast too. They stand at the failing line: beside a test's first
 * line whoever lists it has a mark of its own, which would cover ours.
 */
import * as vscode from 'vscode';
import type { PlacedFailure } from '../../core/run/failing/placed.js';
import type { Guard } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { settings } from '../adapters/settings.js';
import { SETTINGS, SETTINGS_SECTION } from '../ids.js';
import type { FailingTests } from '../runs/failingTests.js';
import type { RunHistory } from '../runs/history.js';

/** Edits are drawn so long after the last, ms: the editor moves the marks itself meanwhile. */
const QUIET_MS = 150;

/** Fill of the disc, colour of the cross; at least 4.5 : 1 on what lies below. The shape says the same without colour. */
const ON_LIGHT = ['#c72e0f', '#ffffff'] as const;
const ON_DARK = ['#f14c4c', '#1f1f1f'] as const;

interface Marks {
  readonly current: vscode.TextEditorDecorationType;
  readonly stale: vscode.TextEditorDecorationType;
  /** Over the test's first line. */
  readonly hover: vscode.TextEditorDecorationType;
}

export class FailureGutter implements vscode.Disposable {
  /** Made with the first failing test that is in sight. */
  #marks: Marks | undefined;
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly failing: FailingTests,
    private readonly history: RunHistory,
    private readonly guard: Guard,
  ) {
    const { window, workspace } = vscode;
    this.#subscriptions = vscode.Disposable.from(
      failing.onDidChange(() => this.#draw(0)),
      window.onDidChangeVisibleTextEditors(() => this.#draw(0)),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (window.visibleTextEditors.some((editor) => editor.document === document)) this.#draw(QUIET_MS);
      }),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS_SECTION}.${SETTINGS.codeLens}`)) this.#draw(0);
      }),
    );
    this.#draw(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
    if (this.#marks) for (const mark of [this.#marks.current, this.#marks.stale, this.#marks.hover]) mark.dispose();
  }

  #draw(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.guard.background(this.#drawAll()), ms);
  }

  async #drawAll(): Promise<void> {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.scheme !== 'file') continue;
      const version = editor.document.version;
      const placed = settings().codeLens ? await this.failing.in(editor.document) : [];
      if (placed.length === 0 && !this.#marks) continue;
      const { current, stale, hover } = (this.#marks ??= makeMarks());
      const shown = await Promise.all(byLine(placed, ({ at }) => at).map(async ([at, failures]) => ({ stale: failures.every((one) => one.stale), options: await this.#options(editor.document, at, failures) })));
      const heads = await Promise.all(byLine(placed.filter(({ at, line }) => at !== line), ({ line }) => line).map(([line, failures]) => this.#options(editor.document, line, failures)));
      // What was found for a text before is drawn by the next turn.
      if (editor.document.version !== version) continue;
      editor.setDecorations(hover, heads);
      editor.setDecorations(current, shown.filter((one) => !one.stale).map(({ options }) => options));
      editor.setDecorations(stale, shown.filter((one) => one.stale).map(({ options }) => options));
    }
  }

  async #options(document: vscode.TextDocument, at: number, failures: readonly PlacedFailure[]): Promise<vscode.DecorationOptions> {
    const { failureHover } = await loadEngine();
    const texts = await Promise.all(failures.map(async (failure) => failureHover(failure, await this.#command(failure), Date.now())));
    // Neither trusted nor with HTML: what a test printed can be read, and nothing else.
    const hoverMessage = new vscode.MarkdownString(texts.join('\n\n---\n\n'));
    const line = document.lineAt(Math.min(at, document.lineCount - 1));
    return { range: line.range, hoverMessage };
  }

  async #command({ seen }: PlacedFailure): Promise<string | undefined> {
    if (seen.source === 'file') return undefined;
    const { clean, commandLine } = await loadEngine();
    const run = (await this.history.recent(seen.root)).find(({ file }) => file.id === seen.run);
    return run && clean(commandLine(run.file));
  }
}

function byLine(placed: readonly PlacedFailure[], lineOf: (failure: PlacedFailure) => number): [number, PlacedFailure[]][] {
  const lines = new Map<number, PlacedFailure[]>();
  for (const failure of placed) lines.set(lineOf(failure), [...(lines.get(lineOf(failure)) ?? []), failure]);
  return [...lines];
}

function makeMarks(): Marks {
  return { current: decoration(([fill, cross]) => icon(fill, fill, cross)), stale: decoration(([fill]) => icon('none', fill, fill)), hover: vscode.window.createTextEditorDecorationType({}) };
}

/** The editor takes the variant of the theme itself, also when that changes. */
function decoration(svg: (colours: readonly [string, string]) => string): vscode.TextEditorDecorationType {
  const look = (colours: readonly [string, string]): vscode.ThemableDecorationRenderOptions => ({
    gutterIconPath: vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg(colours)).toString('base64')}`),
    gutterIconSize: 'contain',
    overviewRulerColor: colours[0],
  });
  return vscode.window.createTextEditorDecorationType({ overviewRulerLane: vscode.OverviewRulerLane.Left, light: look(ON_LIGHT), dark: look(ON_DARK) });
}

function icon(fill: string, edge: string, cross: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.5" fill="${fill}" stroke="${edge}" stroke-width="1.2"/><path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" stroke="${cross}" stroke-width="1.5" stroke-linecap="round"/></svg>`;
}
