/** Rename Work Item…: its title, in the header and in the first heading. The file keeps its name, so that nothing that leads to it breaks. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, workItemRefOf } from '../adapters/references.js';
import type { Services } from '../services.js';
import type { Views } from '../views/views.js';
import { itemText } from '../workItems/itemText.js';
import { textOf } from './arguments.js';
import { askText } from './ask.js';
import { titleProblem } from './askWorkItem.js';
import { nodeIn } from './treeTargets.js';
import { askWhichWorkItem } from './whichWorkItem.js';

export async function renameWorkItem(services: Services, views: Views, argument?: unknown): Promise<void> {
  const ref = (await workItemRefOf(nodeIn(views, argument))) ?? (await askWhichWorkItem(services, vscode.l10n.t('Rename Work Item')));
  if (!ref) return;
  const { parse, Refusal, retitled } = await loadEngine();
  const { title } = parse(await itemText(ref)).item;
  const wanted = textOf(argument, 'title') ?? (await askText({ title: vscode.l10n.t('Rename Work Item'), step: 1, of: 1 }, vscode.l10n.t('Its title; the file keeps its name.'), title, titleProblem));
  if (wanted === undefined || wanted === title) return;
  await services.writeBack.edit(ref, (text) => {
    const result = retitled(text, wanted);
    if ('conflict' in result) throw new Refusal('conflict', result.conflict, { file: fileOf(ref) });
    return result.text;
  });
}
