/** The tests that failed in a run that ended, each with where it stands in the sources now. */
import * as vscode from 'vscode';
import type { FailedInRun } from '../../core/run/failing/failedInRun.js';
import type { Source, TestPlace } from '../../node/run/placeOfTest.js';
import type { RunSummary } from '../../node/run/readLedger.js';
import type { RunFile } from '../../node/run/records.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { RunTestRef } from '../adapters/references.js';
import type { RunHistory } from './history.js';

export interface PlacedTest extends FailedInRun {
  /** Absent if its file is not known. */
  readonly place?: TestPlace;
}

interface FailedTests {
  /** Most failures first, of equals by name. */
  readonly tests: readonly PlacedTest[];
  /** How many failed besides these. */
  readonly more: number;
  /** `more` is a lower bound. */
  readonly uncounted: boolean;
}

/**
 * The first of them.
 * @param most how many
 * @throws Refusal if the ledger cannot be read
 */
export async function failedTestsOf(history: RunHistory, root: string, run: RunSummary, most: number): Promise<FailedTests> {
  const { byFailures, failedInRun, failingBeyond, withTestSets } = await loadEngine();
  const evidence = withTestSets(run.folder, await history.evidence(run));
  const shown = byFailures(evidence.failedTests).slice(0, most);
  const { more, atLeast } = failingBeyond(evidence, shown.length);
  return { tests: await placed(root, run.file, failedInRun(evidence, shown)), more, uncounted: atLeast };
}

/** @throws Refusal if the ledger cannot be read, or has no such test */
export async function failedTest(history: RunHistory, { root, run: id, test: name }: RunTestRef): Promise<{ readonly test: PlacedTest; readonly file: RunFile }> {
  const { failedInRun, readRun, readRunFile, Refusal, runFolder, withTestSets } = await loadEngine();
  const folder = runFolder(root, id);
  const file = await readRunFile(folder);
  // The attempts of a run that ended may be known already.
  const run: RunSummary = file.result ? { folder, file, state: 'finished' } : await readRun(folder);
  const evidence = withTestSets(run.folder, await history.evidence(run));
  const [test] = await placed(root, file, failedInRun(evidence, evidence.failedTests.filter((failed) => failed.name === name)));
  if (!test) throw new Refusal('usage', vscode.l10n.t('In run {0} no test “{1}” failed.', id, name));
  return { test, file };
}

/** What a command prints, and a ledger, could name any file: a test lies where the command ran, in the workspace. */
async function placed(root: string, { cwd, startedAt }: RunFile, tests: readonly FailedInRun[]): Promise<PlacedTest[]> {
  const { readSource, TestPlaces } = await loadEngine();
  const places = new TestPlaces(cwd, [cwd, root], Date.parse(startedAt), async (file) => unsaved(file) ?? readSource(file));
  const found: PlacedTest[] = [];
  for (const test of tests) {
    const place = await places.of(test);
    found.push({ ...test, ...(place && { place }) });
  }
  return found;
}

function unsaved(file: string): Source | undefined {
  const document = vscode.workspace.textDocuments.find(({ isDirty, uri }) => isDirty && uri.scheme === 'file' && uri.fsPath === file);
  return document && { text: document.getText(), changedAt: Infinity };
}
