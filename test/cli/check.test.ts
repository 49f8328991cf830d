import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RULE_IDS } from '../../src/core/check/ruleIds.js';
import { casebook, start } from '../support/casebook.js';
import { corpusFiles, corpusPresent } from '../support/corpus.js';
import { tempFolder } from '../support/temp.js';
import { older } from '../unit/check/support.js';

const git = async (cwd: string, ...args: string[]) => promisify(execFile)('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', '-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main', ...args], { cwd });

async function workspace(files: Readonly<Record<string, string>>, config: unknown = {}): Promise<string> {
  const root = await tempFolder();
  for (const [file, content] of Object.entries({ '.casebook/config.json': JSON.stringify(config), ...files })) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content);
  }
  return root;
}

interface JsonReport {
  readonly files: readonly { readonly path: string; readonly problems: readonly { readonly rule: string; readonly severity: string; readonly line: number }[] }[];
  readonly errors: number;
  readonly warnings: number;
}

const json = async (root: string, ...args: string[]) => JSON.parse((await casebook(root, 'check', '--json', ...args)).stdout) as JsonReport;
const rulesOf = ({ files }: JsonReport) => files.flatMap(({ problems }) => problems.map(({ rule }) => rule));

const incomplete = older(['## Phase 3: TDD/BDD', '## Third']);

