/**
 * Stands for an extension of somebody else that has tests in the Test Explorer: those of `prices.test.mjs`, told from its lines, and one without a file. A run of
 * it says that a test failed wherever its name holds "fails".
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

const FILE = 'prices.test.mjs';

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  const controller = vscode.tests.createTestController('other-tests', 'Other tests');
  controller.refreshHandler = () => list(controller);
  controller.createRunProfile('Run', vscode.TestRunProfileKind.Run, ({ include = [] }) => {
    const run = controller.createTestRun(new vscode.TestRunRequest(include));
    for (const item of include.flatMap(leaves)) publish(run, item);
    run.end();
  }, true);
  const watcher = vscode.workspace.createFileSystemWatcher(`**/${FILE}`);
  subscriptions.push(controller, watcher, watcher.onDidCreate(() => void list(controller)), watcher.onDidChange(() => void list(controller)));
  void list(controller);
}

function leaves(item: vscode.TestItem): vscode.TestItem[] {
  const children = Array.from(item.children, ([, child]) => child);
  return children.length === 0 ? [item] : children.flatMap(leaves);
}

function publish(run: vscode.TestRun, item: vscode.TestItem): void {
  run.started(item);
  if (!item.label.includes('fails')) {
    run.passed(item);
    return;
  }
  const message = new vscode.TestMessage('expected 2 to be 3');
  if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range.start);
  run.failed(item, message);
}

async function list(controller: vscode.TestController): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) return;
  const uri = vscode.Uri.file(path.join(folder.uri.fsPath, FILE));
  const text = await readFile(uri.fsPath, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const file = controller.createTestItem(FILE, FILE, uri);
  for (const [index, line] of text.split('\n').entries()) {
    const name = /^test\('([^']*)'/.exec(line)?.[1];
    if (name === undefined) continue;
    const item = controller.createTestItem(name, name, uri);
    item.range = new vscode.Range(index, 0, index + 2, 0);
    file.children.add(item);
  }
  controller.items.replace([file, controller.createTestItem('nowhere', 'has no file')]);
}
