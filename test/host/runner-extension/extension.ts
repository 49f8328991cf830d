/**
 * The test-only extension that stands beside the packaged Casebook. On startup it runs the file of tests that the environment
 * names (CommonJS, exports `run`), and appends one JSON line per event to a result file.
 */
import { appendFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { InsideEvent, SuiteModule } from './events.js';

export function activate(): void {
  const suite = process.env['CASEBOOK_HOST_SUITE'];
  const results = process.env['CASEBOOK_HOST_RESULTS'];
  if (suite === undefined || results === undefined) throw new Error('CASEBOOK_HOST_SUITE and CASEBOOK_HOST_RESULTS are not set.');
  const report = (event: InsideEvent): void => appendFileSync(results, `${JSON.stringify(event)}\n`);
  if (statSync(results).size > 0) {
    // The workbench starts a host that died again: a second run would hide the crash.
    report({ event: 'broken', stack: 'The extension host died, or the window was reloaded.' });
    return;
  }
  report({ event: 'begin' });
  void runSuite(suite, report);
}

/** Never rejects: what goes wrong before the first test is an event too. */
async function runSuite(file: string, report: (event: InsideEvent) => void): Promise<void> {
  try {
    const { run } = createRequire(file)(file) as SuiteModule;
    await run(report);
    report({ event: 'end' });
  } catch (error) {
    report({ event: 'broken', stack: error instanceof Error ? String(error.stack) : String(error) });
  }
}
