import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook, start } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

async function checkout() {
  const root = await tempFolder();
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', '-c', 'commit.gpgsign=false', ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI4_fix.md'), '# WI4: Fix\n\n**Status**: TDD/BDD\n');
  const commit = (message: string, ...args: string[]) => {
    git('commit', '-q', '--allow-empty', '-m', message, ...args);
    return git('log', '-1', '--format=%B').trimEnd();
  };
  return { root, git, commit };
}

const TRAILERS = 'Work Item: WI4 (WIs/WI4_fix.md)\nPhase: TDD/BDD';

describe('casebook init --git-hook', () => {
  it('adds the work item of the branch, else the active one, else nothing; once', async () => {
    const { root, git, commit } = await checkout();
    expect(await casebook(root, 'init', '--git-hook')).toMatchObject({ code: 0, stdout: expect.stringContaining(path.join('.git', 'hooks', 'prepare-commit-msg')) as string });
    expect((await casebook(root, 'init', '--git-hook')).code).toBe(0);
    expect(commit('On main')).toBe('On main');
    git('checkout', '-q', '-b', 'fix/wi-4-race');
    expect(commit('Mend it')).toBe(`[WI4] Mend it\n\n${TRAILERS}`);
    expect(commit('[WI4] Mend it again\n\nWith a body.\n\nSigned-off-by: S <s@example.invalid>')).toBe(`[WI4] Mend it again\n\nWith a body.\n\nSigned-off-by: S <s@example.invalid>\n${TRAILERS}`);
    git('commit', '-q', '--amend', '--allow-empty', '--no-edit');
    expect(git('log', '-1', '--format=%B').match(/Work Item:/g)).toHaveLength(1);
    git('checkout', '-q', '-b', 'wide4');
    await writeFile(path.join(root, '.casebook/active'), 'WIs/WI4_fix.md\n');
    expect(commit('Active')).toBe(`[WI4] Active\n\n${TRAILERS}`);
    git('checkout', '-q', '-b', 'wi99');
    expect(commit('Unknown')).toBe('[WI99] Unknown\n\nWork Item: WI99');
  });

  it('keeps a hook that is there: it is called first, and may refuse', async () => {
    const { root, git, commit } = await checkout();
    git('checkout', '-q', '-b', 'wi4');
    const hook = path.join(root, '.git/hooks/prepare-commit-msg');
    await mkdir(path.dirname(hook), { recursive: true });
    await writeFile(hook, '#!/bin/sh\ngrep -q refuse "$1" && exit 1\necho "by theirs" >> "$1"\n');
    await chmod(hook, 0o755);
    for (let times = 0; times < 2; times += 1) expect((await casebook(root, 'init', '--git-hook')).code).toBe(0);
    expect(commit('Both')).toBe(`[WI4] Both\nby theirs\n\n${TRAILERS}`);
    expect(() => commit('refuse this')).toThrow();
  });

  it('honours core.hooksPath and worktrees, and never blocks a commit by its own failure', async () => {
    const { root, git, commit } = await checkout();
    git('config', 'core.hooksPath', 'my hooks');
    expect((await casebook(root, 'init', '--git-hook')).code).toBe(0);
    expect(await readFile(path.join(root, 'my hooks/prepare-commit-msg'), 'utf8')).toContain('casebook');
    git('config', '--unset', 'core.hooksPath');
    git('add', '.');
    commit('Start');
    git('worktree', 'add', '-q', '-b', 'wi4', 'tree');
    const tree = path.join(root, 'tree');
    expect((await casebook(tree, 'init', '--git-hook')).stdout).toContain(path.join(root, '.git/hooks/prepare-commit-msg'));
    git('-C', tree, 'commit', '-q', '--allow-empty', '-m', 'In the tree');
    expect(git('-C', tree, 'log', '-1', '--format=%B').trimEnd()).toBe(`[WI4] In the tree\n\n${TRAILERS}`);
    const hook = path.join(root, '.git/hooks/prepare-commit-msg');
    await writeFile(hook, (await readFile(hook, 'utf8')).replace('message=$1', 'exit 7'));
    git('checkout', '-q', '-b', 'wi5');
    expect(commit('Still goes')).toBe('Still goes');
  });

  it('is refused outside a checkout, and where it would be that of all checkouts', async () => {
    const { root } = await checkout();
    const config = path.join(root, 'global-config');
    await writeFile(config, '[core]\n\thooksPath = /nowhere/hooks\n');
    expect(await start(root, ['init', '--git-hook'], { GIT_CONFIG_GLOBAL: config }).ended).toMatchObject({ code: 3, stderr: expect.stringContaining('for all checkouts') as string });
    expect(await casebook(await tempFolder(), 'init', '--git-hook')).toMatchObject({ code: 2, stderr: expect.stringContaining('git init') as string });
  });
});
