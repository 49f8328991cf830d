import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/core/workItem/parse.js';
import { allSections } from '../../src/core/workItem/sections.js';
import { processIdentity } from '../../src/node/process/identity.js';
import { casebook, casebookTo, lastJson, start } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';
import { waitForFile } from '../support/waitForFile.js';
import { needs } from '../support/needs.js';

interface Summary {
  readonly id: string;
  readonly n: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly verdict: { readonly kind: string; readonly sentence: string; readonly rate: number | null; readonly low: number | null; readonly high: number | null; readonly confidence: number };
  readonly signatures: readonly { readonly title: string; readonly count: number }[];
  readonly ledger: string;
}

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n\n## Phase 2: Design\nkept  \n';

async function workspace(item: string | Uint8Array = ITEM): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), item);
  return root;
}

/** A program of the test's own, as the command under test. */
const node = (source: string) => ['--', process.execPath, '-e', source];

/** Fails in its second and fourth attempt. */
const SOME_FAIL = "const n = Number(process.env.CASEBOOK_ATTEMPT); console.log('attempt', n); if (n % 2 === 0) { throw new TypeError('boom at port 4' + n); }";

const summaryOf = (stdout: string) => lastJson(stdout) as Summary;

const runIds = async (root: string) => (await readdir(path.join(root, '.casebook/runs'))).sort();
const itemOf = (root: string) => readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');

/** What lies in `.casebook`, but for what looking a work item up may keep of those that did not change for a second. */
async function made(root: string): Promise<string[]> {
  return (await readdir(path.join(root, '.casebook'))).filter((name) => name !== 'cache');
}

