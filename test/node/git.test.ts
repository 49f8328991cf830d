import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, rename, rm, stat, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { filesOnBranches, gitState } from '../../src/node/git.js';
import { tempFolder } from '../support/temp.js';

const never = new AbortController().signal;
let top: string;

function git(...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'commit.gpgsign=false', ...args], { cwd: top, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

async function file(name: string, content: string): Promise<void> {
  await mkdir(path.dirname(path.join(top, name)), { recursive: true });
  await writeFile(path.join(top, name), content);
}

async function hash(exclude: readonly string[] = []): Promise<string | undefined> {
  return (await gitState(top, exclude, never))?.diffHash;
}

beforeEach(async () => {
  top = await tempFolder();
  git('init', '-q', '-b', 'main');
  await file('src/a.ts', 'a\n');
  await file('src/b.ts', 'b\n');
  git('add', '.');
  git('commit', '-qm', 'first');
});

describe('the state of a checkout', () => {
  it('names the commit and the branch, and is clean', async () => {
    expect(await gitState(top, [], never)).toEqual({ commit: git('rev-parse', 'HEAD'), branch: 'main', prefix: '', dirty: false });
    expect(await gitState(path.join(top, 'src'), [], never)).toMatchObject({ dirty: false, prefix: 'src' });
  });

  it('has no branch where HEAD is detached', async () => {
    git('checkout', '-q', '--detach');
    expect(await gitState(top, [], never)).toEqual({ commit: git('rev-parse', 'HEAD'), prefix: '', dirty: false });
  });

  it('is undefined outside a checkout, before the first commit, and when it is cancelled', async () => {
    const empty = await tempFolder();
    expect(await gitState(empty, [], never)).toBeUndefined();
    execFileSync('git', ['init', '-q'], { cwd: empty });
    expect(await gitState(empty, [], never)).toBeUndefined();
    expect(await gitState(path.join(empty, 'gone'), [], never)).toBeUndefined();
    expect(await gitState(top, [], AbortSignal.abort())).toBeUndefined();
  });

  it('is undefined where git is not installed', async () => {
    vi.stubEnv('PATH', '/nowhere');
    expect(await gitState(top, [], never)).toBeUndefined();
    vi.unstubAllEnvs();
  });

  it('is dirty for each kind of change, with another hash for each', async () => {
    const hashes = [await hash()];
    const changes: readonly (() => Promise<unknown>)[] = [
      () => file('src/a.ts', 'changed\n'),
      () => file('src/a.ts', 'changed again\n'),
      () => file('new.ts', 'new\n'),
      () => file('new.ts', 'newer\n'),
      () => file('src/b.ts', 'changed\n'),
      () => chmod(path.join(top, 'src/b.ts'), 0o755),
      () => unlink(path.join(top, 'src/a.ts')),
      () => rename(path.join(top, 'new.ts'), path.join(top, 'newer.ts')),
      () => symlink('src/b.ts', path.join(top, 'link')),
      () => unlink(path.join(top, 'link')).then(() => symlink('src/c.ts', path.join(top, 'link'))),
    ];
    for (const change of changes) {
      await change();
      const state = await gitState(path.join(top, 'src'), [], never);
      expect(state?.dirty).toBe(true);
      expect(state?.diffHash).toMatch(/^[0-9a-f]{64}$/);
      hashes.push(state?.diffHash);
    }
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('has the same hash for the same changes, staged or not, and again after a detour', async () => {
    await file('src/a.ts', 'changed\n');
    await file('name with "quotes" and \u00fc.ts', 'x');
    const first = await hash();
    expect(await hash()).toBe(first);
    git('add', 'src/a.ts');
    expect(await hash()).toBe(first);
    await file('src/b.ts', 'detour\n');
    expect(await hash()).not.toBe(first);
    await file('src/b.ts', 'b\n');
    expect(await hash()).toBe(first);
  });

  it('is clean again when a file was only touched', async () => {
    await utimes(path.join(top, 'src/a.ts'), 1, 1);
    expect(await gitState(top, [], never)).toMatchObject({ dirty: false });
  });

  it('leaves work items and everything of Casebook out', async () => {
    await file('WIs/WI1.md', 'x');
    await file('docs/[odd] *name/WI2.md', 'x');
    await file('.casebook/runs/x/run.json', '{}');
    await file('deep/.casebook/config.json', '{}');
    const exclude = [path.join(top, 'WIs'), path.join(top, 'docs/[odd] *name'), top, '/elsewhere', path.dirname(top)];
    expect(await gitState(top, exclude, never)).toMatchObject({ dirty: false });
    await file('docs/o other name', 'x');
    expect(await gitState(top, exclude, never)).toMatchObject({ dirty: true });
  });

  it('notices a change in the middle of a file that is too large to be read whole', async () => {
    const large = Buffer.alloc(9 * 1024 * 1024, 'x');
    await file('large', large.toString());
    const first = await hash();
    expect(await hash()).toBe(first);
    large[large.length - 1] = 0;
    await file('large', large.toString('latin1'));
    expect(await hash()).not.toBe(first);
  });

  it('changes nothing in the checkout', async () => {
    await utimes(path.join(top, 'src/a.ts'), 1, 1);
    await file('src/b.ts', 'changed');
    const before = await stat(path.join(top, '.git/index'));
    await gitState(top, [], never);
    const after = await stat(path.join(top, '.git/index'));
    expect([after.mtimeMs, after.ino]).toEqual([before.mtimeMs, before.ino]);
  });
});

describe('a checkout whose configuration names programs', () => {
  /** A program that leaves a witness, and what it does; its names in a configuration. */
  async function trap(): Promise<{ program: string; sprung: () => Promise<string[]> }> {
    const outside = await tempFolder();
    const witness = path.join(outside, 'witness');
    await mkdir(witness);
    const program = path.join(outside, 'trap');
    await writeFile(program, `#!/bin/sh\ntouch "${witness}/$$"\ncat\n`, { mode: 0o755 });
    return { program, sprung: () => readdir(witness) };
  }

  it('executes none of them', async () => {
    const { program, sprung } = await trap();
    await file('.gitattributes', '* filter=evil diff=evil merge=evil\n*.ts filter=more.evil\n');
    git('add', '.');
    git('commit', '-qm', 'attributes');
    await mkdir(path.join(top, '.git/hooks'), { recursive: true });
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction']) await symlink(program, path.join(top, '.git/hooks', hook));
    for (const key of ['core.fsmonitor', 'core.pager', 'core.editor', 'core.sshCommand', 'core.askPass', 'diff.external', 'diff.evil.command', 'diff.evil.textconv', 'filter.evil.clean', 'filter.evil.smudge', 'filter.more.evil.process', 'credential.helper', 'uploadpack.packObjectsHook', 'gpg.program', 'pager.status', 'alias.status', 'interactive.diffFilter']) {
      git('config', key, program);
    }
    git('config', 'filter.evil.required', 'true');
    git('config', 'core.fsmonitorHookVersion', '2');
    // The included file is the checkout's, too.
    await writeFile(path.join(top, '.git/more'), `[filter "included"]\n\tclean = ${program}\n`);
    git('config', 'include.path', 'more');
    await file('.git/info/attributes', 'src/b.ts filter=included\n');
    await file('src/a.ts', 'changed\n');
    await utimes(path.join(top, 'src/b.ts'), 1, 1);
    await file('src/c.txt', 'new\n');
    expect(await gitState(top, [], never)).toMatchObject({ dirty: true });
    await filesOnBranches(top, ['src'], never);
    expect(await sprung()).toEqual([]);
    // The trap is one: git itself does fall into it.
    execFileSync('git', ['status'], { cwd: top, stdio: 'ignore' });
    expect(await sprung()).not.toEqual([]);
  });

  it('executes none of a submodule, either', async () => {
    const { program, sprung } = await trap();
    const source = await tempFolder();
    execFileSync('git', ['clone', '-q', top, source]);
    git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', source, 'sub');
    git('commit', '-qm', 'submodule');
    await file('sub/.gitattributes', '* filter=evil\n');
    for (const key of ['core.fsmonitor', 'filter.evil.clean']) git('-C', 'sub', 'config', key, program);
    await utimes(path.join(top, 'sub/src/a.ts'), 1, 1);
    await file('sub/src/b.ts', 'changed\n');
    expect(await gitState(top, [], never)).toMatchObject({ dirty: false });
    expect(await sprung()).toEqual([]);
    execFileSync('git', ['status'], { cwd: top, stdio: 'ignore' });
    expect(await sprung()).not.toEqual([]);
  });

  it('is not understood where the name of a filter cannot be switched off', async () => {
    git('config', 'filter.a=b.clean', 'true');
    expect(await gitState(top, [], never)).toBeUndefined();
  });

  it('keeps the filters of the user, such as those of Git LFS', async () => {
    const home = await tempFolder();
    await writeFile(path.join(home, 'config'), '[filter "upper"]\n\tclean = tr a-z A-Z\n');
    vi.stubEnv('GIT_CONFIG_GLOBAL', path.join(home, 'config'));
    await file('.gitattributes', '*.up filter=upper\n');
    await file('x.up', 'text\n');
    git('add', '.');
    git('commit', '-qm', 'filtered');
    await utimes(path.join(top, 'x.up'), 1, 1);
    expect(git('show', 'HEAD:x.up')).toBe('TEXT');
    expect(await gitState(top, [], never)).toMatchObject({ dirty: false });
    vi.unstubAllEnvs();
  });

  it('is not mixed up with another one that the environment names', async () => {
    const other = await tempFolder();
    execFileSync('git', ['init', '-q'], { cwd: other });
    vi.stubEnv('GIT_DIR', path.join(other, '.git'));
    vi.stubEnv('GIT_INDEX_FILE', path.join(other, 'index'));
    const state = await gitState(top, [], never);
    vi.unstubAllEnvs();
    expect(state).toMatchObject({ commit: git('rev-parse', 'HEAD'), dirty: false });
  });
});

describe('the files on branches', () => {
  it('are those of local and remote-tracking branches, and of folders below', async () => {
    const clone = await tempFolder();
    git('checkout', '-qb', 'other');
    await file('WIs/WI7_other.md', 'x');
    await file('WIs/archive/WI8_\u00fc.md', 'x');
    git('add', '.');
    git('commit', '-qm', 'items');
    git('checkout', '-q', 'main');
    execFileSync('git', ['clone', '-q', top, clone]);
    expect((await filesOnBranches(clone, ['WIs', 'none'], never)).sort()).toEqual(['WIs/WI7_other.md', 'WIs/archive/WI8_\u00fc.md']);
    expect((await filesOnBranches(top, ['WIs/archive', '.'], never)).sort()).toEqual(['WIs/WI7_other.md', 'WIs/archive/WI8_\u00fc.md', 'src/a.ts', 'src/b.ts']);
  });

  it('are found from a root inside the checkout', async () => {
    await file('packages/p/WIs/WI3.md', 'x');
    git('add', '.');
    git('commit', '-qm', 'items');
    await rm(path.join(top, 'packages/p/WIs/WI3.md'));
    expect(await filesOnBranches(path.join(top, 'packages/p'), ['WIs'], never)).toEqual(['WIs/WI3.md']);
  });

  it('are none outside a checkout', async () => {
    expect(await filesOnBranches(await tempFolder(), ['WIs'], never)).toEqual([]);
  });
});
