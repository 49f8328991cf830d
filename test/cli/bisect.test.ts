import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bisection } from '../../src/core/prove/bisection.js';
import { lastJson, start } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';
import { waitForFile } from '../support/waitForFile.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n';

/** A history of which each text is one commit of check.sh. */
async function history(checks: readonly string[]) {
  const [root, temporary] = [await tempFolder(), await tempFolder()];
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.invalid', '-c', 'commit.gpgsign=false', ...args], { cwd: root, encoding: 'utf8' }).trimEnd();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  git('init', '-q', '-b', 'main');
  const commits: string[] = [];
  for (const [index, check] of checks.entries()) {
    await writeFile(path.join(root, 'check.sh'), `# ${index}\n${check}`);
    git('add', 'check.sh');
    git('commit', '-qm', `commit ${index}`);
    commits.push(git('rev-parse', 'HEAD'));
  }
  const environment = { TMPDIR: temporary };
  const bisect = (...args: string[]) => start(root, ['bisect', '--good', commits[0] ?? '', '--bad', 'main', ...args, '--', 'sh', 'check.sh'], environment);
  const clean = async () => [git('worktree', 'list').split('\n').length, await readdir(temporary), git('for-each-ref', 'refs/bisect'), git('rev-parse', '--abbrev-ref', 'HEAD')];
  return { root, git, commits, bisect, clean };
}

const failingIf = (condition: string, message: string) => `if ${condition}; then echo '${message}' >&2; exit 1; fi\n`;
const every = (number: number, message: string) => failingIf(`[ $((CASEBOOK_ATTEMPT % ${number})) = 0 ]`, message);

/** Half of the attempts fail. */
const FLAKY = every(2, 'Error: the race');
const CLEAN = [1, [], '', 'main'];

