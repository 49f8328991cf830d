import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { test } from './runner.js';
import { closeAllEditors, eventually, inFolder, newWorkItem, onDisk, type WorkItem } from './support.js';

/** Made here, so that no scanner finds a secret in this file. */
const SECRET = `hunter2${'-swordfish'.repeat(2)}`;

const LOG = `2026-11-21T10:00:00Z INFO started
2026-11-21T10:00:05Z ERROR refused password=${SECRET}
2026-11-21T10:00:10Z ERROR refused password=${SECRET}
`.replaceAll('\n', '\r\n');

async function add(item: WorkItem, from: Record<string, string>): Promise<string> {
  const id: unknown = await vscode.commands.executeCommand('casebook.addLogEvidence', { ...from, workItem: item.workItem });
  assert.ok(typeof id === 'string', 'no log evidence was added');
  const text = await onDisk(item);
  assert.match(text, new RegExp(`casebook:begin log ${id} `));
  assert.doesNotMatch(text, new RegExp(SECRET));
  assert.doesNotMatch(await readFile(path.join(item.root, '.casebook/runs', id, 'run.json'), 'utf8'), new RegExp(SECRET));
  return text;
}

test('a log goes into a work item, redacted: a file, a selection with its lines', async () => {
  await closeAllEditors();
  const item = await newWorkItem('Orders are refused');
  const file = inFolder('app.log');
  await writeFile(file, LOG);
  // What stands in the evidence is the hash of the file, and not of the text that was read out of it.
  const text = await add(item, { source: 'file', file });
  assert.match(text, /app\.log/);
  assert.ok(text.includes(createHash('sha256').update(LOG).digest('hex')));
  await writeFile(inFolder('older.log.gz'), gzipSync(LOG.replaceAll('refused', 'dropped')));
  assert.match(await add(item, { source: 'file', file: inFolder('older.log.gz') }), /ERROR dropped password=‹secret:/);

  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(1, 4, 2, 1);
  assert.match(await add(item, { source: 'selection' }), /password=‹secret:value:[0-9a-f]{6}›/);
}, { timeoutMs: 60_000 });

test('what the last command of the terminal printed goes into a work item, or a sentence says why it cannot', async (signal) => {
  const item = await newWorkItem('A command fails');
  const terminal = vscode.window.createTerminal({ name: 'bash', shellPath: '/bin/bash' });
  try {
    terminal.show();
    const integration = await eventually(signal, () => {
      assert.ok(terminal.shellIntegration);
      return terminal.shellIntegration;
    }).catch(() => undefined);
    if (!integration) {
      await assert.rejects(async () => add(item, { source: 'terminal' }));
      return;
    }
    // It prints once the editor listens: what a command prints at its very start, no extension is given.
    const go = inFolder('listening');
    const started = vscode.window.onDidStartTerminalShellExecution(() => void writeFile(go, ''));
    const ended = new Promise<void>((resolve) => {
      const subscription = vscode.window.onDidEndTerminalShellExecution(({ execution }) => {
        if (!execution.commandLine.value.includes('ERROR')) return;
        subscription.dispose();
        resolve();
      });
    });
    integration.executeCommand(`until [ -e '${go}' ]; do :; done; echo "2026-11-21T10:00:05Z ERROR refused password=${SECRET}"`);
    await ended;
    started.dispose();
    assert.match(await add(item, { source: 'terminal' }), /ERROR refused password=‹secret:/);

    const silent = new Promise<void>((resolve) => {
      const subscription = vscode.window.onDidEndTerminalShellExecution(() => {
        subscription.dispose();
        resolve();
      });
    });
    integration.executeCommand('true');
    await silent;
    await assert.rejects(async () => add(item, { source: 'terminal' }), /no log evidence was added/);
  } finally {
    terminal.dispose();
  }
}, { timeoutMs: 90_000 });

test('with a configuration that cannot be read, text from outside is withheld', async (signal) => {
  const item = await newWorkItem('The configuration is broken');
  const config = inFolder('.casebook/config.json');
  const before = await readFile(config, 'utf8').catch(() => '{}');
  try {
    await writeFile(config, '{"redaction":{"deny":["/(a+)+/"]}}');
    const file = inFolder('other.log');
    await writeFile(file, '2026-11-21T10:00:05Z ERROR a sentence that must not pass\n');
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
    editor.selection = new vscode.Selection(0, 0, 1, 0);
    await eventually(signal, async () => {
      const id: unknown = await vscode.commands.executeCommand('casebook.addLogEvidence', { source: 'selection', workItem: null });
      assert.ok(typeof id === 'string');
      const written = await readFile(path.join(item.root, '.casebook/runs', id, 'run.json'), 'utf8');
      assert.doesNotMatch(written, /must not pass/);
      assert.match(written, /‹secret:withheld›/);
    });
    // A file is read by the command line, which reads nothing with such a configuration.
    assert.equal(await vscode.commands.executeCommand('casebook.addLogEvidence', { source: 'file', file, workItem: null }), undefined);
  } finally {
    await writeFile(config, before);
  }
}, { timeoutMs: 60_000 });
