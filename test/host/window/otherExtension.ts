/** Packages the test-only extension that stands for somebody else's tests, for windows that have it installed. */
import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { run } from '../../../scripts/workbench/process.mjs';

const source = fileURLToPath(new URL('../other-extension', import.meta.url));
const vsce = fileURLToPath(new URL('../../../node_modules/@vscode/vsce/vsce', import.meta.url));

/** The path of its .vsix, in the folder for temporary files, which goes with the tests. */
export async function packageOtherExtension(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'other-'));
  await esbuild.build({ entryPoints: [path.join(source, 'extension.ts')], outfile: path.join(folder, 'extension.cjs'), bundle: true, platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'], logLevel: 'warning' });
  await copyFile(path.join(source, 'package.json'), path.join(folder, 'package.json'));
  const vsix = path.join(folder, 'other.vsix');
  await run(process.execPath, [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '-o', vsix], { cwd: folder });
  return vsix;
}
