/** Runs the tests of test/host/inside/ in the extension host of a real VS Code, beside the packaged extension. */
import { on } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { copyExample } from '../example-copy.mjs';
import { run } from '../workbench/process.mjs';
import { startServer } from '../workbench/server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const extensionSource = path.join(root, 'test/host/runner-extension');

/** Ends a suite whose extension host died or hangs, in ms. Each test has its own, shorter bound. */
const SUITE_DEADLINE = 600_000;

/**
 * @typedef {import('../../test/host/runner-extension/events.js').InsideEvent} InsideEvent
 *
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 *
 * @typedef {object} HostContext
 * @property {string} workbench  folder of the installed workbench
 * @property {string} vsix       the packaged extension
 * @property {string} scratch    a folder for temporary files
 * @property {string} artefacts  where screenshots go
 */

/**
 * @param {readonly string[]} files  absolute paths of *.test.ts files; each gets a server, a window and a copy of the example of its own
 * @param {HostContext} context
 * @param {import('playwright-core').Browser} browser
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>}
 */
export async function runInsideTests(files, context, browser, signal) {
  const runner = await packageRunner(context.scratch, signal);
  const total = { passed: 0, failed: 0 };
  for (const file of files) {
    signal.throwIfAborted();
    console.log(`\n${path.relative(root, file)}`);
    const tally = await runFile(file, runner, context, browser, signal);
    if (tally.passed + tally.failed === 0) {
      console.log('  FAIL  the file registers no test');
      tally.failed += 1;
    }
    total.passed += tally.passed;
    total.failed += tally.failed;
  }
  return total;
}

/**
 * @param {string} scratch
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the .vsix of the test-only extension
 */
async function packageRunner(scratch, signal) {
  const folder = path.join(scratch, 'runner');
  await mkdir(folder, { recursive: true });
  const manifest = path.join(extensionSource, 'package.json');
  await esbuild.build({ ...BUNDLE, entryPoints: [path.join(extensionSource, 'extension.ts')], outfile: path.join(folder, 'extension.cjs') });
  await esbuild.build({ entryPoints: [manifest], outfile: path.join(folder, 'package.json'), loader: { '.json': 'copy' } });
  const vsix = path.join(scratch, 'runner.vsix');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  await run(process.execPath, [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '-o', vsix], { cwd: folder }, signal);
  return vsix;
}

/** @type {esbuild.BuildOptions} */
const BUNDLE = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'], logLevel: 'warning' };

/**
 * @param {string} file
 * @param {string} scratch
 * @returns {Promise<string>} the bundle; its source map lies beside it
 */
async function bundleSuite(file, scratch) {
  const outfile = path.join(scratch, 'suites', `${path.basename(file, '.test.ts')}.cjs`);
  const contents = `import ${JSON.stringify(file)};\nexport { run } from './runner.js';\n`;
  const inside = path.join(root, 'test/host/inside');
  await esbuild.build({ ...BUNDLE, stdin: { contents, resolveDir: inside, sourcefile: path.join(inside, 'entry.ts'), loader: 'ts' }, outfile, sourcemap: 'external', absWorkingDir: root });
  return outfile;
}

/**
 * @param {string} file
 * @param {string} runner
 * @param {HostContext} context
 * @param {import('playwright-core').Browser} browser
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>}
 */
async function runFile(file, runner, { workbench, vsix, scratch, artefacts }, browser, signal) {
  const bundle = await bundleSuite(file, scratch);
  const results = `${bundle}.ndjson`;
  await writeFile(results, '');
  const trust = file.endsWith('.restricted.test.ts') ? 'restricted' : 'granted';
  const copy = await copyExample(signal);
  try {
    const env = { CASEBOOK_HOST_SUITE: bundle, CASEBOOK_HOST_RESULTS: results };
    const server = await startServer({ workbench, extensions: [vsix, runner], trust, env }, signal);
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      try {
        await page.goto(server.urlOf(copy.dir));
        // What the window shows when a test has failed tells of a question that nobody answers.
        const onFail = async (/** @type {string} */ name) => {
          const picture = path.join(artefacts, `failed-${path.basename(file, '.test.ts')}-${name.replace(/[^\w]+/g, '-').slice(0, 60)}.png`);
          await page.screenshot({ path: picture });
          console.log(`        window: ${picture}`);
        };
        return await follow(results, bundle, onFail, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        const picture = path.join(artefacts, `failed-${path.basename(file, '.test.ts')}.png`);
        await page.screenshot({ path: picture });
        const log = await readFile(server.logFile, 'utf8');
        console.log(`  FAIL  the suite did not run to its end. ${messageOf(error)}\n        window: ${picture}\n${indent(log.slice(-4_000))}`);
        return { passed: 0, failed: 1 };
      } finally {
        await page.close();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await copy.dispose();
  }
}

/**
 * Reads the events as they are written, and prints each outcome.
 * @param {string} results
 * @param {string} bundle
 * @param {(name: string) => Promise<void>} onFail  hears of each test that failed
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>} after the suite's `end`
 */
async function follow(results, bundle, onFail, signal) {
  const deadline = AbortSignal.timeout(SUITE_DEADLINE);
  const tally = { passed: 0, failed: 0 };
  let running = 'before the first test';
  let read = 0;
  const watcher = watch(results);
  try {
    // Listening starts before the first read, so that nothing is written unseen in between.
    const changes = on(watcher, 'change', { signal: AbortSignal.any([signal, deadline]), close: ['close'] });
    do {
      const text = await readFile(results, 'utf8');
      const complete = text.slice(read, text.lastIndexOf('\n') + 1);
      read += complete.length;
      for (const line of complete.split('\n').filter((one) => one !== '')) {
        const event = /** @type {InsideEvent} */ (JSON.parse(line));
        if (event.event === 'end') return tally;
        if (event.event === 'broken') throw new Error(`${running}: ${await mapped(event.stack, bundle)}`);
        if (event.event === 'begin') continue;
        running = event.name;
        await count(event, tally, bundle);
        if (event.event === 'fail') await onFail(event.name);
      }
    } while (!(await changes.next()).done);
  } catch (error) {
    if (!deadline.aborted) throw error;
  } finally {
    watcher.close();
  }
  throw new Error(`${running}: no end after ${SUITE_DEADLINE} ms.`);
}

/**
 * @param {Extract<InsideEvent, { name: string }>} event
 * @param {Tally} tally
 * @param {string} bundle
 */
async function count(event, tally, bundle) {
  if (event.event === 'start') return;
  const line = `${event.name} (${Math.round(event.durationMs)} ms)`;
  if (event.event === 'pass') {
    tally.passed += 1;
    console.log(`  pass  ${line}`);
  } else {
    tally.failed += 1;
    console.log(`  FAIL  ${line}\n${indent(await mapped(event.stack, bundle))}`);
  }
}

/**
 * @param {string} stack
 * @param {string} bundle
 * @returns {Promise<string>} the stack with the places in the bundle replaced by those in the sources
 */
async function mapped(stack, bundle) {
  const map = new SourceMap(JSON.parse(await readFile(`${bundle}.map`, 'utf8')));
  return stack.replace(/(?:file:\/\/)?(\/[^\s():]+):(\d+):(\d+)/g, (place, file, line, column) => {
    if (file !== bundle) return place;
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) return place;
    return `${path.relative(root, path.resolve(path.dirname(bundle), entry.originalSource))}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {string} text */
const indent = (text) => text.replace(/^/gm, '        ');
