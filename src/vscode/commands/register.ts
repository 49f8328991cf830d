/** Registers every command. What they do is loaded when the first one is called, so that a window that is only looked at does not wait for it. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import type { KnownRoots } from '../editing/knownRoots.js';
import { COMMANDS, INTERNAL_COMMANDS, ROW_COMMANDS } from '../ids.js';
import type { Services } from '../services.js';
import type { RunReports } from '../views/runReports.js';
import type { Views } from '../views/views.js';

export function registerCommands(services: Services, reports: RunReports, roots: KnownRoots, views: Views): vscode.Disposable {
  const run = async (id: string, args: readonly unknown[]): Promise<unknown> => {
    if (ROW_COMMANDS.includes(id)) await assertNotLost(args);
    // First by this bundle: it is the one that hears of a changed configuration, by which the engine redacts.
    await loadEngine();
    const { actionsOf } = await import('./actions.js');
    const [argument, ...more] = args;
    return actionsOf(services, reports, roots, views)[id]?.(argument ?? undefined, ...more);
  };
  return vscode.Disposable.from(
    ...[...Object.values(COMMANDS), ...Object.values(INTERNAL_COMMANDS)].map((id) => vscode.commands.registerCommand(id, services.guard.command((...args: readonly unknown[]) => run(id, args)))),
  );
}

/**
 * A menu or a key in a tree brings `undefined` for a row that the editor does not know in that moment: the list it stands in became another one just then, or the row
 * is gone. Then nothing is done, rather than something to another work item, or to some of several. Without a row, as from the palette, there is no argument; from
 * the title of a view it is null.
 */
async function assertNotLost(args: readonly unknown[]): Promise<void> {
  const [row, selected] = args;
  const lost = (args.length > 0 && row === undefined) || (Array.isArray(selected) && selected.includes(undefined));
  if (!lost) return;
  const { Refusal } = await loadEngine();
  throw new Refusal('usage', vscode.l10n.t('The list was read anew at that moment, and nothing was done: choose the row again.'));
}
