import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

async function checkout() {
  const root = await tempFolder();
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', '-c', 'commit.gpgsign=false', ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  for (const name of ['WI4_fix.md', 'WI5_a.md', 'WI5_b.md']) await writeFile(path.join(root, 'WIs', name), `# ${name.slice(0, 3)}: ${name}\n\n**Status**: Design\n`);
  const shown = async (...args: string[]) => {
    const { stdout } = await casebook(root, 'show', '--json', ...args);
    const { path: file, active } = JSON.parse(stdout) as { path: string; active: string | null };
    return [file, active];
  };
  return { root, git, shown };
}

describe('the active work item', () => {
  it('is the one that is chosen, until it is no more', async () => {
    const { root, shown } = await checkout();
    expect(await casebook(root, 'show')).toMatchObject({ code: 2, stderr: expect.stringContaining('casebook show REF --activate') as string });
    expect((await casebook(root, 'show', 'WI4', '--activate')).stdout).toContain('The active work item, by choice');
    expect(await readFile(path.join(root, '.casebook/active'), 'utf8')).toBe('WIs/WI4_fix.md\n');
    expect(await shown()).toEqual(['WIs/WI4_fix.md', 'choice']);
    expect(await shown('WI5_a.md')).toEqual(['WIs/WI5_a.md', null]);
    expect(await casebook(root, 'show', '--deactivate')).toMatchObject({ code: 0, stdout: '' });
    expect((await casebook(root, 'show')).code).toBe(2);
  });

  it('is the one that the branch names, before the one that is chosen', async () => {
    const { root, git, shown } = await checkout();
    await casebook(root, 'show', 'WI5_b.md', '--activate');
    git('checkout', '-q', '-b', 'fix/wi-4-race');
    expect(await shown()).toEqual(['WIs/WI4_fix.md', 'branch']);
    expect(await casebook(root, 'show', 'WI5_a.md', '--activate')).toMatchObject({ code: 0, stderr: expect.stringContaining('The branch names another work item, WIs/WI4_fix.md') as string });
    git('checkout', '-q', '-b', 'wi5');
    expect(await shown()).toEqual(['WIs/WI5_a.md', 'branch']);
    git('checkout', '-q', '-b', 'wi99');
    expect(await shown()).toEqual(['WIs/WI5_a.md', 'choice']);
  });

  it('is what the commit hook takes', async () => {
    const { root, git } = await checkout();
    await casebook(root, 'init', '--git-hook');
    await casebook(root, 'show', 'WI4', '--activate');
    git('commit', '-q', '--allow-empty', '-m', 'Mend it');
    expect(git('log', '-1', '--format=%B')).toContain('[WI4] Mend it\n\nWork Item: WI4 (WIs/WI4_fix.md)\nPhase: Design');
    expect(git('status', '--short', '--untracked-files=all')).not.toContain('active');
  });

  it.each(['../outside.md', '/etc/hosts', 'WIs/gone.md', '', 'WIs'])('is none where the choice is %j', async (choice) => {
    const { root } = await checkout();
    await writeFile(path.join(root, '.casebook/active'), `${choice}\n`);
    expect((await casebook(root, 'show')).code).toBe(2);
  });

  it('is made active and not at once', async () => {
    const { root } = await checkout();
    expect((await casebook(root, 'show', 'WI4', '--activate', '--deactivate')).code).toBe(2);
    expect((await casebook(root, 'show', '--activate')).code).toBe(2);
  });
});
