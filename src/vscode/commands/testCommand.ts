/** The command that runs one test: of the configuration, or proposed, shown, and kept there from then on. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { approveTemplate, isTemplateApproved } from '../runs/approval.js';
import type { Services } from '../services.js';
import { askText } from './ask.js';
import type { Place } from './place.js';
import { namesOf, relativeFile, type TestTarget } from './testTarget.js';
import type { TestCommand } from '../../core/run/testCommand/types.js';

const WINDOWS = process.platform === 'win32';

/** A command that is ready to be run. */
export interface Ready {
  readonly place: Place;
  /** Executable and arguments; with `shell` a single element, the line. */
  readonly command: readonly string[];
  readonly shell: boolean;
}

/**
 * Undefined if the user leaves a question, or does not want the command to run.
 * @throws Refusal `usage` if the command cannot run this test
 */
export async function commandForTest(services: Services, title: string, target: TestTarget): Promise<Ready | undefined> {
  const engine = await loadEngine();
  const { config } = await engine.openWorkspace(target.root);
  const known = engine.commandOfFile(config.tests, relativeFile(target.root, target.file));
  if (!known) return learn(services, engine, title, target);
  const ready = await filled(engine, target, known);
  return (await isTemplateApproved(services.memento, { template: known.command, cwd: ready.place.cwd }, lineOf(engine, ready))) ? ready : undefined;
}

async function learn(services: Services, engine: Engine, title: string, target: TestTarget): Promise<Ready | undefined> {
  const { root, file } = target;
  const guess = await engine.suggestTestCommand(root, file);
  const { files, cwd } = guess ?? { files: engine.similarFiles(relativeFile(root, file), '') };
  const asCommand = (command: string): TestCommand => ({ files, command, ...(cwd !== undefined && { cwd }) });
  const names = new Map<string, readonly string[]>();
  const show = async (command: string): Promise<void> => void names.set(command, await namesOf(target, command, relativeFile(path.join(root, cwd ?? ''), file)));
  if (guess) await show(guess.command);
  const command = await askText(
    { title: vscode.l10n.t('{0}: the command that runs one test', title), step: 1, of: 1 },
    cwd === undefined ? vscode.l10n.t('{file}, {name} and {package} are filled in.') : vscode.l10n.t('It runs in {0}; {file}, {name} and {package} are filled in.', cwd),
    guess?.command ?? '',
    (text) => engine.templateProblem(text, WINDOWS),
    (text) => {
      const known = names.get(text.trim()) ?? names.get(guess?.command ?? '') ?? target.labels?.slice(-1) ?? [target.label];
      const result = engine.fillTemplate(text, { file: relativeFile(path.join(root, cwd ?? ''), file), names: known, suite: target.suite }, WINDOWS);
      if ('problem' in result) return result.problem;
      const line = engine.clean('words' in result ? engine.wordsLine(result.words) : result.shell);
      return vscode.l10n.t('Runs: {0} — kept in .casebook/config.json for {1}', line, files);
    },
  );
  if (command === undefined) return undefined;
  const ready = await filled(engine, target, asCommand(command));
  await keep(services, engine, root, asCommand(command));
  await approveTemplate(services.memento, { template: command, cwd: ready.place.cwd });
  return ready;
}

async function filled(engine: Engine, target: TestTarget, { command, cwd }: TestCommand): Promise<Ready> {
  const folder = path.join(target.root, cwd ?? '');
  const file = relativeFile(folder, target.file);
  if (file.startsWith('../')) throw new engine.Refusal('usage', vscode.l10n.t('The command for this test runs in {0}, and the test lies outside of it: mend `tests` in .casebook/config.json.', folder));
  const names = await namesOf(target, command, file);
  const result = engine.fillTemplate(command, { file, names, suite: target.suite }, WINDOWS);
  if ('problem' in result) throw new engine.Refusal('usage', vscode.l10n.t('{0} The command stands under `tests` in .casebook/config.json: {1}', result.problem, command));
  const place = { root: target.root, cwd: folder };
  return 'words' in result ? { place, command: result.words, shell: false } : { place, command: [result.shell], shell: true };
}

function lineOf(engine: Engine, { command, shell }: Ready): string {
  return engine.clean(shell ? command.join(' ') : engine.wordsLine(command));
}

/** One entry more in the configuration; where that has unsaved edits, among these. */
async function keep({ guard, notify, writeBack }: Services, engine: Engine, root: string, command: TestCommand): Promise<void> {
  const file = engine.configPath(root);
  const added = (text: string | undefined): string => {
    const after = engine.withTestCommand(text, command);
    if ('problem' in after) throw new engine.Refusal('usage', vscode.l10n.t('The configuration {0} is not usable: {1}. Mend it, so that the command can be kept there.', file, after.problem));
    return after.text;
  };
  await mkdir(path.dirname(file), { recursive: true });
  await engine.ensureGitignore(root);
  if (await engine.createFile(file, added(undefined))) return;
  const outcome = await writeBack.edit({ root, workItem: relativeFile(root, file) }, added);
  if (outcome === 'in-editor') guard.background(notify.warning(vscode.l10n.t('The command stands among the unsaved edits of .casebook/config.json: save the file to keep it.')));
}
