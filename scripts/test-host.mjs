/**
 * `npm run test:host`: builds and packages the extension, and tests the package in a real VS Code, and its report panel in a real browser.
 *
 *   node scripts/test-host.mjs [--only inside|window|webview] [--workbench floor|current] [--vsix FILE] [--except PATTERN]... [PATTERN...]
 *
 * PATTERN: only files whose path in the repository contains one of them; `--except`: none whose path contains that; `--workbench`: one of the versions of VS Code, instead of both; `--vsix`: a package that exists, instead of building one.
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
import { VERSIONS } from './workbench/versions.mjs';
import { runInsideTests } from './host/inside.mjs';
import { runVitest } from './host/vitest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the tests of each kind lie. */
const FOLDERS = { inside: 'test/host/inside', window: 'test/host/window', webview: 'test/webview' };

/** @typedef {keyof typeof FOLDERS} Kind */

await runMain(async (signal) => {
  const request = readArguments();
  if (request === undefined) return 2;
  const { only, versions, vsix: given, patterns, except } = request;
  /** @param {Kind} kind */
  const filesOf = async (kind) => (only === undefined || only === kind ? testFiles(kind, patterns, except) : []);
  const files = { inside: await filesOf('inside'), window: await filesOf('window'), webview: await filesOf('webview') };
  if (Object.values(files).flat().length === 0) {
    console.error(`No file of tests in ${Object.values(FOLDERS).join(', ')} matches ${patterns.join(' ')}.`);
    return 1;
  }
  // What is missing is told before the minutes of building, not after.
  console.log(`Chromium: ${await findChromium()}`);
  const workbenches = [];
  for (const version of versions) workbenches.push({ version, workbench: await installWorkbench(version, (line) => console.log(line), signal) });

  const scratch = await mkdtemp(path.join(tmpdir(), 'cbh-'));
  // Whatever is started from here puts its temporary files there, and they go with it.
  process.env['TMPDIR'] = scratch;
  try {
    const vsix = given === undefined ? await packageExtension(scratch, signal) : path.resolve(given);
    const artefacts = path.join(root, 'test-results/host');
    const tally = { passed: 0, failed: 0 };
    for (const { version, workbench } of workbenches) {
      console.log(`\n== VS Code ${version.vscode}`);
      // The report panel's own tests need a browser, and no VS Code: once is enough.
      const these = version.name === 'floor' || only === 'webview' ? files : { ...files, webview: [] };
      const pictures = path.join(artefacts, version.name);
      // With `--only`, runs of the other kinds may be under way beside this one, and leave their pictures there.
      if (only === undefined) await rm(pictures, { recursive: true, force: true });
      await mkdir(pictures, { recursive: true });
      const { passed, failed } = await runAll(these, { workbench, vsix, scratch, artefacts: pictures }, signal);
      tally.passed += passed;
      tally.failed += failed;
    }
    console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
    return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});

/** @returns {{ only: string | undefined, versions: import('./workbench/versions.mjs').Version[], vsix: string | undefined, patterns: string[], except: string[] } | undefined} undefined after a word about what is wrong */
function readArguments() {
  const usage = 'Usage: node scripts/test-host.mjs [--only inside|window|webview] [--workbench floor|current] [--vsix FILE] [--except PATTERN]... [PATTERN...]';
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, workbench: { type: 'string' }, vsix: { type: 'string' }, except: { type: 'string', multiple: true, default: [] } } });
    const { only, workbench, vsix, except } = values;
    const versions = Object.values(VERSIONS).filter(({ name }) => workbench === undefined || name === workbench);
    if (versions.length === 0) throw new Error(`--workbench takes ${Object.keys(VERSIONS).join(', ')}, not ${String(workbench)}.`);
    if (only !== undefined && !(only in FOLDERS)) throw new Error(`--only takes ${Object.keys(FOLDERS).join(', ')}, not ${only}.`);
    if (vsix !== undefined && !existsSync(vsix)) throw new Error(`There is no file ${vsix}.`);
    return { only, versions, vsix, patterns: positionals, except };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return undefined;
  }
}

/**
 * @param {Record<Kind, string[]>} files  absolute paths
 * @param {import('./host/inside.mjs').HostContext} context
 * @param {AbortSignal} signal
 * @returns {Promise<import('./host/inside.mjs').Tally>}
 */
async function runAll(files, context, signal) {
  const total = { passed: 0, failed: 0 };
  if (files.inside.length > 0) {
    const browser = await launchBrowser();
    try {
      const { passed, failed } = await runInsideTests(files.inside, context, browser, signal);
      total.passed += passed;
      total.failed += failed;
    } finally {
      await browser.close();
    }
  }
  for (const kind of /** @type {const} */ (['window', 'webview'])) {
    if (files[kind].length === 0) continue;
    const { passed, failed } = await runVitest(`${FOLDERS[kind]}/vitest.config.ts`, files[kind], context, signal);
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

/**
 * @param {Kind} kind
 * @param {readonly string[]} patterns
 * @param {readonly string[]} except
 * @returns {Promise<string[]>} absolute paths, sorted
 */
async function testFiles(kind, patterns, except) {
  const folder = path.join(root, FOLDERS[kind]);
  const files = await readdir(folder, { recursive: true });
  return files
    .map((file) => path.join(folder, file))
    .filter((file) => file.endsWith('.test.ts') && (patterns.length === 0 || patterns.some((pattern) => path.relative(root, file).includes(pattern))) && !except.some((pattern) => path.relative(root, file).includes(pattern)))
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
