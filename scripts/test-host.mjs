/**
 * `npm run test:host`: builds and packages the extension, and tests the package in a real VS Code.
 *
 *   node scripts/test-host.mjs [--only inside|window] [--vsix FILE] [PATTERN...]
 *
 * PATTERN: only files whose path contains one of them; `--vsix`: a package that exists, instead of building one.
 * Exit codes: 0 all passed; 1 a test failed, or none ran; 2 bad usage; 3 a tool is missing or the package cannot be made; 130 cancelled.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser } from './workbench/browser.mjs';
import { installWorkbench } from './workbench/install.mjs';
import { runMain } from './workbench/main.mjs';
import { run } from './workbench/process.mjs';
import { findChromium } from './workbench/tools.mjs';
import { runInsideTests } from './host/inside.mjs';
import { runWindowTests } from './host/window.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const tests = path.join(root, 'test/host');

await runMain(async (signal) => {
  const request = readArguments();
  if (request === undefined) return 2;
  const { only, vsix: given, patterns } = request;
  const insideFiles = only === 'window' ? [] : await testFiles('inside', patterns);
  const windowFiles = only === 'inside' ? [] : await testFiles('window', patterns);
  if (insideFiles.length + windowFiles.length === 0) {
    console.error(`No file of tests in ${tests} matches ${patterns.join(' ')}.`);
    return 1;
  }
  // What is missing is told before the minutes of building, not after.
  console.log(`Chromium: ${await findChromium()}`);
  const workbench = await installWorkbench((line) => console.log(line), signal);

  const scratch = await mkdtemp(path.join(tmpdir(), 'cbh-'));
  // Whatever is started from here puts its temporary files there, and they go with it.
  process.env['TMPDIR'] = scratch;
  try {
    const vsix = given === undefined ? await packageExtension(scratch, signal) : path.resolve(given);
    const artefacts = path.join(root, 'test-results/host');
    await rm(artefacts, { recursive: true, force: true });
    await mkdir(artefacts, { recursive: true });
    const tally = await runAll({ insideFiles, windowFiles }, { workbench, vsix, scratch, artefacts }, signal);
    console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
    return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});

/** @returns {{ only: string | undefined, vsix: string | undefined, patterns: string[] } | undefined} undefined after a word about what is wrong */
function readArguments() {
  const usage = 'Usage: node scripts/test-host.mjs [--only inside|window] [--vsix FILE] [PATTERN...]';
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, vsix: { type: 'string' } } });
    const { only, vsix } = values;
    if (only !== undefined && only !== 'inside' && only !== 'window') throw new Error(`--only takes inside or window, not ${only}.`);
    if (vsix !== undefined && !existsSync(vsix)) throw new Error(`There is no file ${vsix}.`);
    return { only, vsix, patterns: positionals };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return undefined;
  }
}

/**
 * @param {{ insideFiles: string[], windowFiles: string[] }} files
 * @param {import('./host/inside.mjs').HostContext} context
 * @param {AbortSignal} signal
 * @returns {Promise<import('./host/inside.mjs').Tally>}
 */
async function runAll({ insideFiles, windowFiles }, context, signal) {
  const total = { passed: 0, failed: 0 };
  if (insideFiles.length > 0) {
    const browser = await launchBrowser();
    try {
      const { passed, failed } = await runInsideTests(insideFiles, context, browser, signal);
      total.passed += passed;
      total.failed += failed;
    } finally {
      await browser.close();
    }
  }
  if (windowFiles.length > 0) {
    const { passed, failed } = await runWindowTests(windowFiles, context, signal);
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

/**
 * @param {'inside' | 'window'} kind
 * @param {readonly string[]} patterns
 * @returns {Promise<string[]>} absolute paths, sorted
 */
async function testFiles(kind, patterns) {
  const files = await readdir(path.join(tests, kind), { recursive: true });
  return files
    .map((file) => path.join(tests, kind, file))
    .filter((file) => file.endsWith('.test.ts') && (patterns.length === 0 || patterns.some((pattern) => file.includes(pattern))))
    .sort();
}

/**
 * @param {string} scratch
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the .vsix
 */
async function packageExtension(scratch, signal) {
  console.log('Building and packaging the extension');
  const vsix = path.join(scratch, 'casebook.vsix');
  await run('npm', ['run', '--silent', 'package', '--', '-o', vsix], { cwd: root }, signal);
  return vsix;
}
