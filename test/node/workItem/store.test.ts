import { execFileSync } from 'node:child_process';
import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listWorkItems, resolveReference } from '../../../src/node/workItem/store.js';
import { openWorkspace } from '../../../src/node/workspace.js';
import { tempFolder } from '../../support/temp.js';

async function workspaceWith(files: Readonly<Record<string, string | Uint8Array>>) {
  const root = await tempFolder();
  for (const [file, content] of Object.entries({ '.casebook/.keep': '', ...files })) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content);
  }
  return openWorkspace(root);
}

describe('the work items of a workspace', () => {
  it('are listed with their alias, phase and state, archived ones as closed, unreadable ones with the reason', async () => {
    const workspace = await workspaceWith({
      'WIs/WI2_b.md': '# WI2: Second\n**Status**: Design\n\n## Phase 1: Investigation\nfound it\n',
      'WIs/WI10_c.md': '---\ntitle: Tenth\nstatus: Investigation\n---\n',
      'WIs/archive/WI1_a.md': '# WI1: First\n**Status**: Design\n',
      'WIs/WI3_latin1.md': new Uint8Array([0xe9, 0x0a]),
      'WIs/README.md': '# not one\n',
      'WIs/notes.txt': 'neither\n',
    });
    const entries = await listWorkItems(workspace);
    expect(entries.map(({ path: file, summary, problem }) => `${file} ${summary?.alias ?? '-'} ${summary?.phase ?? '-'} ${problem === undefined ? '' : 'problem'}`.trim())).toEqual([
      'WIs/archive/WI1_a.md WI1 Closed',
      'WIs/WI2_b.md WI2 Design',
      'WIs/WI3_latin1.md - - problem',
      'WIs/WI10_c.md WI10 Investigation',
    ]);
    expect(entries[1]?.summary?.phases.slice(0, 2).map(({ state }) => state)).toEqual(['filled', 'missing']);
  });

  it('are listed where one is a link to itself: that one with the reason', async () => {
    const workspace = await workspaceWith({ 'WIs/WI1_a.md': '# WI1: First\n' });
    await symlink('loop.md', path.join(workspace.root, 'WIs/loop.md'));
    const entries = await listWorkItems(workspace);
    expect(entries.map(({ path: file, problem }) => [file, problem !== undefined])).toEqual([['WIs/loop.md', true], ['WIs/WI1_a.md', false]]);
  });

  it('leave nothing for git when they were listed', async () => {
    const workspace = await workspaceWith({ 'WIs/WI1_a.md': '# WI1: First\n' });
    const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: workspace.root, encoding: 'utf8' });
    git('init', '-q');
    git('add', '-A');
    await utimes(path.join(workspace.root, 'WIs/WI1_a.md'), 1_700_000_000, 1_700_000_000);
    await listWorkItems(workspace);
    expect(git('status', '--porcelain', '--ignored')).toContain('!! .casebook/cache/');
    expect(git('ls-files', '--others', '--exclude-standard')).toBe('');
  });

  it('are found by path, file name and alias, and an ambiguous alias is refused with its candidates', async () => {
    const workspace = await workspaceWith({ 'WIs/WI4_a.md': '# A\n', 'WIs/old/WI4_b.md': '# B\n', 'WIs/WI5_c.md': '# C\n', 'WIs/other.md': '---\nartifact_id: WI-WB-0003\n---\n' });
    const find = (reference: string, cwd = workspace.root) => resolveReference(workspace, reference, cwd);
    await expect(find('WI5')).resolves.toBe('WIs/WI5_c.md');
    await expect(find('wi5')).resolves.toBe('WIs/WI5_c.md');
    await expect(find('WI5_c')).resolves.toBe('WIs/WI5_c.md');
    await expect(find('WI-WB-0003')).resolves.toBe('WIs/other.md');
    await expect(find('WI5_c.md', path.join(workspace.root, 'WIs'))).resolves.toBe('WIs/WI5_c.md');
    await expect(find('WI4')).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(/2 work items: .*WI4_b\.md.*WI4_a\.md/) as string });
    await expect(find('WI99')).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('casebook list') as string });
  });

  it('lie where the configuration says, and a wrong configuration is refused with the place', async () => {
    const configured = await workspaceWith({ '.casebook/config.json': '{"workItems":{"folders":["docs/items"],"closedWords":["binned"]}}', 'docs/items/x.md': '# X\n**Status**: binned\n' });
    expect((await listWorkItems(configured)).map(({ summary }) => summary?.phase)).toEqual(['Closed']);
    await expect(workspaceWith({ '.casebook/config.json': '{"workItems":{"folders":["../out"]}}' })).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('workItems.folders.0') as string });
    await expect(workspaceWith({ '.casebook/config.json': '{' })).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('not valid JSON') as string });
  });
});
