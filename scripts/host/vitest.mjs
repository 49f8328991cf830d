/** Runs tests that drive a browser with vitest: the window of a real VS Code (test/host/window), and the report panel by itself (test/webview). */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLeashed } from '../workbench/leash.mjs';
import { cleanEnvironment } from '../workbench/process.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param {string} config  vitest's configuration, relative to the project's root
 * @param {readonly string[]} files  absolute paths of *.test.ts files
 * @param {import('./inside.mjs').HostContext} context
 * @param {AbortSignal} signal
 * @returns {Promise<import('./inside.mjs').Tally>}
 */
export async function runVitest(config, files, { workbench, vsix, scratch, artefacts }, signal) {
  const report = path.join(scratch, 'vitest.json');
  const env = {
    ...cleanEnvironment(),
    CASEBOOK_HOST_WORKBENCH: workbench,
    CASEBOOK_HOST_VSIX: vsix,
    CASEBOOK_HOST_ARTEFACTS: artefacts,
  };
  const args = [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    `--config=${path.join(root, config)}`,
    '--reporter=verbose',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...files,
  ];
  const { child, end } = startLeashed(args, { cwd: root, env, output: 'inherit' });
  signal.addEventListener('abort', end, { once: true });
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  return tallyOf(JSON.parse(await readFile(report, 'utf8')), code);
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number }} report  of vitest's json reporter
 * @param {unknown} code  vitest's exit code
 * @returns {import('./inside.mjs').Tally}
 */
function tallyOf({ numPassedTests, numFailedTests, numPendingTests }, code) {
  if (numPendingTests > 0) console.log(`${numPendingTests} skipped`);
  // A file that cannot be loaded, or whose beforeAll fails, makes vitest fail without any failed test.
  const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed };
}
