/** Add Log Evidence…: what a file, the selection, the clipboard or the last command of the terminal tells, into a work item. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { workItemRefOf } from '../adapters/references.js';
import { measuring } from '../runs/measuring.js';
import { reportInProcess } from '../runs/probe.js';
import { sentenceOf } from '../runs/writeBack.js';
import type { Services } from '../services.js';
import { textOf } from './arguments.js';
import { askOne } from './ask.js';
import { askRecipient, givenRecipient } from './askWorkItem.js';
import { placeOf } from './place.js';
import { tellWithDetails } from './tellProbe.js';

const SOURCES = ['file', 'selection', 'clipboard', 'terminal'] as const;
type Source = (typeof SOURCES)[number];

interface LogText {
  /** What it is, as a person says it. */
  readonly name: string;
  readonly text: string;
  readonly firstLine?: number;
  readonly notes?: readonly string[];
}

interface LogFile {
  /** Absolute. */
  readonly file: string;
}

/** Takes `{ source, file, workItem }` from a keybinding, and a work item of the tree. Gives the evidence's id. */
export async function addLogEvidence(services: Services, argument?: unknown): Promise<string | undefined> {
  const item = await workItemRefOf(argument);
  const place = await placeOf(item);
  if (!place) return undefined;
  const { root } = place;
  const source = SOURCES.find((known) => known === textOf(argument, 'source')) ?? (await askSource());
  const log = source && (await logFrom(source, textOf(argument, 'file'), services));
  if (!log) return undefined;
  const title = vscode.l10n.t('Add Log Evidence');
  const recipient = item ?? (await givenRecipient(argument, place)) ?? (await askRecipient({ title, step: 2, of: 2 }, root, services));
  if (!recipient) return undefined;
  const { workItem } = recipient;
  const id = 'file' in log ? await recordFile(services, root, log, workItem) : await recordText(services, root, log, workItem);
  const said = vscode.l10n.t('Log evidence {0} is in .casebook/runs.', id);
  services.log.info(said);
  if (workItem === undefined) {
    services.guard.background(tellWithDetails(services, 'info', said));
    return id;
  }
  const outcome = await services.writeBack.writeOrOffer({ root, run: id }, workItem);
  services.guard.background(tellWithDetails(services, 'info', [said, outcome && sentenceOf(outcome, workItem)].filter((part) => part !== undefined).join(' '), { root, workItem }));
  return id;
}

async function recordText(services: Services, root: string, log: LogText, workItem: string | undefined): Promise<string> {
  const { plain, recordLogText, Refusal } = await loadEngine();
  const text = plain(log.text);
  if (text.trim() === '') throw new Refusal('usage', vscode.l10n.t('There is no text in {0}: choose another source.', log.name));
  const { id } = await recordLogText(root, { ...log, text }, { casebook: services.version, ...(workItem !== undefined && { workItem }) });
  return id;
}

/** A file is read by the command line, in a process of its own: of any size, with gzip and UTF-16, and its hash is that of its bytes. */
async function recordFile(services: Services, root: string, { file }: LogFile, workItem: string | undefined): Promise<string> {
  const { plain } = await loadEngine();
  const inside = path.relative(root, file);
  // A name like `diff` or `-` is no word of the command line.
  const name = inside.startsWith('..') || path.isAbsolute(inside) ? file : `.${path.sep}${inside}`;
  const options = ['--cwd', root, ...(workItem === undefined ? [] : ['--wi', path.join(root, workItem)])];
  const title = plain(vscode.l10n.t('Reading {0}', path.basename(file)));
  const report = await measuring(services, title, (token, tell) => reportInProcess(services, ['logs', '--json', '--hand-over', ...options, '--', name], token, tell));
  return (report as { readonly id: string }).id;
}

