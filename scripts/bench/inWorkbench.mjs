/** What benches in a real workbench have in common: the options, the workbench at the engine's floor, a browser, the package, and a folder that goes afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../workbench/browser.mjs';
import { installWorkbench } from '../workbench/install.mjs';
import { runMain } from '../workbench/main.mjs';
import { run } from '../workbench/process.mjs';
import { VERSIONS } from '../workbench/versions.mjs';
import { loadPerCpu } from './measure.mjs';

/** Of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a window does of its own when it was opened has ended by then, ms. */
export const SETTLING_MS = 4_000;

/**
 * @typedef {object} Bench
 * @property {string} workbench
 * @property {import('playwright-core').Browser} browser
 * @property {string} vsix
 * @property {string} scratch  a folder of its own
 * @property {number} rounds
 * @property {AbortSignal} signal
 */

/** Runs the bench of a program, and says how busy the machine was. @param {(bench: Bench) => Promise<void>} measure */
export async function inWorkbench(measure) {
  await runMain(async (signal) => {
    const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, vsix: { type: 'string' } } });
    const scratch = await mkdtemp(path.join(tmpdir(), 'cb-bench-'));
    const workbench = await installWorkbench(VERSIONS.floor, (line) => console.log(line), signal);
    const browser = await launchBrowser();
    try {
      const vsix = values.vsix ?? path.join(scratch, 'casebook.vsix');
      if (values.vsix === undefined) await run('npm', ['run', '--silent', 'package', '--', '-o', vsix], { cwd: root }, signal);
      console.log(`Load per processor before: ${loadPerCpu().toFixed(1)}`);
      await measure({ workbench, browser, vsix, scratch, rounds: Number(values.rounds), signal });
      console.log(`Load per processor after: ${loadPerCpu().toFixed(1)}`);
    } finally {
      await browser.close();
      await rm(scratch, { recursive: true, force: true });
    }
    return 0;
  });
}
