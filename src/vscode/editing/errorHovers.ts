/** What an error means, what it does not mean, and which probe settles it: on the error's own words in work items and logs. */
import * as vscode from 'vscode';
import type { Explanation } from '../../core/explain/types.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { commandLink } from '../adapters/notify.js';
import { COMMANDS } from '../ids.js';
import type { KnownRoots } from './knownRoots.js';

/** Logs and what programs printed; work items are asked for by their place. */
export const LOGS: vscode.DocumentSelector = [{ language: 'log' }, { scheme: 'file', pattern: '**/*.{log,out,err}' }];

/** Of a long line this much on each side of the pointer is read, UTF-16 code units. */
const AROUND = 1_000;

export class ErrorHovers implements vscode.HoverProvider {
  /** @param roots where given, only work items are explained: other markdown is none of ours */
  constructor(private readonly roots?: KnownRoots) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<vscode.Hover | undefined> {
    if (this.roots && !(await this.roots.placeOf(document))) return undefined;
    if (token.isCancellationRequested) return undefined;
    const engine = await loadEngine();
    const line = document.lineAt(position).text;
    const from = Math.max(0, position.character - AROUND);
    const text = line.slice(from, position.character + AROUND);
    const at = position.character - from;
    for (const explanation of engine.explain(text)) {
      const start = placeOf(text, explanation.spelling, at);
      if (start === undefined) continue;
      const range = new vscode.Range(position.line, from + start, position.line, from + start + explanation.spelling.length);
      return new vscode.Hover(told(explanation, engine), range);
    }
    return undefined;
  }
}

/** Where the spelling covers an offset; undefined if nowhere: it may be redacted or cut. */
function placeOf(text: string, spelling: string, offset: number): number | undefined {
  for (let start = text.indexOf(spelling); start !== -1 && start <= offset; start = text.indexOf(spelling, start + 1)) {
    if (offset <= start + spelling.length) return start;
  }
  return undefined;
}

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'Linux', macos: 'macOS', windows: 'Windows' };

function told({ name, ambiguous, failures, readings = [], note, probes }: Explanation, engine: Engine): vscode.MarkdownString {
  const content = new vscode.MarkdownString();
  content.isTrusted = { enabledCommands: [COMMANDS.probeEndpoint] };
  const titles = failures.map(({ title }) => title).join(', or ');
  content.appendMarkdown(`**${inert(name !== undefined && !ambiguous ? `${name}: ${titles}` : titles)}**`);
  if (ambiguous) content.appendMarkdown(`\n\n${inert(vscode.l10n.t('The system decides: {0}.', readings.map(({ os, number, name: reading }) => vscode.l10n.t('{0} on {1} is {2}', number, SYSTEMS[os] ?? os, reading)).join('; ')))}`);
  for (const { means, meansNot, on } of failures) {
    const where = on && new Intl.ListFormat(vscode.env.language).format(on.map((system) => SYSTEMS[system] ?? system));
    const yes = where === undefined ? vscode.l10n.t('Means:') : vscode.l10n.t('Means on {0}:', where);
    const no = where === undefined ? vscode.l10n.t('Does not mean:') : vscode.l10n.t('Does not mean on {0}:', where);
    content.appendMarkdown(`\n\n*${yes}* ${inert(means)}\n\n*${no}* ${inert(meansNot)}`);
  }
  if (note !== undefined) content.appendMarkdown(`\n\n${inert(note)}`);
  if (probes.length > 0) content.appendMarkdown(`\n\n${vscode.l10n.t('What settles it:')}`).appendCodeblock(probes.join('\n'), 'sh');
  const target = probes.map((probe) => probeTarget(probe, engine)).find((found) => found !== undefined);
  // What starts a process is not offered where it would be refused.
  if (target !== undefined && vscode.workspace.isTrusted) content.appendMarkdown(commandLink(vscode.l10n.t('Probe this'), COMMANDS.probeEndpoint, { target }));
  return content;
}

/** Text without marks and links of markdown. `appendText` does the same, but makes its spaces hard, and then a sentence is cut off where it should wrap. */
function inert(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** The target of a ladder that can be asked as it stands; of words to be filled in there is none. */
function probeTarget(command: string, { namedProbe, parseTarget }: Engine): string | undefined {
  if (!command.startsWith('casebook probe ') || /HOST|PORT|PATH/.test(command)) return undefined;
  const probe = namedProbe(command);
  if ('problem' in probe) return undefined;
  const target = parseTarget(probe.target);
  return 'kind' in target && target.kind === 'endpoint' ? probe.target : undefined;
}