describe('casebook check', () => {
  it('tells place, severity, rule and message with the line and carets, and exits 1 for an error', async () => {
    const root = await workspace({ 'WIs/WI4_orders.md': incomplete });
    const { code, stdout, stderr } = await casebook(root, 'check');
    expect(code).toBe(1);
    expect(stdout).toBe('WIs/WI4_orders.md:1:1 error phase-missing\n  Phase 3 is missing: add the heading `## Phase 3: TDD/BDD`.\n  | # WI4: Orders are lost\n  | ^^^^^^^^^^^^^^^^^^^^^^\n');
    expect(stderr).toBe('1 file checked: 1 error, 0 warnings.\n');
  });

  it('exits 0 where nothing is wrong, and where there are only warnings', async () => {
    expect(await casebook(await workspace({ 'WIs/WI4_orders.md': older() }), 'check')).toMatchObject({ code: 0, stdout: '', stderr: '1 file checked: 0 errors, 0 warnings.\n' });
    expect(await casebook(await workspace({ 'WIs/WI4_orders.md': older([/\*\*Status\*\*.*\n/, '']) }), 'check')).toMatchObject({ code: 0, stderr: '1 file checked: 0 errors, 1 warning.\n' });
  });

  it('gives exactly the fields of the contract as JSON, whether by --json or by --format json', async () => {
    const root = await workspace({ 'WIs/WI4_orders.md': incomplete });
    const expected = {
      files: [{ path: 'WIs/WI4_orders.md', problems: [{ rule: 'phase-missing', severity: 'error', message: expect.any(String) as string, line: 1, column: 1, endLine: 1, endColumn: 23 }] }],
      errors: 1,
      warnings: 0,
    };
    for (const args of [['--json'], ['--format', 'json'], ['--json', '--format', 'json']]) {
      const { stdout, stderr } = await casebook(root, 'check', ...args);
      expect(JSON.parse(stdout)).toEqual(expected);
      expect(stderr).toBe('');
    }
  });

  it('refuses two formats at once, a format that is none, and a rule that is none, with exit 2', async () => {
    const root = await workspace({ 'WIs/WI4_orders.md': older() });
    expect(await casebook(root, 'check', '--json', '--format', 'sarif')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('two formats') as string });
    expect(await casebook(root, 'check', '--format', 'xml')).toMatchObject({ code: 2, stderr: expect.stringContaining('human, json, github, sarif') as string });
    const strange = await workspace({ 'WIs/WI4_orders.md': older() }, { check: { rules: { 'phase-ordre': 'off' } } });
    expect(await casebook(strange, 'check')).toMatchObject({ code: 2, stderr: expect.stringMatching(/config\.json is not usable: .*phase-ordre/) as string });
  });

  it('goes by the configuration and by comments in the file', async () => {
    const files = { 'WIs/WI4_orders.md': incomplete };
    expect(await casebook(await workspace(files, { check: { rules: { 'phase-missing': 'off' } } }), 'check')).toMatchObject({ code: 0, stdout: '' });
    expect(await casebook(await workspace(files, { check: { rules: { 'phase-missing': 'warning' } } }), 'check')).toMatchObject({ code: 0, stdout: expect.stringContaining('warning phase-missing') as string });
    expect(await casebook(await workspace({ 'WIs/WI4_orders.md': `${incomplete}\n<!-- casebook-disable phase-missing -->\n` }), 'check')).toMatchObject({ code: 0, stdout: '' });
  });

  it('never prints a secret', async () => {
    const secret = ['AK', 'IA', 'Q'.repeat(16)].join('');
    const root = await workspace({ 'WIs/WI4_orders.md': older(['Debian 12', `Debian 12 with ${secret}`]) });
    for (const format of ['human', 'json', 'github', 'sarif']) {
      const { code, stdout, stderr } = await casebook(root, 'check', '--format', format);
      expect(code).toBe(1);
      expect(stdout).toContain('secret-in-text');
      expect(stdout + stderr).not.toContain(secret);
    }
  });

  it('takes a folder for the work items below it, and says where there are none', async () => {
    const root = await workspace({ 'notes/WI4_orders.md': incomplete, 'notes/deep/WI5_a.md': incomplete, 'empty/x.txt': '' });
    expect((await json(root, 'notes')).files.map((file) => file.path)).toEqual(['notes/deep/WI5_a.md', 'notes/WI4_orders.md']);
    expect(await casebook(root, 'check', 'empty')).toMatchObject({ code: 2, stderr: expect.stringContaining('no markdown file') as string });
    expect(await casebook(root, 'check', 'nowhere.md')).toMatchObject({ code: 2 });
  });

  it('cannot be steered by what a file says', async () => {
    const root = await workspace({ 'WIs/WI4_orders.md': incomplete.replace('Orders are lost', 'Orders \u001b[2Jare\u202e lost') });
    const { stdout } = await casebook(root, 'check');
    expect(stdout).toContain('# WI4: Orders are lost');
    // eslint-disable-next-line no-control-regex -- control characters are the subject
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('puts the carets under what is meant, in a long line too', async () => {
    const root = await workspace({ 'WIs/WI4_orders.md': older(['**Status**: Investigation', `**Status**: ${'word '.repeat(60)}Completed`]) });
    const { stdout } = await casebook(root, 'check');
    const [source = '', carets = ''] = stdout.split('\n').slice(2);
    expect(source).toMatch(/^ {2}\| \*\*Status\*\*: word .*…$/);
    expect(source.length).toBeLessThan(130);
    expect(carets.indexOf('^')).toBe(source.indexOf('word'));
  });
});

describe('casebook check --format github', () => {
  it('writes workflow commands that no text can break out of', async () => {
    const root = await workspace({ 'WIs/WI4, 100%: a.md': older(['## Phase 2: Design', '## Phase 1: 50%, or: ::error::x\n\n## Phase 2: Design'], [/\*\*Created.*\n/, '']) });
    const { code, stdout } = await start(root, ['check', '--format', 'github'], { GITHUB_WORKSPACE: root }).ended;
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^::notice file=WIs\/WI4%2C 100%25%3A a\.md,line=1,endLine=1,col=1,endColumn=\d+,title=casebook header-field-missing::The header has no Created/);
    expect(lines[1]).toMatch(/^::warning file=WIs\/WI4%2C 100%25%3A a\.md,line=\d+,endLine=\d+,col=1,endColumn=\d+,title=casebook phase-duplicated::Phase 1 is here already/);
    for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) [a-z]+=[^:,\n]*(?:,[a-zA-Z]+=[^:,\n]*)*::[^\r\n]*$/);
  });

  it('names files from the top of the checkout', async () => {
    const top = await tempFolder();
    const root = path.join(top, 'services', 'orders');
    await mkdir(path.join(root, 'WIs'), { recursive: true });
    await mkdir(path.join(root, '.casebook'));
    await writeFile(path.join(root, 'WIs/WI4_a.md'), incomplete);
    expect((await start(root, ['check', '--format', 'github'], { GITHUB_WORKSPACE: top }).ended).stdout).toMatch(/^::error file=services\/orders\/WIs\/WI4_a\.md,/);
  });
});

