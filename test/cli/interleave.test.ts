import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastJson, start, type Ended } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';
import { waitForFile } from '../support/waitForFile.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 5: Testing & Validation\n### Test Results\nTBD\n';
const failing = (every: number, message = 'the race') => `if (process.env.CASEBOOK_ATTEMPT % ${every} === 0) throw new Error('${message}');\n`;

interface Repository {
  readonly root: string;
  /** Stands for the system's temporary folder. */
  readonly temporary: string;
  readonly git: (...args: string[]) => string;
  readonly run: (...args: string[]) => Promise<Ended>;
}

/** `before` is committed, `after` stands in the working tree only. */
async function repository(before: string, after: string): Promise<Repository> {
  const [root, temporary] = [await tempFolder(), await tempFolder()];
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.invalid', '-c', 'commit.gpgsign=false', ...args], { cwd: root, encoding: 'utf8' });
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  await writeFile(path.join(root, 'check.cjs'), before);
  git('init', '-q', '-b', 'main');
  git('add', 'check.cjs');
  git('commit', '-qm', 'before');
  await writeFile(path.join(root, 'check.cjs'), after);
  return { root, temporary, git, run: (...args) => start(root, ['run', ...args], { TMPDIR: temporary }).ended };
}

const COMMAND = ['--', process.execPath, 'check.cjs'];

describe('casebook run --interleave', () => {
  it('says that a failure was there before the change, from two ledgers whose attempts alternate', async () => {
    const { root, temporary, git, run } = await repository(failing(2), `// the change\n${failing(2)}`);
    const status = () => git('status', '--porcelain', '--branch', '--', ':/', ':(exclude).casebook');
    const [state, branches] = [status(), git('branch', '--list', '--all')];
    const { code, stdout } = await run('-n', '10', '--interleave', 'HEAD', '--wi', 'WI1', '--json', ...COMMAND);
    expect(code).toBe(1);
    const told = lastJson(stdout) as { series: string; sentence: string; before: { run: string; commit: string }; after: { run: string } };
    expect(told).toMatchObject({ kind: 'pre-existing', before: { n: 10, failures: 5, source: 'HEAD', commit: git('rev-parse', 'HEAD').trim() }, after: { n: 10, failures: 5, source: 'working tree' } });
    expect(told.sentence).toContain('it failed before your change too, 5 of 10 attempts against 5 of 10');
    const order = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { run: string; type: string }).filter(({ type }) => type === 'attempt-finished').map(({ run: id }) => id);
    // Each pair holds one attempt of either side; the order within pairs is not always the same.
    const pairs = Array.from({ length: 10 }, (_, index) => order.slice(2 * index, 2 * index + 2));
    for (const pair of pairs) expect([...pair].sort()).toEqual([told.before.run, told.after.run].sort());
    expect(new Set(pairs.map(([first]) => first)).size).toBe(2);
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain(`<!-- casebook:begin compare ${told.after.run} -->`);
    expect(text).toContain('**Pre-existing: it failed before your change too');
    expect(JSON.parse(await readFile(path.join(root, '.casebook/runs', told.before.run, 'run.json'), 'utf8'))).toMatchObject({ series: { kind: 'interleave', id: told.before.run, label: 'HEAD' }, git: { dirty: false } });
    expect(git('worktree', 'list').trimEnd().split('\n')).toHaveLength(1);
    expect(await readdir(temporary)).toEqual([]);
    expect([status(), git('branch', '--list', '--all')]).toEqual([state, branches]);
  });

  it('tells a new failure, one that chance may have made, and one that is gone', async () => {
    const { root, run } = await repository('', failing(2));
    const told = async (...options: string[]) => lastJson((await run('--interleave', 'main', '--json', ...options, ...COMMAND)).stdout);
    expect(await told('-n', '10')).toMatchObject({ kind: 'new', before: { failures: 0 }, after: { failures: 5 } });
    expect(await told('-n', '4')).toMatchObject({ kind: 'undecided', sentence: expect.stringMatching(/`-n \d+`/) as string });
    await writeFile(path.join(root, 'check.cjs'), '');
    expect(await told('-n', '2')).toMatchObject({ kind: 'not-seen' });
  });

  it('prepares the other revision, and stops with the reason where that fails', async () => {
    const { root, temporary, git, run } = await repository("require('./dependency.cjs');\n", "require('./dependency.cjs'); // changed\n");
    await writeFile(path.join(root, 'dependency.cjs'), '');
    expect(await run('-n', '2', '--interleave', 'HEAD', '--setup', 'cp "$CASEBOOK_SOURCE/dependency.cjs" .', ...COMMAND)).toMatchObject({ code: 0, stdout: expect.stringContaining('Neither fails') as string });
    expect(await run('-n', '2', '--interleave', 'HEAD', '--setup', 'echo no network >&2; exit 7', ...COMMAND)).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/exit code 7: no network/) as string });
    expect(await run('-n', '2', '--interleave', 'no-such-branch', ...COMMAND)).toMatchObject({ code: 2, stderr: expect.stringContaining('names no commit') as string });
    expect(await run('-n', '2', '--interleave', 'HEAD', '--', process.execPath, path.join(git('rev-parse', '--show-toplevel').trim(), 'check.cjs'))).toMatchObject({ code: 2, stderr: expect.stringContaining('write it relative to the folder') as string });
    expect(await run('-n', '2', '--interleave', '--exec=x', ...COMMAND)).toMatchObject({ code: 2 });
    expect(git('worktree', 'list').trimEnd().split('\n')).toHaveLength(1);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('removes its worktree when it is cancelled, and at the next start one that a killed process left', async () => {
    const { root, temporary, git, run } = await repository('', '// changed\n');
    const hang = ['run', '-n', '2', '--interleave', 'HEAD', '--setup', `echo $$ > "${path.join(root, 'ready')}"; exec sleep 60`, ...COMMAND];
    const killed = start(root, hang, { TMPDIR: temporary });
    const setup = Number(await waitForFile(path.join(root, 'ready')));
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    process.kill(setup, 'SIGKILL');
    expect(await readdir(temporary)).toHaveLength(1);
    expect(git('worktree', 'list').trimEnd().split('\n')).toHaveLength(2);
    expect(await run('-n', '1', '--interleave', 'HEAD', ...COMMAND)).toMatchObject({ code: 0 });
    expect(await readdir(temporary)).toEqual([]);
    expect(git('worktree', 'list').trimEnd().split('\n')).toHaveLength(1);

    const cancelled = start(root, ['run', '-n', '2', '--interleave', 'HEAD', '--', process.execPath, '-e', `require('fs').writeFileSync(${JSON.stringify(path.join(root, 'attempt'))}, 'x'); setInterval(() => {}, 1000)`], { TMPDIR: temporary });
    await waitForFile(path.join(root, 'attempt'));
    cancelled.child.kill('SIGINT');
    expect((await cancelled.ended).code).toBe(130);
    expect(await readdir(temporary)).toEqual([]);
    expect(git('worktree', 'list').trimEnd().split('\n')).toHaveLength(1);
  });
});
