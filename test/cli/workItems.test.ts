import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { casebook, CLI, start } from '../support/casebook.js';
import { corpusPath, corpusPresent } from '../support/corpus.js';
import { tempFolder } from '../support/temp.js';

const git = async (cwd: string, ...args: string[]) => promisify(execFile)('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', '-c', 'commit.gpgsign=false', ...args], { cwd });

async function workspace(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const root = await tempFolder();
  for (const [file, content] of Object.entries({ '.casebook/config.json': '{}', ...files })) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content);
  }
  return root;
}

describe('casebook', () => {
  it('refuses an unknown verb and a missing one with exit 2, and explains itself with exit 0', async () => {
    const root = await workspace();
    expect(await casebook(root, 'lst')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/unknown command 'lst'[\s\S]*Did you mean list/) as string });
    for (const words of [['lst', '--help'], ['lst', '-h'], ['--help', 'lst'], ['help', 'lst']]) {
      expect(await casebook(root, ...words), words.join(' ')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/unknown command 'lst'[\s\S]*Did you mean list/) as string });
    }
    expect(await casebook(root, 'help', 'list')).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: casebook list') as string });
    expect(await casebook(root)).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: casebook') as string });
    expect(await casebook(root, '--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('writeback') as string });
    expect(await casebook(root, 'run', '--help')).toMatchObject({ code: 0, stdout: expect.stringMatching(/-- <command>[\s\S]*Exit codes/) as string });
    expect((await casebook(root, '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('exits 3 where a bug ends it, not with the code of something found', async () => {
    const root = await workspace();
    const bug = path.join(root, 'bug.cjs');
    await writeFile(bug, "process.nextTick(() => setImmediate(() => { throw new Error('a bug'); }));");
    expect(await start(root, ['list'], { NODE_OPTIONS: `--require=${bug}` }).ended).toMatchObject({ code: 3, stderr: expect.stringContaining('Error: a bug') as string });
  });

  it('says which folder does not exist', async () => {
    expect(await casebook(await workspace(), 'list', '--cwd', 'nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no folder') as string });
  });
});

describe('casebook init', () => {
  it('makes .casebook once, and changes nothing the second time', async () => {
    const root = await tempFolder();
    expect(await casebook(root, 'init', '--json')).toMatchObject({ code: 0, stderr: '' });
    const config = await readFile(path.join(root, '.casebook/config.json'), 'utf8');
    expect(await readFile(path.join(root, '.casebook/.gitignore'), 'utf8')).toContain('logs');
    await writeFile(path.join(root, '.casebook/config.json'), config.replace('bug-fix', 'flaky-test'));
    const again = await casebook(root, 'init', '--json');
    expect(JSON.parse(again.stdout)).toEqual({ root, created: [] });
    expect(await readFile(path.join(root, '.casebook/config.json'), 'utf8')).toContain('flaky-test');
  });
});