describe('casebook check --format sarif', () => {
  it('writes what SARIF 2.1.0 requires, with all rules and a place for each result', async () => {
    const root = await workspace({ 'WIs/WI4 a:b.md': incomplete });
    const { code, stdout } = await casebook(root, 'check', '--format', 'sarif');
    expect(code).toBe(1);
    const log = JSON.parse(stdout) as Sarif;
    expect(Object.keys(log).sort()).toEqual(['$schema', 'runs', 'version']);
    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(run?.tool.driver.name).toBe('Casebook');
    expect(rules.map(({ id }) => id)).toEqual([...RULE_IDS]);
    for (const rule of rules) {
      expect(['error', 'warning', 'note']).toContain(rule.defaultConfiguration.level);
      expect(rule.shortDescription.text).toMatch(/\.$/);
      expect(rule).not.toHaveProperty('helpUri');
    }
    expect(run?.results).toEqual([
      {
        ruleId: 'phase-missing',
        ruleIndex: RULE_IDS.indexOf('phase-missing'),
        level: 'error',
        message: { text: expect.stringContaining('Phase 3 is missing') as string },
        locations: [{ physicalLocation: { artifactLocation: { uri: 'WIs/WI4%20a%3Ab.md' }, region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 23 } } }],
      },
    ]);
    expect(run?.columnKind).toBe('utf16CodeUnits');
  });

  it('is a whole document where nothing is wrong', async () => {
    const { code, stdout } = await casebook(await workspace({ 'WIs/WI4_a.md': older() }), 'check', '--format', 'sarif');
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Sarif).runs[0]?.results).toEqual([]);
  });
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly columnKind: string;
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string; readonly shortDescription: { readonly text: string }; readonly defaultConfiguration: { readonly level: string } }[] } };
    readonly results: readonly unknown[];
  }[];
}

