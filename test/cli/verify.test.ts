import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProofSummary } from '../../src/core/prove/summary.js';
import { casebook, lastJson, start } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';
import { waitForFile } from '../support/waitForFile.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n\n## Phase 5: Testing & Validation\n### Test Results\nTBD\n';

/** The command under test is a script of the shell, which starts in a tenth of the time that Node takes: this one fails if the condition holds. */
const failingIf = (condition: string, message = 'the race') => `if ${condition}; then echo 'Error: ${message}' >&2; exit 1; fi\n`;

/** Fails in every attempt of which the number can be divided by `every`. */
const failing = (every: number, message?: string) => failingIf(`[ $((CASEBOOK_ATTEMPT % ${every})) = 0 ]`, message);

/** Says that it runs, and is never done. */
const HANGING = 'echo > running\nexec sleep 1000\n';

async function repository(check: string): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  await change(root, check);
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.invalid', '-c', 'commit.gpgsign=false', ...args], { cwd: root });
  git('init', '-q');
  git('add', 'check.sh');
  git('commit', '-qm', 'before');
  return root;
}

const change = (root: string, check: string) => writeFile(path.join(root, 'check.sh'), check);
const COMMAND = ['--', 'sh', 'check.sh'];

async function baseline(root: string, n: number, ...options: string[]): Promise<string> {
  const { stdout } = await casebook(root, 'run', '-n', String(n), '--as', 'baseline', '--wi', 'WI1', '--json', ...options, ...COMMAND);
  return (lastJson(stdout) as { id: string }).id;
}

async function verify(root: string, ...options: string[]): Promise<ProofSummary & { code: number | null }> {
  const { code, stdout, stderr } = await casebook(root, 'verify', '--wi', 'WI1', '--json', ...options);
  if (stdout === '') throw new Error(stderr);
  return { ...(lastJson(stdout) as ProofSummary), code };
}

