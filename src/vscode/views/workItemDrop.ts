/** Files and failing tests dropped on a work item are linked from it; a work item that is dragged is its file. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf } from '../adapters/references.js';
import type { Services } from '../services.js';
import { linkedTest } from '../workItems/linkedTest.js';
import { assertFew, linkInto, type Linked } from '../workItems/linkInto.js';
import { draggedTests, dragTests, TESTS } from './draggedTests.js';
import type { WorkItemTreeNode } from './treeNodes.js';

/** What the Explorer, editor tabs and our own tree give. */
const FILES = 'text/uri-list';

export class WorkItemDrop implements vscode.TreeDragAndDropController<WorkItemTreeNode> {
  readonly dropMimeTypes = [FILES, TESTS];
  readonly dragMimeTypes = [FILES, TESTS];

  constructor(private readonly services: Services) {}

  handleDrag(nodes: readonly WorkItemTreeNode[], data: vscode.DataTransfer): void {
    const files = nodes.flatMap((node) => (node.kind === 'workItem' ? [vscode.Uri.file(fileOf(node.ref)).toString()] : []));
    if (files.length > 0) data.set(FILES, new vscode.DataTransferItem(files.join('\r\n')));
    dragTests(nodes, data);
  }

  async handleDrop(target: WorkItemTreeNode | undefined, data: vscode.DataTransfer): Promise<void> {
    await this.services.guard.command(() => this.#drop(target, data))();
  }

  async #drop(target: WorkItemTreeNode | undefined, data: vscode.DataTransfer): Promise<void> {
    const files = await draggedFiles(data);
    const tests = await draggedTests(data);
    if (files.length === 0 && !tests) return;
    const ref = target && 'ref' in target && 'workItem' in target.ref ? target.ref : undefined;
    const { Refusal } = await loadEngine();
    if (!ref) throw new Refusal('usage', vscode.l10n.t('Drop it on a work item: that one links to it then.'));
    await assertFew(files.length + (tests?.length ?? 0));
    const things: Linked[] = [...files];
    for (const test of tests ?? []) {
      const linked = await linkedTest(this.services, test);
      if (linked) things.push(linked);
    }
    if (things.length === 0) throw new Refusal('usage', vscode.l10n.t('Files, work items and failing tests can be linked: those of a run stand below it.'));
    await linkInto(this.services, ref, things);
  }
}

async function draggedFiles(data: vscode.DataTransfer): Promise<Linked[]> {
  const list = (await data.get(FILES)?.asString()) ?? '';
  return list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')).map((line) => ({ uri: vscode.Uri.parse(line) }));
}
