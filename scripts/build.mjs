/** Makes the production bundles in dist/. `--watch` rebuilds on change, `--dev` keeps names readable. */
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { LEFT_BEHIND } from './example-copy.mjs';
import { mergeStartup } from './startup-bundle.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
/** Built beside and moved into place, so that whoever runs `dist` meanwhile finds it whole. */
const fresh = path.join(root, `dist.${process.pid}.tmp`);
const watch = process.argv.includes('--watch');
const dev = watch || process.argv.includes('--dev');
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: !dev,
  sourcemap: dev,
  keepNames: !dev,
  legalComments: 'none',
  // Its main file is UMD, whose requires cannot be bundled.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  logLevel: 'warning',
  define: { CASEBOOK_VERSION: JSON.stringify(version) },
};

/** What a probe of an endpoint loads beyond the command line itself: it is the verb that is called most often, and by scripts. */
const STARTUP = ['src/cli/verbs/probe.ts'];

/** The extension's entry loads the engine (parsers, remark, gray-matter) and what commands do on first use: bundles of their own, beside it. */
/** @type {esbuild.Plugin} */
const loadedLater = {
  name: 'loaded-later',
  setup(build) {
    build.onResolve({ filter: /\/(?:engine|actions)\.js$/ }, ({ path: file }) => ({ path: `./${path.basename(file, '.js')}.cjs`, external: true }));
  },
};

/** As a namespace each file would get a copy of the API with a getter for each of its members: nearly sixty of them were most of what a start took. */
/** @type {esbuild.Plugin} */
const apiAsItIs = {
  name: 'api-as-it-is',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]vscode[\\/].*\.ts$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')).replace(/^import \* as vscode from 'vscode';$/m, "import vscode = require('vscode');"),
      loader: 'ts',
    }));
  },
};

/** Commander loads it at each start, for verbs that are programs of their own: Casebook has none. */
/** @type {esbuild.Plugin} */
const noProgramsAsVerbs = {
  name: 'no-programs-as-verbs',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) => (/[\\/]node_modules[\\/]commander[\\/]/.test(importer) ? { path: 'none', namespace: 'none' } : undefined));
    build.onLoad({ filter: /^none$/, namespace: 'none' }, () => ({ contents: '' }));
  },
};

/**
 * What starts the command line, `casebook.cjs`. @param {string | undefined} hash of what was merged, if it was @param {string} outdir
 * @returns {esbuild.BuildOptions}
 */
const launcher = (hash, outdir) => ({ ...common, entryPoints: { casebook: 'src/cli/launch.ts' }, outdir, outExtension: { '.js': '.cjs' }, platform: 'node', target: 'node20.19', format: 'cjs', define: { ...common.define, CASEBOOK_STARTUP: JSON.stringify(hash) ?? 'undefined' } });

/** @type {esbuild.BuildOptions[]} */
const bundles = [
  {
    ...common,
    entryPoints: { main: 'src/cli/main.ts', guardian: 'src/node/process/guardianMain.ts', logWorker: 'src/node/logs/worker.ts' },
    outdir: 'dist/cli',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    splitting: true,
    plugins: [noProgramsAsVerbs],
    chunkNames: 'chunks/[name]-[hash]',
    // Bundled CommonJS packages call require for Node built-ins. Not createRequire: it would take a fraction of a millisecond in each of the chunks.
    banner: { js: 'const require = (name) => process.getBuiltinModule(name);' },
  },
  ...['src/vscode/extension.ts', 'src/vscode/commands/actions.ts'].map((entry) => (/** @type {esbuild.BuildOptions} */ ({ ...common, entryPoints: { [path.basename(entry, '.ts')]: entry }, outdir: 'dist', outExtension: { '.js': '.cjs' }, platform: 'node', target: 'node20.19', format: 'cjs', external: ['vscode'], plugins: [loadedLater, apiAsItIs] }))),
  { ...common, entryPoints: { engine: 'src/vscode/engine.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' }, platform: 'node', target: 'node20.19', format: 'cjs', external: ['vscode'] },
  { ...common, entryPoints: { preview: 'src/vscode/preview/evidenceContainers.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' }, platform: 'node', target: 'node20.19', format: 'cjs' },
  { ...common, entryPoints: { main: 'webview/main.ts', style: 'webview/style.css' }, outdir: 'dist/webview', platform: 'browser', target: 'es2022', format: 'iife' },
];

const target = watch ? dist : fresh;
await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await cp(path.join(root, 'templates'), path.join(target, 'templates'), { recursive: true });
await cp(path.join(root, 'docs/rules'), path.join(target, 'rules'), { recursive: true });
await cp(path.join(root, 'src/node/run/warm/drivers'), path.join(target, 'cli/drivers'), { recursive: true });
await cp(path.join(root, 'src/core/config.schema.json'), path.join(target, 'config.schema.json'));
await cp(path.join(root, 'examples/orders'), path.join(target, 'example'), { recursive: true, filter: (from) => !LEFT_BEHIND.has(path.basename(from)) });
if (watch) {
  const contexts = await Promise.all([...bundles, launcher(undefined, 'dist/cli')].map((bundle) => esbuild.context(bundle)));
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('Watching; Ctrl-C ends it.');
} else {
  try {
    const [cli] = await Promise.all(bundles.map((bundle) => esbuild.build({ ...bundle, metafile: true, outdir: path.join(target, path.relative('dist', bundle.outdir ?? 'dist')) })));
    const merged = cli?.metafile && !dev ? await mergeStartup(path.join(target, 'cli'), cli.metafile, 'main.mjs', STARTUP) : undefined;
    await esbuild.build(launcher(merged, path.join(target, 'cli')));
    await rm(dist, { recursive: true, force: true });
    await rename(fresh, dist);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
