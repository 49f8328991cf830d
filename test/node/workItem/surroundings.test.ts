import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { surroundingsOf } from '../../../src/node/workItem/surroundings.js';
import { openWorkspace } from '../../../src/node/workspace.js';
import { tempFolder } from '../../support/temp.js';

const none = new AbortController().signal;

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await tempFolder();
  for (const [file, content] of Object.entries({ '.casebook/config.json': '{}', ...files })) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content);
  }
  return root;
}

const around = async (root: string) => surroundingsOf(await openWorkspace(root), none);

describe('what is around a work item', () => {
  it('says what is there, and nothing of what lies outside', async () => {
    const outside = await folder({ 'secret.txt': 'x' });
    const root = await folder({ 'src/a.ts': 'x' });
    await symlink(outside, path.join(root, 'out'));
    await symlink(path.join(root, 'src'), path.join(root, 'in'));
    const { exists } = await around(root);
    expect(['src/a.ts', 'src', 'in/a.ts'].map(exists)).toEqual([true, true, true]);
    expect(['src/b.ts', 'nowhere/b.ts', 'in/b.ts', 'src/a.ts/deeper'].map(exists)).toEqual([false, false, false, false]);
    expect([`../${path.basename(outside)}/secret.txt`, '../nowhere', 'out', 'out/secret.txt', 'out/nothing.txt'].map(exists)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('says nothing of what would lie in an empty folder, where a submodule is not checked out', async () => {
    const root = await folder({ 'src/a.ts': 'x' });
    await mkdir(path.join(root, 'vendor/lib'), { recursive: true });
    const { exists } = await around(root);
    expect(['vendor/lib/src/x.c', 'vendor/lib/x.c', 'vendor/other/x.c', 'vendor/lib'].map(exists)).toEqual([undefined, undefined, false, true]);
  });

  it('counts the lines of text only', async () => {
    const root = await folder({ 'none.txt': '', 'open.txt': 'a\nb', 'closed.txt': 'a\nb\n', 'crlf.txt': 'a\r\nb\r\n', 'binary.txt': 'a\u0000\n' });
    const { lineCount } = await around(root);
    expect(['none.txt', 'open.txt', 'closed.txt', 'crlf.txt', 'binary.txt', 'gone.txt', '.', '../x'].map(lineCount)).toEqual([0, 2, 2, 2, undefined, undefined, undefined, undefined]);
  });

  it.each([false, true])('knows files by the end of their paths (git: %s)', async (versioned) => {
    const root = await folder({ 'services/store/orders.go': 'x', 'node_modules/a/index.js': 'x', '.gitignore': 'node_modules\n' });
    if (versioned) await promisify(execFile)('git', ['init', '-q'], { cwd: root });
    const { endsSo } = await around(root);
    expect(['orders.go', 'store/orders.go', 'services/store/orders.go'].map(endsSo)).toEqual([true, true, true]);
    expect(['rders.go', 'other/orders.go', 'index.js'].map(endsSo)).toEqual([false, false, false]);
  });

  it('knows a run by its ledger', async () => {
    const root = await folder({ '.casebook/runs/20260127-140233-a3f9/run.json': '{}' });
    const { hasLedger } = await around(root);
    expect(hasLedger('20260127-140233-a3f9')).toBe(true);
    expect(hasLedger('20260127-140233-ffff')).toBe(false);
  });

  it('knows which commit of the branch came later, where there are runs', async () => {
    const root = await folder({ 'a.ts': 'x' });
    const git = async (...args: string[]) => (await promisify(execFile)('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root })).stdout.trim();
    await git('init', '-q');
    const commits: string[] = [];
    for (const message of ['one', 'two', 'three']) {
      await git('commit', '-q', '--allow-empty', '-m', message);
      commits.push(await git('rev-parse', 'HEAD'));
    }
    const [first = '', , third = ''] = commits;
    const without = await around(root);
    expect(without.isLater(third, first)).toBeUndefined();
    await mkdir(path.join(root, '.casebook/runs/20260127-140233-a3f9'), { recursive: true });
    const { isLater } = await around(root);
    expect([isLater(third, first), isLater(third.slice(0, 7), first.slice(0, 12).toUpperCase()), isLater(first, third), isLater(first, first)]).toEqual([true, true, false, false]);
    expect([isLater('abcdef1', first), isLater(first, 'abcdef1'), isLater('--all', first)]).toEqual([undefined, undefined, undefined]);
  });
});
