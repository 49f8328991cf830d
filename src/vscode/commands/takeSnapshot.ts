/** Snapshot…: the state of this machine into a ledger, and into the work item that is chosen. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { workItemRefOf } from '../adapters/references.js';
import { requireTrust } from '../adapters/trust.js';
import { measuring } from '../runs/measuring.js';
import { reportInProcess } from '../runs/probe.js';
import { sentenceOf } from '../runs/writeBack.js';
import type { Services } from '../services.js';
import { Destination } from './destination.js';
import { placeOf } from './place.js';
import { tellWithDetails } from './tellProbe.js';

const TITLE = (): string => vscode.l10n.t('Snapshot');

/** What `casebook snapshot --json` says, as far as it is used. */
interface Taken {
  readonly id: string;
  readonly ledger: string;
}

/** Takes `{ workItem }` from a keybinding (`workItem: null` for none, `ask: true` to be asked although one is active), or a work item of the tree. Gives the snapshot's id. */
export async function takeSnapshot(services: Services, argument?: unknown): Promise<string | undefined> {
  await requireTrust(TITLE());
  const item = await workItemRefOf(argument);
  const place = await placeOf(item);
  if (!place) return undefined;
  const { root, cwd } = place;
  const destination = await Destination.of(item, argument, place);
  const recipient = await destination.recipient({ title: TITLE(), step: 1, of: 1 }, services);
  if (!recipient) return undefined;
  const { id, ledger } = (await measuring(services, vscode.l10n.t('Looking at the state of this machine'), (token, tell) => reportInProcess(services, ['snapshot', '--json', '--cwd', cwd], token, tell))) as Taken;
  const said = vscode.l10n.t('Snapshot {0} is in {1}.', id, ledger);
  services.log.info(said);
  if (recipient.workItem === undefined) {
    services.guard.background(tellWithDetails(services, 'info', said));
    return id;
  }
  const into = { root, workItem: recipient.workItem };
  const { markPending } = await loadEngine();
  await markPending(root, id, into.workItem);
  const outcome = await services.writeBack.writeOrOffer({ root, run: id }, into.workItem);
  services.guard.background(tellWithDetails(services, 'info', [said, outcome && sentenceOf(outcome, into.workItem)].filter((part) => part !== undefined).join(' '), into));
  return id;
}
