/** A test that failed in a run, as something to link to. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { runTestRefOf } from '../adapters/references.js';
import { failedTest } from '../runs/failedTests.js';
import type { Services } from '../services.js';
import type { Linked } from './linkInto.js';

/** Undefined if the argument names no test of a run. @throws Refusal if the run cannot be read, or the test's file is not known */
export async function linkedTest({ history }: Pick<Services, 'history'>, argument: unknown): Promise<Linked | undefined> {
  const ref = await runTestRefOf(argument);
  if (!ref) return undefined;
  const { own, place } = (await failedTest(history, ref)).test;
  if (!place) {
    const { Refusal } = await loadEngine();
    throw new Refusal('usage', vscode.l10n.t('The results of the run do not say in which file “{0}” stands: drag the file itself onto the work item, or go to the test in its file and use Casebook: Link to Work Item….', own));
  }
  return { uri: vscode.Uri.file(place.file), label: own, ...(place.line !== undefined && { line: place.line }) };
}
