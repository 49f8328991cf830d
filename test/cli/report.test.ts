import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casebook, lastJson } from '../support/casebook.js';

const SOURCE = "const n = Number(process.env.CASEBOOK_ATTEMPT); if (n % 4 === 1) throw new Error('</script><b>boom</b> token=ghp_abcdefghijklmnopqrstuvwxyz0123456789');";

let root: string;
let before: string;
let after: string;
let shot: string;

async function run(source: string): Promise<string> {
  await writeFile(path.join(root, 'check.cjs'), source);
  return (lastJson((await casebook(root, 'run', '-n', '8', '--json', '--', process.execPath, 'check.cjs')).stdout) as { id: string }).id;
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'casebook-test-'));
  await mkdir(path.join(root, '.casebook'));
  before = await run(SOURCE);
  after = await run('');
  shot = (JSON.parse((await casebook(root, 'snapshot', '--json')).stdout) as { id: string }).id;
}, 120_000);

afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));

describe('casebook show RUN', () => {
  it('tells a run as its report does, in text and as JSON', async () => {
    const { code, stdout } = await casebook(root, 'show', before);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Run: Flaky\n2 of 8 attempts failed/);
    expect(stdout).toMatch(/Failures by message:\nCount +Message[^]*2 +Error: /);
    expect(stdout).not.toMatch(/ghp_|^Attempt +Outcome/m);
    expect(stdout).not.toMatch(/^.+:\n\n/m); // a heading with nothing below it
    const json = JSON.parse((await casebook(root, 'show', before, '--json')).stdout) as { word: string; sections: { heading: string; table: { rows: unknown[] } | null }[] };
    expect(json.word).toBe('Flaky');
    expect(json.sections.find(({ heading }) => heading === 'Attempts')?.table?.rows).toHaveLength(8);
  });

  it('writes a page and a picture that need nothing else, and hold no secret', async () => {
    const told = await casebook(root, 'show', before, '--html', 'report.html', '--svg', 'report.svg');
    expect(told).toMatchObject({ code: 0, stdout: '', stderr: 'Written to report.html\nWritten to report.svg\n' });
    const [html, svg] = await Promise.all(['report.html', 'report.svg'].map((file) => readFile(path.join(root, file), 'utf8')));
    expect(html).toContain('&lt;/script&gt;&lt;b&gt;boom&lt;/b&gt;');
    expect(html).not.toMatch(/<script|ghp_/);
    expect(svg).toMatch(/^<\?xml[^]*<\/svg>\n$/);
    expect((await casebook(root, 'show', before, '--svg', '-')).stdout).toBe(svg);
  });

  it('replaces an earlier export, and nobody else’s file', async () => {
    await writeFile(path.join(root, 'mine.html'), '<p>mine</p>');
    expect(await casebook(root, 'show', before, '--html', 'mine.html')).toMatchObject({ code: 2, stderr: expect.stringContaining('was not made by an export: name another file, or remove it') as string });
    expect(await readFile(path.join(root, 'mine.html'), 'utf8')).toBe('<p>mine</p>');
    await symlink('mine.html', path.join(root, 'link.html'));
    expect((await casebook(root, 'show', before, '--html', 'link.html')).code).toBe(2);
    await casebook(root, 'show', before, '--html', 'again.html');
    expect((await casebook(root, 'show', after, '--html', 'again.html')).code).toBe(0);
    expect(await readFile(path.join(root, 'again.html'), 'utf8')).toContain('0 of 8 attempts failed');
  });

  it('says what is wrong with what it was asked for', async () => {
    const refusals = [
      [['20200101-000000-aaaa', '--html', 'x.html'], 2, /There is no run/],
      [[shot, '--svg', 'x.svg'], 2, /This report has no picture \(snapshot\): export it with --html FILE/],
      [[before, '--section', 'x'], 2, /--section are for work items/],
      [[before, '--html', 'none/x.html'], 3, /cannot be written[^]*name a file in a folder that is there/],
      [['WI1', '--html', 'x.html'], 2, /A work item has no report: name a run/],
      [[before, '--html', '-', '--svg', '-'], 2, /one document/],
    ] as const;
    for (const [args, code, why] of refusals) expect(await casebook(root, 'show', ...args)).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(why) as string });
  });

  it('tells evidence of other kinds, too', async () => {
    const { code, stdout } = await casebook(root, 'show', shot);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Snapshot: Snapshot\nState of [^]*A snapshot has no picture/);
  });
});

describe('casebook compare', () => {
  it('writes both runs side by side as a page and as a picture', async () => {
    const told = await casebook(root, 'compare', before, after, '--html', 'compared.html', '--svg', 'compared.svg');
    expect(told).toMatchObject({ code: 0, stdout: '' });
    const html = await readFile(path.join(root, 'compared.html'), 'utf8');
    expect(html).toContain('<h2>Before and after</h2>');
    expect(html).toContain('<title>Failure rates before and after</title>');
    expect(await readFile(path.join(root, 'compared.svg'), 'utf8')).toContain('2 of 8 failed');
  });
});
