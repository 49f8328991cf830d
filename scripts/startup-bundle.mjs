/**
 * One file of the many chunks that a start of the command line loads. esbuild gives each set of modules that the same verbs share a chunk of its
 * own; a verb loads thirty of them, at nearly a millisecond of processor time each.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';

/**
 * Merges, into `chunks/startup.mjs`, what the entry and some modules that are loaded later need statically. Chunks that were merged stay as files
 * that hand on what the merged one exports: each module exists once, whoever loads it.
 * @param {string} folder of the bundle; absolute
 * @param {esbuild.Metafile} metafile of the build that wrote it
 * @param {string} entry name of the bundle's entry
 * @param {readonly string[]} later sources, relative to the root, that are loaded at every such start
 */
export async function mergeStartup(folder, metafile, entry, later) {
  const outputs = new Map(Object.entries(metafile.outputs).map(([file, output]) => [path.basename(file), output]));
  const starts = [entry, ...[...outputs].filter(([, { entryPoint }]) => entryPoint !== undefined && later.includes(entryPoint)).map(([name]) => name)];
  if (starts.length !== later.length + 1) throw new Error(`Not every part of the start has a chunk: ${later.join(', ')}`);
  const merged = [...closure(outputs, starts)].filter((name) => name !== entry);
  const prefix = new Map(merged.map((name, index) => [name, `c${index}_`]));
  /** @param {string} name @param {string} from as the importing file finds the merged chunk */
  const handOn = (name, from) => `export { ${(outputs.get(name)?.exports ?? []).map((one) => `${prefix.get(name)}${one} as ${one}`).join(', ')} } from ${JSON.stringify(from)};\n`;
  const all = merged.map((name) => `export { ${(outputs.get(name)?.exports ?? []).map((one) => `${one} as ${prefix.get(name)}${one}`).join(', ')} } from ${JSON.stringify(`./${name}`)};\n`).join('');
  const chunks = path.join(folder, 'chunks');
  /** @type {esbuild.BuildOptions & { write: false }} */
  const common = { bundle: true, minify: true, format: 'esm', platform: 'node', target: 'node20.19', logLevel: 'warning', write: false, legalComments: 'none', logOverride: { 'direct-eval': 'silent' } };
  const [startup] = (await esbuild.build({ ...common, stdin: { contents: all, resolveDir: chunks }, plugins: [only((name) => prefix.has(name))] })).outputFiles;
  // Files that import merged chunks import the merged one instead.
  const others = [...outputs.keys()].filter((name) => !prefix.has(name));
  const rewritten = await Promise.all(
    others.map(async (name) => {
      const file = path.join(isAtTop(metafile, name) ? folder : chunks, name);
      const from = path.dirname(file) === chunks ? './startup.mjs' : './chunks/startup.mjs';
      if (!(outputs.get(name)?.imports ?? []).some(({ path: imported, kind }) => kind === 'import-statement' && prefix.has(path.basename(imported)))) return undefined;
      const [built] = (await esbuild.build({ ...common, entryPoints: [file], plugins: [only((imported) => prefix.has(imported), (imported) => handOn(imported, from))] })).outputFiles;
      return { file, contents: built?.contents ?? new Uint8Array() };
    }),
  );
  await writeFile(path.join(chunks, 'startup.mjs'), startup?.contents ?? '');
  await Promise.all(merged.map((name) => writeFile(path.join(chunks, name), handOn(name, './startup.mjs'))));
  for (const each of rewritten) if (each) await writeFile(each.file, each.contents);
}

/** What is loaded statically with any of them. @param {Map<string, esbuild.Metafile['outputs'][string]>} outputs @param {readonly string[]} starts */
function closure(outputs, starts) {
  const found = new Set(starts);
  for (const name of found) for (const { path: imported, kind, external } of outputs.get(name)?.imports ?? []) if (kind === 'import-statement' && external !== true) found.add(path.basename(imported));
  return found;
}

/** @param {esbuild.Metafile} metafile @param {string} name */
function isAtTop(metafile, name) {
  return Object.keys(metafile.outputs).some((file) => path.basename(file) === name && path.basename(path.dirname(file)) !== 'chunks');
}

/**
 * Everything is external but static imports of some chunks, whose content may be another.
 * @param {(name: string) => boolean} inside
 * @param {((name: string) => string)=} contents
 * @returns {esbuild.Plugin}
 */
function only(inside, contents) {
  return {
    name: 'only-some',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path: imported, kind, resolveDir }) => {
        if (kind === 'entry-point') return undefined;
        const name = path.basename(imported);
        if (kind !== 'import-statement' || !imported.startsWith('.') || !inside(name)) return { path: imported, external: true };
        return contents ? { path: name, namespace: 'handed-on' } : { path: path.join(resolveDir, imported) };
      });
      build.onLoad({ filter: /.*/, namespace: 'handed-on' }, ({ path: name }) => ({ contents: contents?.(name) ?? '', loader: 'js' }));
      build.onLoad({ filter: /\.mjs$/, namespace: 'file' }, async ({ path: file }) => ({ contents: await readFile(file, 'utf8'), loader: 'js' }));
    },
  };
}