describe('casebook check, with what is around a work item', () => {
  it('finds a number that two files have, and one that another branch gave away', async () => {
    const root = await workspace({ 'WIs/WI1_a.md': older(['WI4', 'WI1']) });
    await git(root, 'init', '-q');
    await git(root, 'add', '.');
    await git(root, 'commit', '-qm', 'one');
    await git(root, 'checkout', '-qb', 'other');
    await writeFile(path.join(root, 'WIs/WI2_other.md'), older(['WI4', 'WI2']));
    await git(root, 'add', '.');
    await git(root, 'commit', '-qm', 'two');
    await git(root, 'checkout', '-q', 'main');
    await writeFile(path.join(root, 'WIs/WI2_mine.md'), older(['WI4', 'WI2']));
    const { stdout } = await casebook(root, 'check');
    expect(stdout).toContain('WIs/WI2_mine.md:1:1 warning duplicate-number\n  WI2 is also the number of WIs/WI2_other.md on another branch');
    await writeFile(path.join(root, 'WIs/WI1_b.md'), older(['WI4', 'WI1']));
    expect(rulesOf(await json(root, 'WIs/WI1_a.md', 'WIs/WI1_b.md'))).toEqual(['duplicate-number', 'duplicate-number']);
  });

  it('does not take the old name of a renamed work item for another one', async () => {
    const root = await workspace({ 'WIs/WI1_a.md': older(['WI4', 'WI1']) });
    await git(root, 'init', '-q');
    await git(root, 'add', '.');
    await git(root, 'commit', '-qm', 'one');
    await git(root, 'checkout', '-qb', 'rename');
    await rename(path.join(root, 'WIs/WI1_a.md'), path.join(root, 'WIs/WI1_better-name.md'));
    expect(rulesOf(await json(root))).toEqual([]);
    await git(root, 'add', '-A');
    await git(root, 'commit', '-qm', 'renamed');
    expect(rulesOf(await json(root))).toEqual([]);
  });

  it('finds evidence whose ledger is gone', async () => {
    const root = await workspace({ 'WIs/WI1_a.md': older(['WI4', 'WI1']) });
    await casebook(root, 'run', '-n', '2', '--wi', 'WI1', '--', process.execPath, '-e', '0');
    expect(rulesOf(await json(root))).toEqual([]);
    await rename(path.join(root, '.casebook/runs'), path.join(root, '.casebook/runs-gone'));
    expect(rulesOf(await json(root))).toEqual(['evidence-ledger-missing']);
  });

  it('looks at no ledger for a file outside of the workspace, or behind a link out of it', async () => {
    const outside = await workspace({ 'WIs/WI1_a.md': older(['WI4', 'WI1']) });
    await casebook(outside, 'run', '-n', '1', '--wi', 'WI1', '--', process.execPath, '-e', '0');
    const root = await workspace({});
    expect(rulesOf(await json(root, path.join(outside, 'WIs/WI1_a.md')))).toEqual([]);
    const linked = await workspace({});
    await symlink(path.join(outside, '.casebook/runs'), path.join(linked, '.casebook/runs'));
    await mkdir(path.join(linked, 'WIs'));
    await symlink(path.join(outside, 'WIs/WI1_a.md'), path.join(linked, 'WIs/WI1_a.md'));
    expect(rulesOf(await json(linked))).toEqual([]);
  });

  it.skipIf(!corpusPresent)('reads every document of the corpus in a workspace, each with one error at most but for what its own numbers refute', async () => {
    const root = await workspace(Object.fromEntries(corpusFiles().map(({ name, text }) => [`WIs/${name.replace(/\.txt$/, '.md')}`, text])));
    const { files } = await json(root);
    expect(files).toHaveLength(corpusFiles().length);
    for (const { path: file, problems } of files) expect(problems.filter(({ rule, severity }) => severity === 'error' && !rule.startsWith('claim-')).length, file).toBeLessThanOrEqual(1);
  });

  it('mends what needs no judgement, says what it did, and leaves everything else as it is', async () => {
    const before = older(['## Phase 3: TDD/BDD', '## Third'], ['- **System State**: Debian 12\n', '']).replaceAll('\n', '\r\n');
    const root = await workspace({ 'WIs/WI4_orders.md': before, 'WIs/WI5_fine.md': older().replaceAll('WI4', 'WI5') });
    const fixed = await casebook(root, 'check', '--fix');
    expect(fixed).toMatchObject({ code: 0, stdout: '' });
    expect(fixed.stderr).toBe('WIs/WI4_orders.md: Add Phase 3: TDD/BDD (phase-missing)\nWIs/WI4_orders.md: Add the field "System State" (debug-field-missing)\n2 files checked: 0 errors, 0 warnings; 2 problems fixed.\n');
    const after = await readFile(path.join(root, 'WIs/WI4_orders.md'), 'utf8');
    expect(after.replace('- **System State**: TBD\r\n', '').replace('## Phase 3: TDD/BDD\r\n\r\n', '')).toBe(before);
    expect(JSON.parse((await casebook(root, 'check', '--fix', '--json')).stdout)).toMatchObject({ fixed: [], errors: 0 });
    expect(await readFile(path.join(root, 'WIs/WI4_orders.md'), 'utf8')).toBe(after);
  });

  it('leaves to a person what a status should say, and does not touch what it cannot read', async () => {
    const stale = older(['*[Test results will be documented here]*', 'All 100 attempts passed.'], ['## Phase 6: Owner Acceptance\n', '## Phase 6: Owner Acceptance\n\nShown to the owner.\n']);
    const root = await workspace({ 'WIs/WI4_orders.md': stale });
    await writeFile(path.join(root, 'WIs/WI6_old.md'), Buffer.from([0x23, 0x20, 0xe9]));
    const { fixed, files } = JSON.parse((await casebook(root, 'check', '--fix', '--json')).stdout) as JsonReport & { fixed: unknown[] };
    expect(fixed).toEqual([]);
    expect(files.flatMap(({ problems }) => problems.map(({ rule }) => rule))).toEqual(['status-stale', 'unreadable']);
    expect(await readFile(path.join(root, 'WIs/WI4_orders.md'), 'utf8')).toBe(stale);
  });
});
