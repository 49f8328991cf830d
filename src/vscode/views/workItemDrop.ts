/** Files dropped on a work item are linked from it; a work item that is dragged is its file. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf } from '../adapters/references.js';
import type { Services } from '../services.js';
import { linkInto } from '../workItems/linkInto.js';
import type { WorkItemTreeNode } from './treeNodes.js';

/** What the Explorer, editor tabs and our own tree give. */
const FILES = 'text/uri-list';

export class WorkItemDrop implements vscode.TreeDragAndDropController<WorkItemTreeNode> {
  readonly dropMimeTypes = [FILES];
  readonly dragMimeTypes = [FILES];

  constructor(private readonly services: Services) {}

  handleDrag(nodes: readonly WorkItemTreeNode[], data: vscode.DataTransfer): void {
    const files = nodes.flatMap((node) => (node.kind === 'workItem' ? [vscode.Uri.file(fileOf(node.ref)).toString()] : []));
    if (files.length > 0) data.set(FILES, new vscode.DataTransferItem(files.join('\r\n')));
  }

  async handleDrop(target: WorkItemTreeNode | undefined, data: vscode.DataTransfer): Promise<void> {
    await this.services.guard.command(() => this.#drop(target, data))();
  }

  async #drop(target: WorkItemTreeNode | undefined, data: vscode.DataTransfer): Promise<void> {
    const list = (await data.get(FILES)?.asString()) ?? '';
    const uris = list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')).map((line) => vscode.Uri.parse(line));
    if (uris.length === 0) return;
    const ref = target && 'ref' in target && 'workItem' in target.ref ? target.ref : undefined;
    if (!ref) {
      const { Refusal } = await loadEngine();
      throw new Refusal('usage', vscode.l10n.t('Drop it on a work item: that one links to it then.'));
    }
    await linkInto(this.services, ref, uris.map((uri) => ({ uri })));
  }
}
