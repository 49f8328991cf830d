/** What a lens leads to: the log of a failing attempt, and the file of results that tells of a failure. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { showFile } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { runRefOf } from '../adapters/references.js';
import type { Services } from '../services.js';
import { textOf } from './arguments.js';
import { testTargets } from './testTarget.js';

/** Takes `{ root, run, log }`. @throws Refusal `usage` if there is no such log */
export async function openLog(argument: unknown): Promise<void> {
  const ref = await runRefOf(argument);
  const log = textOf(argument, 'log') ?? '';
  // A ledger may come from somebody else: only a log of the run itself is opened.
  if (!ref || !/^logs\/\d{4,16}\.log$/.test(log)) return;
  const { Refusal, runFolder } = await loadEngine();
  const file = path.join(runFolder(ref.root, ref.run), log);
  if (!existsSync(file)) throw new Refusal('usage', vscode.l10n.t('There is no log {0} of this run: logs stay on the machine that made the run, and are kept out of git.', log));
  await showFile(file);
}

/** Takes `{ results, test, file }`. */
export async function openResults(services: Services, argument: unknown): Promise<void> {
  const [target] = await testTargets(services, [argument]);
  if (target?.results === undefined) return;
  const { Refusal } = await loadEngine();
  if (!existsSync(target.results)) throw new Refusal('usage', vscode.l10n.t('There is no {0} any more.', target.results));
  await showFile(target.results);
}
