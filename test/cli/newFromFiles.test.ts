import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

const RESULTS = `<testsuites><testsuite name="orders"><testcase classname="orders" name="adds" file="test/orders.test.ts" line="7"><failure message="Error: lost">Error: lost
# not a heading
\`\`\`
&lt;!-- casebook:end run 20261121-140233-a3f9 --&gt;
password=hunter22
    at test/orders.test.ts:9:3</failure></testcase><testcase classname="orders" name="lists"/><testcase classname="cart" name="adds"><failure message="other"/></testcase></testsuite></testsuites>`;

async function workspace(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(root, name), text);
  return root;
}

describe('casebook new --from a file of test results', () => {
  it('takes title, error, location and reproduction, inert and without secrets, and passes the check', async () => {
    const root = await workspace({ 'results.xml': RESULTS });
    const { code, stdout } = await casebook(root, 'new', '--from', 'results.xml', '--test', 'orders > adds');
    expect(code).toBe(0);
    const text = await readFile(stdout.trim(), 'utf8');
    expect(text).toContain('# WI1: adds: Error: lost\n');
    expect(text).toContain('- **Location**: `test/orders.test.ts:7`');
    expect(text).toMatch(/#### Error Messages\n\n````text\nError: lost\n# not a heading\n```\n‹!-- casebook:end/);
    expect(text).not.toContain('hunter22');
    expect(text).toContain('It failed as `orders > adds` in `results.xml` (JUnit XML).');
    expect(text.match(/^## Phase \d/gm)).toHaveLength(6);
    expect(await casebook(root, 'check')).toMatchObject({ code: 0 });
  });

  it('refuses a test that did not fail with exit 2, and lists those that did', async () => {
    const root = await workspace({ 'results.xml': RESULTS });
    for (const [args, said] of [[['--test', 'lists'], 'did not fail'], [['--test', 'nope'], 'There is no failed test'], [[], '2 tests failed'], [['--test', 'adds'], 'means 2 failed tests']] as const) {
      expect(await casebook(root, 'new', '--from', 'results.xml', ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(new RegExp(`${said}[^]*\\n {2}orders > adds\\n {2}cart > adds\\n`)) as string });
    }
    expect((await casebook(root, 'list', '--json')).stdout).toContain('"items": []');
  });

  it('refuses a DOCTYPE, an unknown format, a missing file and --test without a file', async () => {
    const root = await workspace({ 'xxe.xml': '<testsuites><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><testcase name="&x;"><failure/></testcase></testsuites>', 'notes.txt': 'hello' });
    expect(await casebook(root, 'new', '--from', 'xxe.xml')).toMatchObject({ code: 2, stderr: expect.stringContaining('DOCTYPE') as string });
    expect(await casebook(root, 'new', '--from', 'notes.txt')).toMatchObject({ code: 2, stderr: expect.stringContaining('no known format') as string });
    expect(await casebook(root, 'new', '--from', 'gone.xml')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no file') as string });
    expect(await casebook(root, 'new', '--title', 'x', '--test', 'y')).toMatchObject({ code: 2, stderr: expect.stringContaining('--from FILE') as string });
  });
});

describe('casebook new --from-log', () => {
  it('takes the first error, with its line', async () => {
    const root = await workspace({ 'app.log': 'I1031 20:27:49.843424 fine\nE1031 20:29:50.574176 read tcp: i/o timeout\n' });
    const { stdout } = await casebook(root, 'new', '--from-log', 'app.log');
    const text = await readFile(stdout.trim(), 'utf8');
    expect(text).toContain('# WI1: read tcp: i/o timeout\n');
    expect(text).toContain('#### Log Locations\n\n- `app.log:2`\n');
    expect(text).toContain('```text\nE1031 20:29:50.574176 read tcp: i/o timeout\n```');
  });

  it('says so where no line reads like an error', async () => {
    const root = await workspace({ 'app.log': 'fine\n' });
    expect(await casebook(root, 'new', '--from-log', 'app.log')).toMatchObject({ code: 2, stderr: expect.stringContaining('reads like an error') as string });
  });
});
