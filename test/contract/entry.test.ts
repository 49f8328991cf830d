/** The extension's entry is small, since every window that has work items waits for it. */
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { expect, test } from 'vitest';

/** DESIGN 6, bytes. */
const MAX_ENTRY = 120 * 1024;

const project = fileURLToPath(new URL('../../', import.meta.url));

/** As scripts/build.mjs makes it: the engine and what commands do are bundles of their own. */
async function entry(): Promise<{ bytes: number; inputs: string[] }> {
  const { metafile } = await esbuild.build({
    absWorkingDir: project,
    entryPoints: ['src/vscode/extension.ts'],
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    external: ['vscode'],
    plugins: [{ name: 'loaded-later', setup: (build) => build.onResolve({ filter: /\/(?:engine|actions)\.js$/ }, ({ path }) => ({ path, external: true })) }],
    outdir: 'dist',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  return { bytes: Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0), inputs: Object.keys(metafile.inputs) };
}

test('the entry holds code of the extension and the messages only; the core, Node’s ports and the parsers come with the engine', async () => {
  const { bytes, inputs } = await entry();
  expect(inputs).toContain('src/vscode/extension.ts');
  // A second copy of the core would also have a second class for each error, which `instanceof` does not know.
  expect(inputs.filter((input) => !/^src\/(?:vscode|protocol)\//.test(input))).toEqual([]);
  expect(bytes).toBeLessThanOrEqual(MAX_ENTRY);
});