describe('casebook bisect', () => {
  it('finds the commit that brought a failure in half of the attempts, over one that does not build, at 95 % confidence', async () => {
    const { root, commits, bisect, clean } = await history(['', '', '', failingIf('true', 'SyntaxError: does not build'), FLAKY, FLAKY, FLAKY]);
    await writeFile(path.join(root, 'check.sh'), 'what the user is working on');
    const { code, stdout, stderr } = await bisect('--json', '--wi', 'WI1').ended;
    const told = lastJson(stdout) as Bisection & { series: string; sentence: string; error: number };
    // The commit that cannot be judged stands right before the bad one: which of the two it was stays open.
    expect(told.found.map(({ commit }) => commit).sort(), stderr).toEqual([commits[3], commits[4]].sort());
    expect(code).toBe(1);
    expect(told.trials.find(({ commit }) => commit === commits[3])).toMatchObject({ verdict: 'skip', others: 3, reason: expect.stringContaining('does not build') as string });
    expect(told.error).toBeLessThanOrEqual(0.05);
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain(`<!-- casebook:begin matrix ${told.series} -->`);
    expect(text).toContain('**The first bad commit is one of 2');
    expect(await readFile(path.join(root, 'check.sh'), 'utf8')).toBe('what the user is working on');
    expect(await clean()).toEqual(CLEAN);
  });

  it('does not take a commit for good while attempts run that may fail later than others pass', async () => {
    // The first attempt is in no hurry; with two jobs, the passes that are needed come before.
    const slow = failingIf('[ $CASEBOOK_ATTEMPT = 1 ] && sleep 3', 'Error: the race');
    const { commits, bisect } = await history(['', slow, slow]);
    const { stdout, stderr } = await bisect('--json', '--jobs', '2', '-n', '3').ended;
    const told = lastJson(stdout) as Bisection;
    expect(told.found.map(({ commit }) => commit), stderr).toEqual([commits[1]]);
  });

  it('cannot judge a bad end of which no attempt counts, and says so instead of "did not fail"', async () => {
    const { root } = await history(['', '']);
    const { code, stderr } = await start(root, ['bisect', '--good', 'main~1', '--bad', 'main', '--', './no-such-program']).ended;
    expect(code).toBe(3);
    expect(stderr).toMatch(/The bad end cannot be judged, since no attempt of 1 counts: .*no-such-program.*[^.]\. Mend the command/);
    const prepared = await start(root, ['bisect', '--good', 'main~1', '--bad', 'main', '--setup', 'false', '--', 'sh', 'check.sh']).ended;
    expect(prepared).toMatchObject({ code: 3, stderr: expect.stringContaining('The set-up of the bad end failed: it ended with exit code 1 and printed nothing. Mend --setup.') as string });
  });

  it('does not offer what it refuses, and says how the attempts are sized', async () => {
    const { root } = await history(['']);
    const { stdout } = await start(root, ['bisect', '--help']).ended;
    expect(stdout).not.toMatch(/--for|--until/);
    expect(stdout.replace(/\s+/g, ' ')).toContain('attempts of each commit (default: sized by the failure rate, so that the result is right with a confidence of 95 %)');
    expect(await start(root, ['bisect', '--good', 'main', '--bad', 'main', '--until-failure', '--', 'sh', 'check.sh']).ended).toMatchObject({ code: 2, stderr: expect.stringContaining('A bisection says itself when a commit is judged') as string });
  });

  it('takes the rate at the bad end from the expected failure alone', async () => {
    const other = every(3, 'RangeError: noise');
    const { commits, bisect } = await history([other, other, `${other}${failingIf('[ $CASEBOOK_ATTEMPT = 7 ]', 'Error: the race')}`]);
    const { stdout, stderr } = await bisect('--json', '--expect', '^Error: the race', '-n', '12').ended;
    const told = lastJson(stdout) as Bisection;
    expect(told.found.map(({ commit }) => commit), stderr).toEqual([commits[2]]);
    expect(told.rate).toBeCloseTo(1 - 0.975 ** (1 / 12), 6); // one of twelve; not five
    expect(stderr).toContain('It fails in 1 of 12 attempts');
  });

  it('names the one commit, takes another failure for none, and says how sure it is', async () => {
    const other = every(5, 'RangeError: another one, which came before');
    const { commits, bisect, clean } = await history([other, other, other, other, FLAKY, FLAKY]);
    const { code, stdout } = await bisect().ended;
    expect(stdout).toMatch(new RegExp(`^The first bad commit is ${(commits[4] ?? '').slice(0, 12)}: \\d+ commits tried, up to \\d+ attempts each, for a failure rate of at least \\d.* % \\(measured\\)\\. Confidence: at least 9[5-9]`));
    expect(stdout).toContain('commit 4');
    expect(code).toBe(0);
    expect(await clean()).toEqual(CLEAN);
  });

  it('does not call sure what too few attempts carry, and takes a rate that is given', async () => {
    const { commits, bisect } = await history(['', FLAKY, FLAKY]);
    const unsure = await bisect('-n', '3', '--json').ended;
    expect(unsure.code).toBe(1);
    expect(lastJson(unsure.stdout)).toMatchObject({ found: [{ commit: commits[1] }], sentence: expect.stringContaining('That is not sure') as string });
    const given = await bisect('--rate', '50%', '--json').ended;
    // ln(.05 / 3) / ln(.5) = 5.9
    expect(lastJson(given.stdout)).toMatchObject({ found: [{ commit: commits[1] }], rate: 0.5, measured: false, attempts: 6 });
    expect(given.code).toBe(0);
  });

  it('says when an end is not what it is said to be, and refuses ends that do not follow each other', async () => {
    const { bisect, clean, root, git } = await history([FLAKY, FLAKY, '']);
    expect(await bisect('-n', '4').ended).toMatchObject({ code: 1, stdout: expect.stringContaining('The bad end did not fail in 4 attempts') as string });
    git('checkout', '-q', '-b', 'side', 'main~1');
    const command = ['--', 'sh', 'check.sh'];
    const run = (...args: string[]) => start(root, ['bisect', ...args, ...command]).ended;
    expect(await run('-n', '4', '--good', 'main~2', '--bad', 'side')).toMatchObject({ code: 1, stdout: expect.stringContaining('The good end fails, too') as string });
    expect(await run('--good', 'main', '--bad', 'side')).toMatchObject({ code: 2, stderr: expect.stringContaining('No commit lies between') as string });
    expect(await run('--good', 'nowhere', '--bad', 'side')).toMatchObject({ code: 2 });
    git('checkout', '-q', 'main');
    expect(await clean()).toEqual(CLEAN);
  });

  it('skips commits whose set-up fails, and cleans up after Ctrl-C', async () => {
    const { root, commits, bisect, clean } = await history(['', '# no set-up\n', FLAKY, FLAKY]);
    const { stdout } = await bisect('--rate', '50%', '--json', '--setup', '! grep -q "no set-up" check.sh').ended;
    const told = lastJson(stdout) as Bisection;
    expect(told.trials.find(({ commit }) => commit === commits[1])).toMatchObject({ verdict: 'skip', reason: expect.stringContaining('exit code 1') as string });
    expect(told.found.map(({ commit }) => commit).sort()).toEqual([commits[1], commits[2]].sort());
    const cancelled = bisect('--setup', `echo ready > "${path.join(root, 'ready')}"; exec sleep 60`);
    await waitForFile(path.join(root, 'ready'));
    cancelled.child.kill('SIGINT');
    expect((await cancelled.ended).code).toBe(130);
    expect(await clean()).toEqual(CLEAN);
  });

  it('ends as cancelled when a run of it is cancelled from another terminal', async () => {
    const ready = path.join(await tempFolder(), 'ready');
    const { root, bisect, clean } = await history(['', `echo x > '${ready}'\nexec sleep 1000\n`]);
    const bisecting = bisect('--rate', '50%', '--grace', '100ms');
    await waitForFile(ready);
    const [id = ''] = (await readdir(path.join(root, '.casebook/runs'))).filter((name) => /^\d{8}-/.test(name));
    expect(await start(root, ['cancel', id]).ended).toMatchObject({ code: 0 });
    expect(await bisecting.ended).toMatchObject({ code: 130, stderr: expect.stringContaining('the bisection ends with it') as string });
    expect(await clean()).toEqual(CLEAN);
  });
});
