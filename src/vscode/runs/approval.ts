/**
 * Which commands the user has run from this window. A ledger may come from somebody else, by git: a command that was read from one is shown
 * before it is run for the first time.
 */
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { RunFile } from '../../node/run/records.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { remember, remembered } from '../adapters/remembered.js';
import { MEMENTO } from '../ids.js';

/** Commands that are kept. */
const KEPT = 200;

export interface Command {
  /** Executable and arguments; with `shell` a single element, the line. */
  readonly command: readonly string[];
  readonly shell: boolean;
  /** Absolute. */
  readonly cwd: string;
  /** What the run executes around and beside its attempts. */
  readonly helpers?: readonly string[];
}

/** Everything that a recorded run executes when it is made again. @param run with its true lines */
export function commandOfRun({ command, cwd, plan: { shell, before, after, during = [] } }: Pick<RunFile, 'command' | 'cwd' | 'plan'>): Command {
  const helpers = [before, after, ...during.map((sampler) => sampler.command)].filter((line) => line !== undefined);
  return { command, shell, cwd, ...(helpers.length > 0 && { helpers }) };
}

/** The user has asked for this command. */
export function approve(memento: vscode.Memento, command: Command): Promise<void> {
  return remember(memento, MEMENTO.approved, keyOf(command), KEPT);
}

/** Whether the user wants the command to run; asked once for each. @param line as a person would type it */
export async function isApproved(memento: vscode.Memento, command: Command, line: string): Promise<boolean> {
  if (remembered(memento, MEMENTO.approved, KEPT).includes(keyOf(command))) return true;
  const { plain } = await loadEngine();
  const helpers = (command.helpers ?? []).map((helper) => `\n${vscode.l10n.t('and around it: {0}', plain(helper))}`).join('');
  const detail = vscode.l10n.t('{0}\n\nin {1}\n\nIt stands in the ledger of a run; you have not run it from this window before.', `${line}${helpers}`, command.cwd);
  return asked(memento, command, vscode.l10n.t('Run this command?'), detail);
}

/** Shell code of a work item. */
interface Script {
  readonly shell: string;
  readonly script: string;
  /** Path relative to the root. */
  readonly workItem: string;
}

/** Lines and characters of a script that fit into a question; all of it stands in the work item. */
const SHOWN_LINES = 30;
const SHOWN_CHARACTERS = 3_000;

/** {@link isApproved} for shell code of a work item, which may come from somebody else, too. Changed code is other code. @param command its words */
export async function isScriptApproved(memento: vscode.Memento, command: Command, { shell, script, workItem }: Script): Promise<boolean> {
  if (remembered(memento, MEMENTO.approved, KEPT).includes(keyOf(command))) return true;
  const lines = script.slice(0, SHOWN_CHARACTERS).split('\n').slice(0, SHOWN_LINES);
  const shown = lines.join('\n');
  const whole = shown.length === script.length ? shown : vscode.l10n.t('{0}\n… and {1} more characters: read them in the work item.', shown, script.length - shown.length);
  const detail = vscode.l10n.t('{0}\n\nwith {1} in {2}\n\nIt stands in {3}; you have not run it from this window before.', whole, shell, command.cwd, workItem);
  return asked(memento, command, vscode.l10n.t('Run this shell code?'), detail);
}

async function asked(memento: vscode.Memento, command: Command, question: string, detail: string): Promise<boolean> {
  const run = vscode.l10n.t('Run');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, run)) !== run) return false;
  await approve(memento, command);
  return true;
}

/** A hash: a command may hold a secret, and what is remembered lies on the disk. */
function keyOf({ command, shell, cwd, helpers }: Command): string {
  return createHash('sha256').update(JSON.stringify([command, shell, cwd, ...(helpers ? [helpers] : [])])).digest('hex');
}

/** How the configuration runs single tests. */
export interface Template {
  readonly template: string;
  /** Absolute. */
  readonly cwd: string;
}

/** The user has written this command, or seen it before it was kept. */
export function approveTemplate(memento: vscode.Memento, { template, cwd }: Template): Promise<void> {
  return remember(memento, MEMENTO.approved, JSON.stringify(['template', template, cwd]), KEPT);
}

/** {@link isApproved} for the command of a test, which may come with the configuration, by git: asked once for all tests that it runs. @param line filled in for the test */
export async function isTemplateApproved(memento: vscode.Memento, command: Template, line: string): Promise<boolean> {
  if (remembered(memento, MEMENTO.approved, KEPT).includes(JSON.stringify(['template', command.template, command.cwd]))) return true;
  const run = vscode.l10n.t('Run');
  const detail = vscode.l10n.t('{0}\n\nin {1}\n\nFor tests of this kind .casebook/config.json says: {2}\n\nIt has not been run from this window before.', line, command.cwd, command.template);
  if ((await vscode.window.showWarningMessage(vscode.l10n.t('Run this command?'), { modal: true, detail }, run)) !== run) return false;
  await approveTemplate(memento, command);
  return true;
}
