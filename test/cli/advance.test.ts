import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook, lastJson } from '../support/casebook.js';
import { corpusPath, corpusPresent } from '../support/corpus.js';
import { tempFolder } from '../support/temp.js';

interface Advanced {
  readonly from: string;
  readonly to: string;
  readonly advanced: boolean;
  readonly missing: readonly { readonly phase: string; readonly message: string; readonly line: number | null }[];
  readonly forced: string | null;
  readonly acceptedBy: string | null;
}

/** A checkout with one work item, which is filled but for evidence of Phase 5. */
async function checkout(): Promise<{ root: string; file: string; git: (...args: string[]) => string }> {
  const root = await tempFolder();
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', '-c', 'commit.gpgsign=false', ...args], { cwd: root, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Sam Owner');
  await mkdir(path.join(root, '.casebook'));
  await writeFile(path.join(root, 'code.js'), 'process.exit(0);\n');
  git('add', '.');
  git('commit', '-qm', 'start');
  const file = (await casebook(root, 'new', '--title', 'It fails')).stdout.trim();
  await writeFile(file, (await readFile(file, 'utf8')).replace(/^(- \*\*[^*]+\*\*: )?\*\[(?!Who accepted|Measured test results)[^\]]*\]\*$/gm, '$1It is so.'));
  return { root, file, git };
}

async function advance(root: string, ...args: string[]): Promise<Advanced & { code: number | null }> {
  const { code, stdout } = await casebook(root, 'advance', 'WI1', '--json', ...args);
  return { ...(JSON.parse(stdout) as Advanced), code };
}

async function verifyRun(root: string): Promise<string> {
  const { stdout } = await casebook(root, 'run', '-n', '2', '--as', 'verify', '--wi', 'WI1', '--json', '--', process.execPath, 'code.js');
  return (lastJson(stdout) as { id: string }).id;
}

