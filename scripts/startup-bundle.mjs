/**
 * One file of the many chunks that a start of the command line loads. esbuild gives each set of modules that the same verbs share a chunk of its
 * own; a verb loads thirty of them, at nearly a millisecond of processor time each. It is CommonJS: Node's loader of ES modules takes some 10 ms more,
 * and code that was compiled before can be given for no ES module.
 */
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';

/** Loads an ES module from `startup.cjs`. A file of its own: compiled code that was kept has no `import` of its own, and few starts need it. */
const LATER = 'later.cjs';

/**
 * Merges, into `chunks/startup.cjs`, what the entry and some modules that are loaded later need statically. Chunks that were merged stay as files
 * that hand on what the merged one exports: each module exists once, whoever loads it.
 * @param {string} folder of the bundle; absolute
 * @param {esbuild.Metafile} metafile of the build that wrote it
 * @param {string} entry name of the bundle's entry, which is merged as well, and removed
 * @param {readonly string[]} later sources, relative to the root, that are loaded at every such start
 * @returns {Promise<string>} hash of what was merged, in 16 hexadecimal digits
 */
export async function mergeStartup(folder, metafile, entry, later) {
  const outputs = new Map(Object.entries(metafile.outputs).map(([file, output]) => [path.basename(file), output]));
  const starts = [entry, ...[...outputs].filter(([, { entryPoint }]) => entryPoint !== undefined && later.includes(entryPoint)).map(([name]) => name)];
  if (starts.length !== later.length + 1) throw new Error(`Not every part of the start has a chunk: ${later.join(', ')}`);
  const merged = [...closure(outputs, starts)];
  const prefix = new Map(merged.map((name, index) => [name, `c${index}_`]));
  const chunks = path.join(folder, 'chunks');
  const fileOf = (/** @type {string} */ name) => path.join(isAtTop(metafile, name) ? folder : chunks, name);
  /** @param {string} name @param {string} from as the importing file finds the merged chunk */
  const handOn = (name, from) => `export { ${exportsOf(name).map((one) => `${prefix.get(name)}${one} as ${one}`).join(', ')} } from ${JSON.stringify(from)};\n`;
  const exportsOf = (/** @type {string} */ name) => outputs.get(name)?.exports ?? [];
  const names = merged.flatMap((name) => exportsOf(name).map((one) => `${prefix.get(name)}${one}`));
  const all = merged.map((name) => `export { ${exportsOf(name).map((one) => `${one} as ${prefix.get(name)}${one}`).join(', ')}${name === entry ? ', start' : ''} } from ${JSON.stringify(fileOf(name))};\n`).join('');
  /** @type {esbuild.BuildOptions & { write: false }} */
  const common = { bundle: true, minify: true, platform: 'node', target: 'node20.19', logLevel: 'warning', write: false, legalComments: 'none', logOverride: { 'direct-eval': 'silent' } };
  const [startup] = (
    await esbuild.build({
      ...common,
      format: 'cjs',
      stdin: { contents: all, resolveDir: chunks },
      define: { 'import.meta.url': 'startupUrl' },
      banner: { js: 'const startupUrl=require("node:url").pathToFileURL(__filename).href,later=(name)=>require("./later.cjs")(name);' },
      plugins: [only((name) => prefix.has(name), { load: (file) => withLater(file, outputs, (name) => prefix.has(name)) })],
    })
  ).outputFiles;
  // Files that import merged chunks import the merged one instead.
  const others = [...outputs.keys()].filter((name) => !prefix.has(name));
  const rewritten = await Promise.all(
    others.map(async (name) => {
      const file = fileOf(name);
      const from = path.dirname(file) === chunks ? './startup.mjs' : './chunks/startup.mjs';
      if (!importsOf(outputs, name, 'import-statement').some((imported) => prefix.has(imported))) return undefined;
      const [built] = (await esbuild.build({ ...common, format: 'esm', entryPoints: [file], plugins: [only((imported) => prefix.has(imported), { handOn: (imported) => handOn(imported, from) })] })).outputFiles;
      return { file, contents: built?.contents ?? new Uint8Array() };
    }),
  );
  const contents = startup?.contents ?? new Uint8Array();
  // Code that is kept cannot load by `import`: see `later`.
  const left = /\bimport\(.{0,40}/.exec(startup?.text ?? '');
  if (left) throw new Error(`What is loaded at every start may load no module by ${left[0]}: take process.getBuiltinModule for Node's own.`);
  await writeFile(path.join(chunks, 'startup.cjs'), contents);
  await writeFile(path.join(chunks, LATER), 'module.exports = (name) => import(name);\n');
  await writeFile(path.join(chunks, 'startup.mjs'), `export const { ${names.join(', ')} } = process.getBuiltinModule('node:module').createRequire(import.meta.url)('./startup.cjs');\n`);
  await Promise.all(merged.filter((name) => name !== entry).map((name) => writeFile(path.join(chunks, name), handOn(name, './startup.mjs'))));
  await rm(path.join(folder, entry));
  for (const each of rewritten) if (each) await writeFile(each.file, each.contents);
  return createHash('sha256').update(contents).digest('hex').slice(0, 16);
}

/** @param {Map<string, esbuild.Metafile['outputs'][string]>} outputs @param {string} name @param {esbuild.ImportKind} kind @returns names of chunks */
function importsOf(outputs, name, kind) {
  return (outputs.get(name)?.imports ?? []).filter((one) => one.kind === kind && one.external !== true).map((one) => path.basename(one.path));
}

/** What is loaded statically with any of them. @param {Map<string, esbuild.Metafile['outputs'][string]>} outputs @param {readonly string[]} starts */
function closure(outputs, starts) {
  const found = new Set(starts);
  for (const name of found) for (const imported of importsOf(outputs, name, 'import-statement')) found.add(imported);
  return found;
}

/** @param {esbuild.Metafile} metafile @param {string} name */
function isAtTop(metafile, name) {
  return Object.keys(metafile.outputs).some((file) => path.basename(file) === name && path.basename(path.dirname(file)) !== 'chunks');
}

/**
 * A chunk that loads others by `later`, relative to their folder, unless they are merged as well.
 * @param {string} file @param {Map<string, esbuild.Metafile['outputs'][string]>} outputs @param {(name: string) => boolean} inside
 */
async function withLater(file, outputs, inside) {
  let text = await readFile(file, 'utf8');
  for (const name of new Set(importsOf(outputs, path.basename(file), 'dynamic-import'))) {
    if (inside(name)) continue;
    const found = new RegExp(`\\bimport\\("\\./(?:chunks/)?${name.replaceAll('.', '\\.')}"\\)`, 'g');
    if (!found.test(text)) throw new Error(`${file} loads ${name} in a way that is not known.`);
    text = text.replace(found, `later("./${name}")`);
  }
  return text;
}

/**
 * Everything is external but imports of some chunks, whose content may be another.
 * @param {(name: string) => boolean} inside
 * @param {{ handOn?: (name: string) => string, load?: (file: string) => Promise<string> }} contents dynamic imports are inside only with `load`
 * @returns {esbuild.Plugin}
 */
function only(inside, { handOn, load }) {
  return {
    name: 'only-some',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path: imported, kind, resolveDir }) => {
        if (kind === 'entry-point') return undefined;
        const name = path.basename(imported);
        const wanted = kind === 'import-statement' || (kind === 'dynamic-import' && load !== undefined);
        if (!wanted || !/^[./]/.test(imported) || !inside(name)) return { path: imported, external: true };
        return handOn ? { path: name, namespace: 'handed-on' } : { path: path.resolve(resolveDir, imported) };
      });
      if (handOn) build.onLoad({ filter: /.*/, namespace: 'handed-on' }, ({ path: name }) => ({ contents: handOn(name), loader: 'js' }));
      build.onLoad({ filter: /\.mjs$/, namespace: 'file' }, async ({ path: file }) => ({ contents: await (load ? load(file) : readFile(file, 'utf8')), loader: 'js' }));
    },
  };
}