describe('casebook verify', () => {
  it('proves a fix with as many attempts as the lower bound of the baseline asks for, and writes both runs into the work item', async () => {
    const root = await repository(failing(2));
    const id = await baseline(root, 20);
    await change(root, '');
    const ended = await verify(root);
    // 10 of 20: the Clopper-Pearson lower bound is 27.2 %, and (1 - .272)^10 < .05 <= (1 - .272)^9.
    expect(ended).toMatchObject({ code: 0, proven: true, kind: 'proven', needed: 10, before: { run: id, n: 20, failures: 10 }, after: { n: 10, failures: 0 }, newFailures: [] });
    expect(ended.sentence).toMatch(/^Proven at 95 % confidence: 0 of 10 attempts showed the failure; before, 10 of 20 .*at least 27\.2 %/);
    expect(ended.sentence).toContain('taken from the exit code');
    expect(ended.sentence).not.toContain('nothing was changed');
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    const results = text.slice(text.indexOf('### Test Results'));
    expect(results).toContain(`<!-- casebook:begin compare ${ended.id ?? ''} -->`);
    expect(results).toContain('**Proven at 95 % confidence');
    expect(results).toMatch(/before: \[`.*\| 20 \| 10 \| 50\.0 %/);
    expect(results).toContain('Seen before, not after:');
    expect(results).toMatch(/Sources before: commit .*clean; after: commit .*with uncommitted changes/);
    expect(results).not.toContain('TBD');
    expect((await casebook(root, 'show', ended.id ?? '')).stdout).toMatch(/^Run: Proven\nProven at 95 % confidence: 0 of 10 [^]*\n0 of 10 attempts failed/);
    const again = await casebook(root, 'writeback', ended.id ?? '', '--wi', 'WI1');
    expect(again.code).toBe(0);
    expect(await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8')).toBe(text);
  });

  it('refuses early while the failure is as frequent as before, and says that nothing was changed', async () => {
    const root = await repository(failing(2));
    await baseline(root, 20);
    const ended = await verify(root);
    expect(ended).toMatchObject({ code: 1, proven: false, kind: 'still-failing' });
    expect(ended.after.n).toBeLessThan(10);
    expect(ended.sentence).toContain('The sequential test refuses');
    expect(ended.sentence).toContain('nothing was changed');
    const run = JSON.parse(await readFile(path.join(root, '.casebook/runs', ended.id ?? '', 'run.json'), 'utf8')) as unknown;
    expect(run).toMatchObject({ purpose: 'verify', result: { reason: 'decided' } });
  });

  it('calls nothing proven that an earlier verification of the same sources showed, until the sources change', async () => {
    const root = await repository(failing(2));
    await baseline(root, 20);
    // Fails where a file that git does not see says so: the same sources, once with and once without the failure.
    await writeFile(path.join(root, '.gitignore'), 'unlucky\n');
    await change(root, failingIf('[ -e unlucky ]'));
    await writeFile(path.join(root, 'unlucky'), '');
    const first = await verify(root);
    expect(first).toMatchObject({ code: 1, kind: 'still-failing', earlier: null });
    await rm(path.join(root, 'unlucky'));
    const second = await verify(root);
    const { n, failures } = first.after;
    expect(second).toMatchObject({ code: 1, proven: false, kind: 'still-failing', after: { n: 10, failures: 0 }, earlier: { runs: 1, n, failures } });
    expect(second.sentence).toContain(`Not proven: 0 of 10 attempts showed the failure, but 1 earlier verification of the same sources did: ${failures} of ${n} attempts.`);
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain('1 earlier verification of the same sources did');
    await change(root, '# mended\n');
    expect(await verify(root)).toMatchObject({ code: 0, proven: true, earlier: null });
  });

  it('takes for the baseline the run that the work item was made from', async () => {
    const root = await repository(failing(2));
    const { stdout } = await casebook(root, 'run', '-n', '20', '--json', ...COMMAND);
    const { id } = lastJson(stdout) as { id: string };
    const made = await casebook(root, 'new', '--from', id);
    expect(made.stderr).toContain(`casebook verify --wi WI2`);
    await change(root, '');
    const { code, stdout: proof } = await casebook(root, 'verify', '--wi', 'WI2', '--json');
    expect(code).toBe(0);
    expect(lastJson(proof)).toMatchObject({ proven: true, before: { run: id } });
  });

  it('proves nothing when another failure appears, although the old one is gone', async () => {
    const root = await repository(failing(2));
    await baseline(root, 20);
    await change(root, failing(7, 'a consequence of the fix'));
    const ended = await verify(root);
    expect(ended).toMatchObject({ code: 1, kind: 'new-failure', newFailures: [{ title: expect.stringContaining('a consequence of the fix') as string, count: 1, firstAttempt: 7 }] });
    // It can be proven no more: the run ends there.
    expect(ended.after.n).toBe(6);
  });

  it('proves nothing after a single failure, and says how rare it has become', async () => {
    const root = await repository(failing(1));
    await baseline(root, 20);
    await change(root, failingIf('[ $CASEBOOK_ATTEMPT = 1 ]'));
    const ended = await verify(root, '-n', '30');
    expect(ended).toMatchObject({ code: 1, proven: false, kind: 'still-failing', after: { n: 30, failures: 1 } });
    expect(ended.sentence).toMatch(/1 of 30 attempts showed the failure \(failure rate 3\.3 %, 95 % CI 0\.1 % – 17\.2 %\).*It is rarer than before, but not gone/);
    expect(await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8')).toContain('**Not proven, still failing: 1 of 30 attempts');
  });

  it('makes up for attempts that fail in another known way, so that as many count as the proof takes', async () => {
    const other = failing(4, 'the database is away');
    const root = await repository(`${other}${failing(2)}`);
    await baseline(root, 40, '--expect', 'the race');
    await change(root, other);
    const ended = await verify(root);
    expect(ended).toMatchObject({ code: 0, kind: 'proven' });
    expect(ended.after.n).toBe(ended.needed);
    expect(ended.sentence).toMatch(/\d+ attempts failed in another way that the run before showed too, and counted for nothing/);
  });

  it('says how far to enlarge a baseline that is too small to prove anything from', async () => {
    const root = await repository(failing(60));
    await baseline(root, 60);
    const ended = await verify(root);
    expect(ended).toMatchObject({ code: 1, id: null, kind: 'not-provable', needed: null, ledger: null });
    expect(ended.sentence).toMatch(/Enlarge the baseline: with \d+ more attempts \(`-n \d+`\)/);
    // Whoever named the run, as the editor does, reads why there is no ledger, and what to do.
    expect((await casebook(root, 'verify', '--wi', 'WI1', '--run-id', '20260101-000000-0001')).stderr).toMatch(/Not provable in reasonable time: .*Enlarge the baseline: with/);
    const clean = await repository('');
    await baseline(clean, 3);
    expect(await verify(clean)).toMatchObject({ code: 1, kind: 'not-provable', sentence: expect.stringContaining('none of the 3 attempts before showed the failure') as string });
  });

  it('does not take too few attempts for a proof', async () => {
    const root = await repository(failing(2));
    await baseline(root, 20);
    await change(root, '');
    expect(await verify(root, '-n', '3')).toMatchObject({ code: 1, kind: 'not-enough', after: { n: 3, failures: 0 }, needed: 10 });
    const gate = async () => (await casebook(root, 'advance', 'WI1', '--to', 'Owner Acceptance', '--json')).stdout;
    expect(await gate()).toMatch(/The compare block .* does not show that the change works: Not proven, not enough to say/);
    expect(await verify(root, '-n', '15')).toMatchObject({ code: 0, after: { n: 15 }, needed: 10, sentence: expect.stringContaining('in 15 attempts with a probability of 99.1 %') as string });
    expect(await gate()).not.toContain('does not show that the change works');
  });

  it('ends with 130 when it is cancelled, and writes no block where nothing was measured', async () => {
    const root = await repository(failing(2));
    await baseline(root, 20);
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    await change(root, HANGING);
    const { child, ended } = start(root, ['verify', '--wi', 'WI1', '--json']);
    await waitForFile(path.join(root, 'running'));
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(lastJson(stdout)).toMatchObject({ proven: false, kind: 'not-enough', after: { n: 0, rate: null } });
    expect(await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8')).toBe(text);
  });

  it('is taken up again after a kill, with what it had measured, and gives the verdict of the whole', async () => {
    const root = await repository(failing(2));
    const before = await baseline(root, 20);
    // The fifth attempt waits for the kill; taken up again it passes.
    await change(root, `if [ $CASEBOOK_ATTEMPT = 5 ] && ! [ -e running ]; then\n${HANGING}fi\n`);
    const { child, ended } = start(root, ['verify', '--wi', 'WI1', '--json']);
    await waitForFile(path.join(root, 'running'));
    child.kill('SIGKILL');
    await ended;
    const id = (await readdir(path.join(root, '.casebook/runs'))).find((run) => run !== before) ?? '';
    // The marker is a new file, and so another state of the sources.
    expect(await casebook(root, 'resume', id, '--changed-sources')).toMatchObject({ code: 2, stderr: expect.stringMatching(/to prove something of these: check them out again, or make a new proof with `casebook verify --baseline /) as string });
    await writeFile(path.join(root, '.git/info/exclude'), 'running\n');
    const { code, stdout } = await casebook(root, 'resume', id, '--json');
    expect(lastJson(stdout)).toMatchObject({ id, proven: true, kind: 'proven', after: { run: id, n: 10, failures: 0 } });
    expect(code).toBe(0);
    expect(await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8')).toContain('**Proven at 95 % confidence: 0 of 10 attempts');
  });

  it('that was refused before it was killed is refused when it is taken up again, without a further attempt', async () => {
    const root = await repository(failing(1));
    await baseline(root, 20);
    const { id, after } = await verify(root);
    const file = path.join(root, '.casebook/runs', id ?? '', 'run.json');
    // As a kill right after the last attempt leaves it.
    const { result, ...killed } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    expect(result).toMatchObject({ reason: 'decided' });
    await writeFile(file, JSON.stringify({ ...killed, runner: { pid: 4_194_304 } }));
    const { code, stdout } = await casebook(root, 'resume', id ?? '', '--json');
    expect(lastJson(stdout)).toMatchObject({ kind: 'still-failing', after: { n: after.n } });
    expect(code).toBe(1);
  });

  it('says why the newest baseline cannot be used, and takes no other run in its place', async () => {
    const root = await repository(failing(2));
    const { stdout } = await casebook(root, 'run', '-n', '20', '--wi', 'WI1', '--json', ...COMMAND);
    const { id: other } = lastJson(stdout) as { id: string };
    expect((await casebook(root, 'verify', '--wi', 'WI1')).stderr).toContain(`No run was made with \`--as baseline\`: the newest one that would do is taken.\nBaseline ${other}: 10 of 20`);
    const id = await baseline(root, 4, '--until-failure');
    const refused = await casebook(root, 'verify', '--wi', 'WI1');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`Run ${id} is no baseline, since it was to stop at a failure, which biases its rate: `) as string });
    expect(refused.stderr).toContain('Or name an earlier run with --baseline RUN.');
  });

  it('shows attempts that leaked in its sentence and in its table', async () => {
    const root = await repository(failing(2));
    await baseline(root, 20);
    await change(root, 'sleep 30 &\n');
    const ended = await verify(root, '-n', '10');
    expect(ended).toMatchObject({ code: 0, kind: 'proven', leaks: { before: 0, after: 10 } });
    expect(ended.sentence).toContain('Warning: 10 attempts passed but left processes behind or held the output open (leak); none did before.');
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain('Passed with a leak |');
    expect(text).toMatch(/\| after: .*\| 10 \| 0 \| .* \| {2}\| 10 \|/);
  });

  it('judges a run that is made with --as verify by the same rules', async () => {
    const root = await repository(failing(2));
    await baseline(root, 20);
    await change(root, '');
    const run = async (n: number) => (await casebook(root, 'run', '-n', String(n), '--as', 'verify', '--wi', 'WI1', ...COMMAND)).stdout;
    expect(await run(9)).toContain('Not proven, not enough to say: 0 of 9 attempts');
    expect(await run(10)).toContain('Proven at 95 % confidence: 0 of 10 attempts');
    expect(await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8')).toMatch(/casebook:begin compare [^]*\*\*Not proven[^]*casebook:begin compare [^]*\*\*Proven/);
  });

  it('refuses a baseline that carries no rate, and one that is not there', async () => {
    const root = await repository(failing(2));
    expect(await casebook(root, 'verify')).toMatchObject({ code: 2, stderr: expect.stringContaining('--as baseline') as string });
    const { stdout } = await casebook(root, 'run', '-n', '9', '--until-failure', '--json', ...COMMAND);
    const { id } = lastJson(stdout) as { id: string };
    expect(await casebook(root, 'verify', '--baseline', id)).toMatchObject({ code: 2, stderr: expect.stringContaining('stop at a failure') as string });
    await casebook(root, 'run', '-n', '9', '--until-failure', '--wi', 'WI1', ...COMMAND);
    const { code, stderr } = await casebook(root, 'verify', '--wi', 'WI1');
    expect(code).toBe(2);
    const typed = /make one with `casebook (.+)`\.$/m.exec(stderr)?.[1] ?? stderr;
    expect(typed).toBe(`run --as baseline --wi WI1 -n 9 -- sh check.sh`);
    expect((await casebook(root, 'new', '--from', id)).stderr).toContain(`\`casebook run --as baseline --wi WI2 -n 9 -- sh check.sh\``);
    const whole = await baseline(root, 4);
    const attempts = path.join(root, '.casebook/runs', whole, 'attempts.ndjson');
    const lines = (await readFile(attempts, 'utf8')).split('\n');
    await writeFile(attempts, lines.slice(1).join('\n'));
    expect(await casebook(root, 'verify', '--baseline', whole)).toMatchObject({ code: 2, stderr: expect.stringContaining('damaged') as string });
    await writeFile(attempts, lines.join('\n'));
    await rm(path.join(root, 'check.sh'));
    expect(await casebook(root, 'verify', '--baseline', '20200101-000000-aaaa')).toMatchObject({ code: 2 });
  });

  it('replays the environment, and asks again for what its ledger masks', async () => {
    const same = failingIf(`[ "$MODE" != x ] || [ "$API_TOKEN" != sk-verysecret1234567890 ]`, 'other environment');
    const root = await repository(`${same}${failing(2)}`);
    await baseline(root, 20, '--env', 'MODE=x', '--env', 'API_TOKEN=sk-verysecret1234567890');
    await change(root, same);
    const refused = async (...options: string[]) => (await casebook(root, 'verify', ...options)).stderr;
    expect(await refused()).toContain('give it again with `--env API_TOKEN=…`');
    expect(await refused('--env', 'API_TOKEN=sk-verysecret1234567890', '--env', 'MODE=y')).toContain('MODE to another value');
    expect(await refused('--env', 'API_TOKEN=sk-verysecret1234567890', '--env', 'OTHER=1')).toContain('did not set OTHER');
    expect(await verify(root, '--env', 'API_TOKEN=sk-verysecret1234567890')).toMatchObject({ code: 0, kind: 'proven' });
  });
});