describe('casebook advance', () => {
  it('refuses with the list of what is missing, and changes nothing', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, '.casebook'));
    const file = (await casebook(root, 'new', '--title', 'New one')).stdout.trim();
    const before = await readFile(file, 'utf8');
    const refused = await casebook(root, 'advance', 'WI1');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/stays in Investigation\. Before Design it needs:\n {2}WIs\/WI1_new-one\.md:\d+ Investigation: "Debug Information"[^]*"Reproduction Steps"/);
    const json = await advance(root, '--to', 'Implementation');
    expect(json).toMatchObject({ code: 1, from: 'Investigation', to: 'Implementation', advanced: false });
    expect([...new Set(json.missing.map(({ phase }) => phase))]).toEqual(['Investigation', 'Design', 'TDD/BDD']);
    expect(before.split('\n')[(json.missing[1]?.line ?? 0) - 1]).toBe('#### Error Messages');
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('goes on phase by phase, needs evidence that holds to leave Testing & Validation, and records who accepted', async () => {
    const { root, file, git } = await checkout();
    for (const phase of ['Design', 'TDD/BDD', 'Implementation', 'Testing & Validation']) expect(await advance(root)).toMatchObject({ code: 0, to: phase, advanced: true });
    expect(await advance(root)).toMatchObject({ code: 1, missing: [{ message: expect.stringContaining('"Test Results" is still empty') as string }, { message: expect.stringContaining('no measured evidence') as string }] });

    await writeFile(path.join(root, 'code.js'), '// the fix\nprocess.exit(0);\n');
    await verifyRun(root);
    git('add', 'code.js');
    git('commit', '-qm', 'the fix, as it was measured');
    expect(await advance(root)).toMatchObject({ code: 0, to: 'Owner Acceptance', missing: [] });
    expect(await advance(root)).toMatchObject({ code: 0, to: 'Closed', acceptedBy: 'Sam Owner' });

    const text = await readFile(file, 'utf8');
    expect(text).toMatch(/^status: "?Closed"?$/m);
    expect(text).toMatch(/### Acceptance \(MANDATORY\)\n\nAccepted by Sam Owner on \d{4}-\d\d-\d\d\.\n/);
    expect(await casebook(root, 'check')).toMatchObject({ code: 0 });
    expect(await casebook(root, 'advance', 'WI1')).toMatchObject({ code: 0, stderr: expect.stringContaining('Closed already') as string });
    expect(await advance(root, '--to', 'design')).toMatchObject({ code: 0, from: 'Closed', to: 'Design' });
  });

  it('takes no evidence of other sources, of a failing run, of a ledger that is gone, or that was edited', async () => {
    const { root, file, git } = await checkout();
    await casebook(root, 'advance', 'WI1', '--to', '5');
    const reason = async () => (await advance(root)).missing.map(({ message }) => message).join('\n');
    const id = await verifyRun(root);
    await writeFile(path.join(root, 'code.js'), '// changed after the run\nprocess.exit(0);\n');
    expect(await reason()).toMatch(/the sources are not those that it measured .*code\.js/);
    git('commit', '-qam', 'a fix that nobody measured');
    expect(await reason()).toMatch(/the sources are not those that it measured .*code\.js/);
    git('reset', '-q', '--hard', 'HEAD~1');
    expect((await advance(root, '--to', '5')).code).toBe(0);

    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('0 of 2 attempts', '0 of 200 attempts'));
    expect(await reason()).toContain('edited by hand');
    await writeFile(file, text);
    const ledger = path.join(root, '.casebook/runs', id);
    await rename(ledger, path.join(root, 'away'));
    expect(await reason()).toContain('its ledger is not usable');
    await rename(path.join(root, 'away'), ledger);
    expect(await reason()).toBe('');

    await casebook(root, 'advance', 'WI1', '--to', '5');
    await writeFile(path.join(root, 'code.js'), 'process.exit(1);\n');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/<!-- casebook:begin[^]*?casebook:end[^\n]*\n/g, ''));
    await verifyRun(root);
    expect(await reason()).toMatch(/does not show that the change works: 2 of 2 attempts failed/);
    await rm(path.join(root, '.git'), { recursive: true });
    expect(await reason()).not.toBe('');
  });

  it('goes on by force, and writes the reason into the work item', async () => {
    const { root, file } = await checkout();
    expect(await casebook(root, 'advance', 'WI1', '--force')).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason') as string });
    expect(await casebook(root, 'advance', 'WI1', '--reason', 'x')).toMatchObject({ code: 2 });
    const forced = await advance(root, '--to', 'closed', '--force', '--reason', 'Hardware\nis gone', '--by', 'Kim');
    expect(forced).toMatchObject({ code: 0, advanced: true, forced: 'Hardware\nis gone', acceptedBy: 'Kim' });
    expect(forced.missing.length).toBeGreaterThan(0);
    const text = await readFile(file, 'utf8');
    expect(text).toMatch(/## Phase 5: Testing & Validation\n\n> \*\*Gate forced\*\* .* Reason: Hardware is gone\n\n### Test Results/);
    expect(text.match(/Gate forced/g)).toHaveLength(1);
  });

  it('refuses what it does not know with exit 2', async () => {
    const { root } = await checkout();
    expect(await casebook(root, 'advance', 'WI1', '--to', 'Shipping')).toMatchObject({ code: 2, stderr: expect.stringContaining('choose one of Investigation') as string });
    expect(await casebook(root, 'advance', 'WI9')).toMatchObject({ code: 2 });
    expect(await casebook(root, 'advance')).toMatchObject({ code: 2 });
  });

  it.skipIf(!corpusPresent)('sets the status in the form of the header, and leaves every other byte', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, 'WIs'));
    const before = await readFile(corpusPath('seeds/001_4b501e0107a625d1.txt'), 'utf8');
    await writeFile(path.join(root, 'WIs/WI4_fix.md'), before);
    expect(await casebook(root, 'advance', 'WI4')).toMatchObject({ code: 0 });
    expect(await readFile(path.join(root, 'WIs/WI4_fix.md'), 'utf8')).toBe(before.replace('**Status**: Investigation', '**Status**: Design'));
  });
});