async function askSource(): Promise<Source | undefined> {
  const selected = vscode.window.activeTextEditor?.selection.isEmpty === false;
  const terminal = vscode.window.activeTerminal;
  const choices: (vscode.QuickPickItem & { readonly source: Source })[] = [
    ...(selected ? [{ label: vscode.l10n.t('The selection'), description: vscode.l10n.t('in the active editor'), source: 'selection' as const }] : []),
    { label: vscode.l10n.t('A file…'), source: 'file' },
    { label: vscode.l10n.t('The clipboard'), source: 'clipboard' },
    ...(terminal ? [{ label: vscode.l10n.t('The last command of the terminal'), description: terminal.name, source: 'terminal' as const }] : []),
  ];
  return (await askOne({ title: vscode.l10n.t('Add Log Evidence'), step: 1, of: 2 }, vscode.l10n.t('Where does the log stand?'), choices))?.source;
}

/** @throws Refusal `usage` or `unable` if there is none */
async function logFrom(source: Source, file: string | undefined, services: Services): Promise<LogText | LogFile | undefined> {
  switch (source) {
    case 'file':
      return fromFile(file);
    case 'selection':
      return fromSelection();
    case 'clipboard':
      return { name: vscode.l10n.t('the clipboard'), text: await vscode.env.clipboard.readText() };
    case 'terminal':
      return fromTerminal(services);
  }
}

async function fromFile(given: string | undefined): Promise<LogFile | undefined> {
  const { Refusal } = await loadEngine();
  const file = given ?? (await vscode.window.showOpenDialog({ title: vscode.l10n.t('Add Log Evidence'), canSelectMany: false }))?.[0]?.fsPath;
  if (file === undefined) return undefined;
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Refusal('usage', vscode.l10n.t('There is no file {0}: choose another one.', file));
  if (found.size === 0) throw new Refusal('usage', vscode.l10n.t('There is no text in {0}: choose another source.', path.basename(file)));
  return { file };
}

async function fromSelection(): Promise<LogText> {
  const { Refusal } = await loadEngine();
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.selection.isEmpty) throw new Refusal('usage', vscode.l10n.t('Nothing is selected: select the lines of the log, and try again.'));
  const { document, selection } = editor;
  // Whole lines: what a stamp begins is not cut off.
  const whole = new vscode.Range(selection.start.line, 0, selection.end.line, document.lineAt(selection.end.line).text.length);
  return { name: path.basename(document.fileName), text: document.getText(whole), firstLine: whole.start.line + 1 };
}

async function fromTerminal({ terminals }: Services): Promise<LogText> {
  const { clean, plain, Refusal } = await loadEngine();
  const terminal = vscode.window.activeTerminal;
  if (!terminal) throw new Refusal('usage', vscode.l10n.t('No terminal is open: run the command in one, and try again.'));
  const last = terminals.outputOf(terminal);
  if (last) {
    const line = clean(last.line).replace(/\s+/g, ' ').slice(0, 100);
    // The editor begins to listen when it reads that a command started: what came in the same piece of output is lost to extensions.
    if (plain(last.output).trim() === '') throw new Refusal('usage', vscode.l10n.t('The editor passed on nothing that {0} printed: it printed nothing, or ended too quickly for the editor to notice. Copy its output, and take it from the clipboard.', line));
    const notes = last.truncated ? ['The command printed more: this is the end of it.'] : [];
    return { name: vscode.l10n.t('output of {0}', line), text: last.output, notes };
  }
  if (!terminal.shellIntegration) throw new Refusal('unable', vscode.l10n.t('The shell of the terminal {0} does not tell the editor what its commands print: turn on terminal.integrated.shellIntegration.enabled, or copy the output and take it from the clipboard.', terminal.name), { offer: { title: vscode.l10n.t('Open Settings'), command: 'workbench.action.openSettings', args: ['terminal.integrated.shellIntegration.enabled'] } });
  throw new Refusal('usage', vscode.l10n.t('No command has run in the terminal {0} since Casebook became active: run it there again, or take its output from the clipboard.', terminal.name));
}
