/** A copy of the example that came with Casebook, in a folder of its own. */
import * as vscode from 'vscode';

const NAME = 'casebook-example';

/** Names that are tried. */
const MOST = 100;

/**
 * @param parent the copy gets a folder of its own in it, under a name that is free
 * @returns that folder; undefined if no name is free
 * @throws vscode.FileSystemError if it cannot be written
 */
export async function copyExample(example: vscode.Uri, parent: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (let number = 1; number <= MOST; number += 1) {
    const folder = vscode.Uri.joinPath(parent, number === 1 ? NAME : `${NAME}-${number}`);
    if (await exists(folder)) continue;
    // Whatever came there meanwhile stays: then this throws.
    await vscode.workspace.fs.copy(example, folder, { overwrite: false });
    return folder;
  }
  return undefined;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
