/** Repeat Last Command: what ran last in a terminal, shown before it is repeated. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import type { RunRef } from '../adapters/references.js';
import type { TerminalCommands } from '../adapters/terminalCommands.js';
import { requireTrust } from '../adapters/trust.js';
import { COMMANDS } from '../ids.js';
import type { Services } from '../services.js';
import { askText } from './ask.js';
import { placeOf } from './place.js';
import { repeatCommands } from './repeatTest.js';
import { commandOf } from './runTest.js';

/** @param argument the terminal whose menu was used; else the active one. Beside it may stand what {@link repeatCommands} takes */
export async function repeatLastCommand(services: Services, terminals: TerminalCommands, argument?: unknown): Promise<RunRef | undefined> {
  const title = vscode.l10n.t('Repeat Last Command');
  await requireTrust(title);
  const { commandWords, findRoot, Refusal } = await loadEngine();
  const terminal = vscode.window.terminals.find((candidate) => candidate === argument) ?? vscode.window.activeTerminal;
  if (!terminal) throw new Refusal('usage', vscode.l10n.t('No terminal is open: run the command in one, then repeat it, or use Casebook: Run Test Repeatedly….'), { offer: { title: vscode.l10n.t('Run Test Repeatedly…'), command: COMMANDS.runRepeatedly } });
  const last = terminals.lastOf(terminal);
  if (!last) {
    throw new Refusal(
      'usage',
      terminal.shellIntegration
        ? vscode.l10n.t('Nothing has run in the terminal {0} since Casebook began to listen: run the command once more, then repeat it.', terminal.name)
        : vscode.l10n.t('The shell in the terminal {0} does not say what runs in it: turn on the setting terminal.integrated.shellIntegration.enabled (bash, zsh, fish and pwsh have it), or use Casebook: Run Test Repeatedly….', terminal.name),
    );
  }
  const windows = process.platform === 'win32';
  const place = last.cwd === undefined ? await placeOf() : { cwd: last.cwd, root: await findRoot(last.cwd) };
  if (!place) return undefined;
  const line = await askText(
    { title, step: 1, of: 3 },
    vscode.l10n.t('In {0}. Change it if you like; it runs as often as you say next.', place.cwd),
    last.line,
    (text) => {
      const parsed = commandWords(text, windows);
      return 'problem' in parsed ? parsed.problem : undefined;
    },
    (text) => {
      const parsed = commandWords(text, windows);
      return 'shell' in parsed ? vscode.l10n.t('Runs in the shell, because of {0}, in {1}', parsed.because, place.cwd) : vscode.l10n.t('Runs without a shell, in {0}', place.cwd);
    },
  );
  if (line === undefined) return undefined;
  return repeatCommands(services, title, false, [{ place, ...(await commandOf(line)) }], argument, 1);
}
