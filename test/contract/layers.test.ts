/** The dependency rules hold, and each of them bites: a planted violation of each is refused. */
import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile, copyFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp.js';

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, '../..');

const ok = 'export const x = 1;\n';

/** The names of the rules that dependency-cruiser finds broken in a tree of files. */
async function brokenRules(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = await tempFolder();
  // tsconfig.json wants at least one file below src.
  for (const [file, content] of Object.entries({ 'src/protocol/always.ts': ok, ...files })) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), content);
  }
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) await copyFile(path.join(ROOT, file), path.join(folder, file));
  await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  const folders = [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? ''))];
  const { stdout } = await run(process.execPath, [path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', '--output-type', 'json', '--preserve-symlinks', ...folders], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: unknown) => error as { stdout: string });
  const report = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(report.summary.violations.map(({ rule }) => rule.name))].sort();
}

describe('the dependency rules', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['protocol-imports-nothing', { 'src/protocol/a.ts': "import { x } from '../core/b.js';\nexport const y = x;\n", 'src/core/b.ts': ok }],
    ['core-is-pure', { 'src/core/a.ts': "import fs from 'node:fs';\nexport const y = fs;\n" }],
    ['core-is-pure', { 'src/core/a.ts': "import { x } from '../node/b.js';\nexport const y = x;\n", 'src/node/b.ts': ok }],
    ['core-is-pure', { 'src/core/a.ts': "import { Command } from 'commander';\nexport const y = Command;\n" }],
    ['node-on-core', { 'src/node/a.ts': "import { x } from '../cli/b.js';\nexport const y = x;\n", 'src/cli/b.ts': ok }],
    ['cli-on-core-and-node', { 'src/cli/a.ts': "import { x } from '../vscode/b.js';\nexport const y = x;\n", 'src/vscode/b.ts': ok }],
    ['vscode-on-core-and-node', { 'src/vscode/a.ts': "import { x } from '../../webview/b.js';\nexport const y = x;\n", 'webview/b.ts': ok }],
    ['webview-on-protocol-and-report', { 'webview/a.ts': "import { x } from '../src/core/run/b.js';\nexport const y = x;\n", 'src/core/run/b.ts': ok }],
    ['vscode-only-in-the-extension', { 'src/node/a.ts': "import type { Uri } from 'vscode';\nexport type Y = Uri;\n" }],
    ['gray-matter-in-one-file', { 'src/core/a.ts': "import matter from 'gray-matter';\nexport const y = matter;\n" }],
    ['remark-in-one-file', { 'src/core/a.ts': "import { remark } from 'remark';\nexport const y = remark;\n" }],
    ['toolkit-in-one-file', { 'webview/a.ts': "import { vsCodeButton } from '@vscode/webview-ui-toolkit';\nexport const y = vsCodeButton;\n" }],
    ['no-cycles', { 'src/core/a.ts': "import { z } from './b.js';\nexport const y = () => z;\n", 'src/core/b.ts': "import { y } from './a.js';\nexport const z = () => y;\n" }],
    ['nothing-imports-test', { 'src/core/a.ts': "import { x } from '../../test/b.js';\nexport const y = x;\n", 'test/b.ts': ok }],
  ])('%s refuses a planted violation', async (rule, files) => {
    expect(await brokenRules(files)).toContain(rule);
  });

  it('accept what is allowed', async () => {
    expect(
      await brokenRules({
        'src/protocol/a.ts': ok,
        'src/core/report/b.ts': "import { x } from '../../protocol/a.js';\nimport MiniSearch from 'minisearch';\nexport const y = [x, MiniSearch];\n",
        'src/core/workItem/structure.ts': "import { remark } from 'remark';\nexport const r = remark;\n",
        'src/node/c.ts': "import fs from 'node:fs';\nimport { y } from '../core/report/b.js';\nexport const z = [fs, y];\n",
        'src/vscode/d.ts': "import * as vscode from 'vscode';\nimport { z } from '../node/c.js';\nexport const u = [vscode, z];\n",
        'webview/e.ts': "import { x } from '../src/protocol/a.js';\nexport const t = x;\n",
      }),
    ).toEqual([]);
  });
});
