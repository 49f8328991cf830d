/** Probe This: the endpoint that is selected, or that stands at the cursor; in a work item its answer goes there, elsewhere that is asked. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { requireTrust } from '../adapters/trust.js';
import { COMMANDS } from '../ids.js';
import type { KnownRoots } from '../editing/knownRoots.js';
import type { Services } from '../services.js';
import { askOne } from './ask.js';
import { probeEndpoint, type ProbeCommand } from './probeEndpoint.js';

const PROBE_THIS: ProbeCommand = { title: () => vscode.l10n.t('Probe This'), matrix: false };

/** A longer selection is not a target, and is not searched for targets to its end. UTF-16 code units. */
const MAX_SELECTED = 20_000;

/** Gives the report's conclusion. @throws Refusal `usage` if no target is selected */
export async function probeSelection(services: Services, roots: KnownRoots): Promise<string | undefined> {
  await requireTrust(PROBE_THIS.title());
  const { Refusal } = await loadEngine();
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new Refusal('usage', vscode.l10n.t('No editor is active: select an endpoint in a text, such as http://127.0.0.1:8080/, or use Casebook: Probe Endpoint….'), { offer: { title: vscode.l10n.t('Probe Endpoint…'), command: COMMANDS.probeEndpoint } });
  const target = await targetAt(editor);
  if (target === undefined) return undefined;
  const place = await roots.placeOf(editor.document);
  return probeEndpoint(services, PROBE_THIS, place ? { target, root: place.root.workspace.root, workItem: place.path } : { target });
}

/** What is selected if that is a target, else the only one in it; of several the one that the user picks. */
async function targetAt({ document, selection }: vscode.TextEditor): Promise<string | undefined> {
  const { parseTarget, Refusal, targetsIn } = await loadEngine();
  if (selection.isEmpty) {
    const column = selection.active.character;
    const here = targetsIn(document.lineAt(selection.active.line).text.slice(0, MAX_SELECTED)).find(({ start, end }) => start <= column && column <= end);
    if (!here) throw new Refusal('usage', vscode.l10n.t('No endpoint stands at the cursor: select one, such as http://127.0.0.1:8080/ or orders:8080.'));
    return here.target;
  }
  const selected = document.getText(selection).slice(0, MAX_SELECTED).trim();
  const quoted = ['``', '""', "''", '<>'].some(([open = '', close = '']) => selected.length > 2 && selected.startsWith(open) && selected.endsWith(close));
  const bare = quoted ? selected.slice(1, -1) : selected;
  const whole = parseTarget(bare);
  if (!('problem' in whole)) return bare;
  const found = [...new Set(targetsIn(selected).map(({ target }) => target))];
  const [only, another] = found;
  if (only === undefined) throw new Refusal('usage', whole.problem);
  if (another === undefined) return only;
  return (await askOne({ title: PROBE_THIS.title(), step: 1, of: 1 }, vscode.l10n.t('Which of the endpoints in the selection?'), found.map((label) => ({ label }))))?.label;
}
