import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { copyExample } from '../../../src/vscode/commands/copyExample.js';
import { test } from './runner.js';

test('the example of the package is copied whole, and a copy that is there stays as it is', async () => {
  const extension = vscode.extensions.getExtension('casebook.casebook');
  assert.ok(extension);
  const example = vscode.Uri.joinPath(extension.extensionUri, 'dist/example');
  const parent = await mkdtemp(path.join(tmpdir(), 'casebook-copies-'));
  try {
    const first = await copyExample(example, vscode.Uri.file(parent));
    assert.equal(first?.fsPath, path.join(parent, 'casebook-example'));
    const shipped = await readdir(example.fsPath, { recursive: true });
    assert.deepEqual((await readdir(first.fsPath, { recursive: true })).sort(), shipped.sort());
    assert.ok(shipped.includes(path.join('fixes', 'true-fix.patch')));
    const mine = path.join(first.fsPath, 'server.mjs');
    await writeFile(mine, 'mine');
    const second = await copyExample(example, vscode.Uri.file(parent));
    assert.equal(second?.fsPath, path.join(parent, 'casebook-example-2'));
    assert.equal(await readFile(mine, 'utf8'), 'mine');
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
});
