import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/core/config.js';
import { activeWorkItem, setActive } from '../../../src/node/workItem/active.js';
import { headFile } from '../../../src/node/workItem/headFile.js';

const { signal } = new AbortController();
let root = '';
const git = (...args: readonly string[]) => execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', '-c', 'commit.gpgsign=false', ...args], { cwd: root, stdio: 'pipe' });

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'cb-active-'));
  await mkdir(path.join(root, 'WIs'));
  for (const number of [1, 2]) await writeFile(path.join(root, `WIs/WI${number}_t.md`), `# WI${number}: t\n`);
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('the branch goes before the choice; where git may not be asked, the choice alone counts', async () => {
  const workspace = { root, config: DEFAULT_CONFIG };
  git('init', '-q', '-b', 'fix/wi2-race');
  await setActive(workspace, 'WIs/WI1_t.md');
  expect(await activeWorkItem(workspace, signal)).toEqual({ path: 'WIs/WI2_t.md', by: 'branch' });
  expect(await activeWorkItem(workspace, signal, 'choice')).toEqual({ path: 'WIs/WI1_t.md', by: 'choice' });
  await setActive(workspace, undefined);
  expect(await activeWorkItem(workspace, signal, 'choice')).toBeUndefined();
});

it('HEAD is found above the root, and of a linked worktree where git keeps it', async () => {
  expect(await headFile(root)).toBeUndefined();
  git('init', '-q', '-b', 'main');
  git('commit', '-q', '--allow-empty', '-m', 'x');
  expect(await headFile(path.join(root, 'WIs'))).toBe(path.join(root, '.git/HEAD'));
  git('worktree', 'add', '-q', '-b', 'fix/wi1', 'tree');
  const linked = await headFile(path.join(root, 'tree'));
  expect(linked).toBe(path.join(root, '.git/worktrees/tree/HEAD'));
  expect(await readFile(linked ?? '', 'utf8')).toBe('ref: refs/heads/fix/wi1\n');
});