describe('casebook new', () => {
  it('prints the path of a work item with six phases and the five fields, without an error in it', async () => {
    const root = await workspace();
    const { code, stdout } = await casebook(root, 'new', '--title', 'Orders: "lost" [x]', '--template', 'flaky-test');
    expect(code).toBe(0);
    expect(stdout).toBe(`${path.join(root, 'WIs/WI1_orders-lost-x.md')}\n`);
    const text = await readFile(stdout.trim(), 'utf8');
    expect(text.match(/^## Phase \d/gm)).toHaveLength(6);
    for (const field of ['Error Messages', 'Log Locations', 'System State', 'Reproduction Steps', 'Evidence']) expect(text).toContain(`#### ${field}\n`);
    expect(await casebook(root, 'check')).toMatchObject({ code: 0 });
    expect(JSON.parse((await casebook(root, 'show', 'WI1', '--json')).stdout)).toMatchObject({ title: 'Orders: "lost" [x]' });
  });

  it('takes the number behind the highest one in the folders and on every local and remote-tracking branch', async () => {
    const root = await workspace({ 'WIs/WI2_a.md': '# a\n' });
    await git(root, 'init', '-q', '-b', 'main');
    await git(root, 'add', '.');
    await git(root, 'commit', '-qm', 'start');
    for (const [branch, number] of [['feature', 7], ['other', 5]] as const) {
      await git(root, 'checkout', '-qb', branch, 'main');
      await writeFile(path.join(root, `WIs/WI${number}_b.md`), '# b\n');
      await git(root, 'add', '.');
      await git(root, 'commit', '-qm', branch);
    }
    await git(root, 'update-ref', 'refs/remotes/origin/theirs', 'feature');
    await git(root, 'checkout', '-q', 'main');
    await git(root, 'branch', '-qD', 'feature');
    expect((await casebook(root, 'new', '--title', 'next')).stdout).toMatch(/WI8_next\.md\n$/);
    await git(root, 'worktree', 'add', '-q', '-b', 'tree', 'tree');
    await writeFile(path.join(root, 'tree/WIs/WI20_uncommitted.md'), '# c\n');
    expect((await casebook(root, 'new', '--title', 'after')).stdout).toMatch(/WI21_after\.md\n$/);
  });

  it('gives different numbers to many that are made at once', async () => {
    const root = await workspace();
    const made = await Promise.all(Array.from({ length: 6 }, (_, index) => casebook(root, 'new', '--title', `item ${index}`)));
    const numbers = made.map(({ stdout }) => /WI(\d+)_/.exec(stdout)?.[1]);
    expect(numbers.sort()).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it.each([
    [['new'], /needs a title/],
    [['new', '--title', ' \n '], /title is empty/],
    [['new', '--title', 'x', '--template', 'nope'], /choose one of bug-fix, connection, flaky-test, resilience/],
    [['new', '--title', 'x', '--template', '../../etc/passwd'], /choose one of/],
    [['new', '--from', '20260101-000000-abcd'], /There is no run/],
  ])('refuses %j', async (args, message) => {
    const root = await workspace();
    expect(await casebook(root, ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) as string });
    expect((await casebook(root, 'list', '--json')).stdout).toContain('"items": []');
  });

  it('uses a template of the workspace', async () => {
    const root = await workspace({ '.casebook/templates/ours.md': '---\nid: {{id}}\ntitle: {{title}}\nstatus: Investigation\ntemplate: ours\n---\n\n# {{id}}: {{title}}\n\n## Phase 1: Look\n\n### Symptom (MANDATORY)\n\n{{symptom|TBD}}\n' });
    const { stdout } = await casebook(root, 'new', '--title', 'mine', '--template', 'ours');
    expect(await readFile(stdout.trim(), 'utf8')).toContain('### Symptom (MANDATORY)\n\nTBD\n');
    const { code, stdout: checked } = await casebook(root, 'check', '--json');
    expect(code).toBe(0);
    expect(checked).toContain('\\"Symptom');
  });
});

describe('casebook list, show and check', () => {
  it('list open ones first, whatever a file contains', async () => {
    const root = await workspace({
      'WIs/WI1_done.md': '# WI1: Done\n**Status**: Completed\n',
      'WIs/WI2_low.md': '# WI2: \u001b[31mLow\n**Status**: Design\n**Priority**: Low\n',
      'WIs/WI3_high.md': '# WI3: High\n**Status**: Design\n**Priority**: High\n',
      'WIs/WI4_bad.md': new Uint8Array([0xff, 0xfe, 0x00]),
    });
    const { code, stdout, stderr } = await casebook(root, 'list');
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['WI3', 'WI2', '']);
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toMatch(/WI4_bad\.md: .*not UTF-8[\s\S]*1 closed/);
    const { items } = JSON.parse((await casebook(root, 'list', '--json')).stdout) as { items: { path: string; open?: boolean }[] };
    expect(items.map(({ path: file, open }) => `${file} ${open === undefined ? 'problem' : String(open)}`)).toEqual(['WIs/WI4_bad.md problem', 'WIs/WI3_high.md true', 'WIs/WI2_low.md true', 'WIs/WI1_done.md false']);
  });

  it('check prints each problem with its line, and exits 1 for an error', async () => {
    const root = await workspace({ 'WIs/WI1_a.md': '\ufeff# WI1: A\r\n\r\n**Status**: Design\r\n\r\n## Phase 1: Investigation\r\n' });
    const { code, stdout, stderr } = await casebook(root, 'check');
    expect(code).toBe(1);
    expect(stdout).toMatch(/WIs\/WI1_a\.md:5:1 error mandatory-section-missing\n {2}.*Debug Information.*\n {2}\| ## Phase 1: Investigation\n {2}\| \^/);
    expect(stderr).toMatch(/1 file checked: \d+ errors/);
    const json = JSON.parse((await casebook(root, 'check', 'WI1', '--json')).stdout) as { files: { path: string; problems: Record<string, unknown>[] }[]; errors: number; warnings: number };
    expect(json.files[0]?.path).toBe('WIs/WI1_a.md');
    expect(Object.keys(json.files[0]?.problems[0] ?? {}).sort()).toEqual(['column', 'endColumn', 'endLine', 'line', 'message', 'rule', 'severity']);
    expect(json.errors).toBeGreaterThan(0);
  });

  it('show prints one section by its path, and takes it apart with --json', async () => {
    const text = '# WI1: A\r\n\r\n**Status**: Design\r\n\r\n## Phase 1: Investigation\r\n\r\n### Debug Information (MANDATORY)\r\n\r\n| Client | Result |\r\n|---|---|\r\n| curl\u001b[31m | pass |\r\n\r\n### Requirements\r\n\r\nnone\r\n\r\n## Phase 2: Design\r\n\r\n### Requirements\r\n\r\nfew\r\n';
    const root = await workspace({ 'WIs/WI1_a.md': text });
    const shown = await casebook(root, 'show', 'WI1', '--section', 'phase 2 › requirements');
    expect(shown).toMatchObject({ code: 0, stdout: '### Requirements\n\nfew\n' });
    const { code, stdout } = await casebook(root, 'show', 'WI1', '--section', 'Debug Information', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      section: 'Phase 1: Investigation › Debug Information (MANDATORY)'.replace(/^/, 'WI1: A › '),
      line: 7,
      blocks: [{ kind: 'heading', line: 7 }, { kind: 'table', header: ['Client', 'Result'], rows: [['curl\u001b[31m', 'pass']], line: 9, endLine: 11 }],
    });
    expect(await casebook(root, 'show', 'WI1', '--section', 'Nowhere')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/no section "Nowhere"[\s\S]*Phase 2: Design › Requirements/) as string });
  });

  it('check reports a file that cannot be read as a problem', async () => {
    const root = await workspace({ 'WIs/WI1_a.md': new Uint8Array([0xe9]) });
    expect(await casebook(root, 'check')).toMatchObject({ code: 1, stdout: expect.stringContaining('error unreadable') as string });
  });

  it.each(['---js', '---JS', '--- js', '---javascript'])('never execute front matter in %s', async (opening) => {
    const root = await workspace({ 'WIs/WI1_a.md': `${opening}\n{ title: require('node:fs').writeFileSync('owned', '') }\n---\n# WI1: T\n` });
    expect((await casebook(root, 'list')).code).toBe(0);
    expect(await casebook(root, 'check')).toMatchObject({ code: 1, stdout: expect.stringContaining('front-matter') as string });
    await expect(readFile(path.join(root, 'owned'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.skipIf(!corpusPresent)('read a work item in the older form, and it takes evidence like a new one', async () => {
    const root = await workspace({ 'WIs/.keep': '' });
    await writeFile(path.join(root, 'WIs/WI4_fix-aspire.md'), await readFile(corpusPath('seeds/001_4b501e0107a625d1.txt')));
    expect((await casebook(root, 'list')).stdout).toMatch(/^WI4 {2}1\/6 Investigation {2}High/);
    const before = await readFile(path.join(root, 'WIs/WI4_fix-aspire.md'), 'utf8');
    expect((await casebook(root, 'run', '-n', '2', '--wi', 'WI4', '--', process.execPath, CLI, '--version')).code).toBe(0);
    const after = await readFile(path.join(root, 'WIs/WI4_fix-aspire.md'), 'utf8');
    expect(after.replace(/\n\n<!-- casebook:begin run[\s\S]*casebook:end run[^\n]*-->/, '')).toBe(before);
    expect(after.indexOf('casebook:begin')).toBeGreaterThan(after.indexOf('- **Evidence**'));
    expect(after.indexOf('casebook:begin')).toBeLessThan(after.indexOf('### Current Configuration Analysis'));
  });
});