describe('casebook run', () => {
  it('gives a verdict with its interval as JSON, exit 1, and the evidence in the work item', async () => {
    const root = await workspace();
    const { code, stdout } = await casebook(root, 'run', '-n', '4', '--wi', 'WI1', '--json', ...node(SOME_FAIL));
    expect(code).toBe(1);
    const summary = summaryOf(stdout);
    expect(Object.keys(summary).sort()).toEqual(['id', 'ledger', 'n', 'outcomes', 'signatures', 'testTotals', 'tests', 'verdict']);
    expect(summary).toMatchObject({ n: 4, outcomes: { pass: 2, fail: 2 }, verdict: { kind: 'flaky', rate: 0.5, confidence: 0.95 }, signatures: [{ count: 2, title: expect.stringContaining('TypeError: boom') as string }] });
    expect(summary.verdict.low).toBeCloseTo(0.0676, 4);
    expect(summary.verdict.high).toBeCloseTo(0.9324, 4);
    const events = stdout.trimEnd().split('\n').slice(0, -1).map((line) => (JSON.parse(line) as { type: string }).type);
    expect(events.filter((type) => type === 'attempt-finished')).toHaveLength(4);
    const text = await itemOf(root);
    expect(text).toContain('**2 of 4 attempts failed: failure rate 50.0 % (95 % CI 6.8 % – 93.2 %).** Flaky.');
    expect(text).not.toContain('TBD');
    expect(text.endsWith('## Phase 2: Design\nkept  \n')).toBe(true);
    const lines = (await readFile(path.join(summary.ledger, 'attempts.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(await readFile(path.join(summary.ledger, 'logs/0001.log'), 'utf8')).toBe('attempt 1\n');
  });

  it.each([
    ['passing', 0, ['-n', '3', ...node('')], { kind: 'passing', rate: 0 }],
    ['consistently-failing', 1, ['-n', '3', ...node('process.exit(7)')], { kind: 'consistently-failing', rate: 1 }],
    ['not reproduced', 0, ['-n', '3', '--as', 'reproduce', ...node('')], { kind: 'not-reproduced' }],
    ['a timeout', 1, ['-n', '1', '--timeout', '300ms', '--grace', '0ms', ...node('setInterval(() => {}, 1000)')], { kind: 'consistently-failing' }],
    ['a crash', 1, ['-n', '1', ...node("process.kill(process.pid, 'SIGSEGV')")], { kind: 'consistently-failing' }],
    ['a command that does not exist', 3, ['-n', '3', '--', 'no-such-command-anywhere'], { kind: 'no-data', rate: null, low: null, high: null }],
    ['a shell line', 1, ['-n', '1', '--shell', '--', 'exit 3 | exit 4'], { kind: 'consistently-failing' }],
    ['until the first failure', 1, ['-n', '9', '--until-failure', ...node(SOME_FAIL)], { kind: 'flaky' }],
    ['two at a time', 1, ['-n', '4', '--jobs', '2', ...node(SOME_FAIL)], { kind: 'flaky', rate: 0.5 }],
  ])('ends with the right exit code and kind for %s', async (_, code, args, verdict) => {
    const ended = await casebook(await workspace(), 'run', '--json', ...args);
    expect(summaryOf(ended.stdout).verdict).toMatchObject(verdict);
    expect(ended.code).toBe(code);
  });

  it.each([
    [['-n', '0', '--', 'true'], /at least 1: try `-n 100`/],
    [['-n', 'many', '--', 'true'], /whole number/],
    [['--timeout', '5', '--', 'true'], /duration with its unit/],
    [['--timeout', '0s', '--', 'true'], /timeout must be longer/],
    [['--jobs', '0', '--', 'true'], /number of jobs/],
    [['--as', 'proof', '--', 'true'], /Choose one of/],
    [[], /missing required argument 'command'/],
    [['--wi', 'WI9', '--', 'true'], /no work item WI9.*casebook list/],
    [['--as', 'verify', '--baseline', 'x', '--', 'true'], /not the id of a run/],
  ])('refuses %j before anything runs', async (args, message) => {
    const root = await workspace();
    expect(await casebook(root, 'run', ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) as string });
    expect(await made(root)).toEqual([]);
  });

  it('refuses an ambiguous, a read-only and a foreign-encoded work item before anything runs', async () => {
    const root = await workspace();
    await writeFile(path.join(root, 'WIs/WI1_other.md'), ITEM);
    expect(await casebook(root, 'run', '--wi', 'WI1', '--', 'true')).toMatchObject({ code: 2, stderr: expect.stringMatching(/2 work items: .*WI1_other\.md.*WI1_t\.md|2 work items: .*WI1_t\.md.*WI1_other\.md/) as string });
    await chmod(path.join(root, 'WIs/WI1_t.md'), 0o444);
    expect(await casebook(root, 'run', '--wi', 'WI1_t.md', '--', 'true')).toMatchObject({ code: 3, stderr: expect.stringContaining('read-only') as string });
    const latin1 = await workspace(new Uint8Array([0x23, 0xe9]));
    expect(await casebook(latin1, 'run', '--wi', 'WI1', '--', 'true')).toMatchObject({ code: 2, stderr: expect.stringContaining('not UTF-8') as string });
    for (const folder of [root, latin1]) expect(await made(folder)).toEqual([]);
  });

  it('refuses an unwritable ledger folder before the first attempt', async () => {
    const root = await workspace();
    await writeFile(path.join(root, '.casebook/runs'), 'a file where the folder should be');
    const marker = path.join(root, 'ran');
    expect(await casebook(root, 'run', '-n', '1', ...node(`require('fs').writeFileSync(${JSON.stringify(marker)}, '')`))).toMatchObject({ code: 3, stderr: expect.stringContaining('nothing was run') as string });
    await expect(readFile(marker)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('survives a command that prints 100 MB, and bounds its log', async () => {
    const root = await workspace();
    const { code, stdout } = await casebook(root, 'run', '-n', '1', '--json', ...node("const b = Buffer.alloc(1 << 20, 'x\\n'); let n = 100; (function w() { while (n-- > 0) if (!process.stdout.write(b)) return process.stdout.once('drain', w); })()"));
    expect(code).toBe(0);
    const { ledger } = summaryOf(stdout);
    const record = JSON.parse(await readFile(path.join(ledger, 'attempts.ndjson'), 'utf8')) as { outputBytes: number; logTruncated?: boolean };
    expect(record).toMatchObject({ outputBytes: 100 * 1024 * 1024, logTruncated: true });
    expect((await readFile(path.join(ledger, 'logs/0001.log'))).length).toBeLessThan(16 * 1024 * 1024);
  });

  it('keeps an edit that was made to the work item during the run', async () => {
    const root = await workspace();
    const edited = ITEM.replace('kept  ', 'kept and edited by a test under way  ');
    const source = `require('fs').writeFileSync('WIs/WI1_t.md', ${JSON.stringify(edited)})`;
    expect((await casebook(root, 'run', '-n', '1', '--wi', 'WI1', ...node(source))).code).toBe(0);
    const text = await itemOf(root);
    expect(text).toContain('kept and edited by a test under way  \n');
    expect(text).toContain('casebook:begin run');
  });

  it('says where the evidence is when the work item is gone or became unwritable meanwhile, exit 4 or 3, and writes it later', async () => {
    const root = await workspace();
    const gone = await casebook(root, 'run', '-n', '1', '--wi', 'WI1', ...node("require('fs').rmSync('WIs/WI1_t.md')"));
    const [id = ''] = await runIds(root);
    expect(gone).toMatchObject({ code: 4, stderr: expect.stringContaining(`casebook writeback ${id} --wi WIs/WI1_t.md`) as string });
    expect(await casebook(root, 'writeback', id)).toMatchObject({ code: 2, stderr: expect.stringContaining('no work item') as string });
    await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
    expect(await casebook(root, 'writeback', id)).toMatchObject({ code: 0, stdout: expect.stringContaining('Debug Information › Evidence') as string });
    expect(await itemOf(root)).toContain('**0 of 1 attempt failed');
    expect(await casebook(root, 'writeback', id)).toMatchObject({ code: 0 });
    expect((await itemOf(root)).match(/casebook:begin/g)).toHaveLength(1);
  });

  it('does not write over a block that was edited by hand: exit 4, and the file is as it was', async () => {
    const root = await workspace();
    await casebook(root, 'run', '-n', '1', '--wi', 'WI1', ...node(''));
    const [id = ''] = await runIds(root);
    const edited = (await itemOf(root)).replace('0 of 1', '0 of 100');
    await writeFile(path.join(root, 'WIs/WI1_t.md'), edited);
    expect(await casebook(root, 'writeback', id)).toMatchObject({ code: 4, stderr: expect.stringContaining('edited by hand') as string });
    expect(await itemOf(root)).toBe(edited);
    expect((await casebook(root, 'check')).stdout).toContain('evidence-edited');
  });

  it('cannot be made to break the structure of a work item by what a test prints', async () => {
    const root = await workspace();
    const hostile = ['## Phase 9: Owned', '```', '~~~', '---', '<!-- casebook:end run x -->', '<!--', '\u001b]8;;http://x\u0007', '| a | b |', 'Error: `x` | <script>', '````````'].join('\n');
    await casebook(root, 'run', '-n', '1', '--wi', 'WI1', ...node(`console.log(${JSON.stringify(hostile)}); process.exit(1)`));
    const text = await itemOf(root);
    expect(text).not.toContain('\u001b');
    const titles = (source: string) => [...allSections(parse(source).item.sections)].map(({ title }) => title);
    expect(titles(text).filter((title) => title !== 'Error Messages')).toEqual(titles(ITEM));
    expect(parse(text).item).toMatchObject({ evidence: [{ kind: 'run' }, { kind: 'run' }] });
    expect(parse(text).problems).toEqual([]);
    expect(parse(text).item.openFence).toBeUndefined();
  });

  it('leaves a readable ledger after a SIGKILL, which writeback puts into the work item', async () => {
    const root = await workspace();
    const { child, ended } = start(root, ['run', '-n', '500', '--wi', 'WI1', '--json', ...node('')]);
    let seen = '';
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      seen += chunk.toString();
      if (seen.split('attempt-finished').length > 5) break;
    }
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    const [id = ''] = await runIds(root);
    expect(await casebook(root, 'writeback', id)).toMatchObject({ code: 0 });
    const text = await itemOf(root);
    expect(text).toMatch(/0 of \d+ attempts failed/);
    expect(text).toMatch(/interrupted/i);
    const told = (seen.match(/"type":"attempt-finished"/g) ?? []).length;
    const recorded = Number(/0 of (\d+) attempts failed/.exec(text)?.[1]);
    expect(recorded).toBeGreaterThanOrEqual(told);
  });

  it('ends its whole process group on Ctrl-C, keeps what was measured, and exits 130', async () => {
    const root = await workspace();
    const source = "if (process.env.CASEBOOK_ATTEMPT === '1') process.exit(0); const c = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']); c.on('spawn', () => require('fs').writeFileSync('grandchild', String(c.pid))); setInterval(() => {}, 1000)";
    const { child, ended } = start(root, ['run', '-n', '9', '--wi', 'WI1', ...node(source)]);
    const pid = Number(await waitForFile(path.join(root, 'grandchild')));
    expect(processIdentity(pid)).toBeDefined();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: expect.stringContaining('0 of 1 attempt failed') as string });
    expect(processIdentity(pid)).toBeUndefined();
    expect(await itemOf(root)).toMatch(/cancelled/);
  });

  it('writes into no other file than the one that was meant', async () => {
    const root = await workspace();
    await writeFile(path.join(root, 'deploy.sh'), 'echo hi\n');
    expect(await casebook(root, 'run', '-n', '1', '--wi', 'deploy.sh', '--', 'true')).toMatchObject({ code: 2, stderr: expect.stringContaining('not a markdown file') as string });
    for (const reference of ['WI1_gone.md', '/elsewhere/WIs/WI1_gone.md', 'notes about WI1']) {
      expect(await casebook(root, 'run', '-n', '1', '--wi', reference, '--', 'true')).toMatchObject({ code: 2, stderr: expect.stringContaining('no work item') as string });
    }
    expect(await itemOf(root)).toBe(ITEM);
    expect(await readFile(path.join(root, 'deploy.sh'), 'utf8')).toBe('echo hi\n');
  });

  it('makes a work item from a run with the command line that repeats it', async () => {
    const root = await workspace();
    await mkdir(path.join(root, 'sub dir'));
    await casebook(root, 'run', '-n', '2', '--jobs', '2', '--timeout', '3s', '--cwd', 'sub dir', '--shell', '--', 'echo x | cat; exit 1');
    const [id = ''] = await runIds(root);
    const made = await casebook(root, 'new', '--from', id);
    const text = await readFile(made.stdout.trim(), 'utf8');
    const line = /^casebook (run .*)$/m.exec(text)?.[1] ?? '';
    expect(line).toBe("run -n 2 --timeout 3s --jobs 2 --shell --cwd 'sub dir' -- 'echo x | cat; exit 1'");
    expect(text).toContain('2 of 2 attempts failed');
  });

  it('compares only what was measured in the same way, and whole', async () => {
    const root = await workspace();
    const command = ['--', 'sleep', '0.2'];
    const { stdout } = await casebook(root, 'run', '-n', '4', '--as', 'baseline', '--wi', 'WI1', '--timeout', '50ms', '--json', ...command);
    const { id: baseline } = summaryOf(stdout);
    const otherTimeout = await casebook(root, 'run', '-n', '4', '--as', 'verify', '--wi', 'WI1', '--timeout', '5s', ...command);
    expect(otherTimeout.stdout).not.toContain('Before:');
    const asked = await casebook(root, 'run', '-n', '4', '--as', 'verify', '--wi', 'WI1', '--timeout', '5s', '--baseline', baseline, ...command);
    expect(asked.stdout).toMatch(/Not compared: an attempt had 50 ms in the run before/);
    expect(await casebook(root, 'run', '-n', '1', '--baseline', baseline, ...command)).toMatchObject({ code: 2, stderr: expect.stringContaining('--as verify') as string });
  });

  it.runIf(needs(existsSync('/dev/full'), '/dev/full'))('goes on when what it tells meets a full disk, and says so by its exit code', async () => {
    const root = await workspace();
    const ended = await casebookTo('/dev/full', root, 'run', '-n', '5', '--wi', 'WI1', '--json', ...node(''));
    expect(ended).toMatchObject({ code: 3, stderr: expect.stringContaining('could not be written to standard output') as string });
    expect(await itemOf(root)).toContain('0 of 5 attempts failed');
    // Of a verb that keeps no run, nothing is said of one.
    expect((await casebookTo('/dev/full', root, 'explain', 'ECONNREFUSED')).stderr).not.toContain('.casebook/runs');
  });

  it('holds a run after a change against the one before it', async () => {
    const root = await workspace();
    const command = ['--', process.execPath, 'check.cjs'];
    await writeFile(path.join(root, 'check.cjs'), 'process.exit(1)');
    await casebook(root, 'run', '-n', '6', '--as', 'baseline', '--wi', 'WI1', ...command);
    await writeFile(path.join(root, 'check.cjs'), '');
    const verified = await casebook(root, 'run', '-n', '6', '--as', 'verify', '--wi', 'WI1', ...command);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/Before: 6 of 6 .*after: 0 of 6 .*p = 0\.00108/) as string });
    const text = await itemOf(root);
    expect(text.indexOf('## Phase 5: Testing & Validation')).toBeGreaterThan(0);
    expect(text.slice(text.indexOf('### Test Results'))).toContain('before: [');
  });

  it('offers no ledger that somebody removed during the run, and exits 3', async () => {
    const root = await workspace();
    const removed = await casebook(root, 'run', '-n', '3', '--wi', 'WI1', ...node("require('fs').rmSync('.casebook', { recursive: true })"));
    expect(removed.code).toBe(3);
    expect(removed.stdout).not.toContain('Ledger:');
    expect(removed.stderr).not.toContain('safe in the ledger');
    expect(await itemOf(root)).toBe(ITEM);
  });

  it('goes on when nobody reads what it tells', async () => {
    const root = await workspace();
    const { child, ended } = start(root, ['run', '-n', '3', '--json', ...node('')]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended).code).toBe(0);
    const [id = ''] = await runIds(root);
    expect(JSON.parse(await readFile(path.join(root, '.casebook/runs', id, 'run.json'), 'utf8'))).toMatchObject({ result: { reason: 'completed' } });
    await rm(root, { recursive: true });
  });
});
