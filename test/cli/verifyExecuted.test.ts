import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProofSummary } from '../../src/core/prove/summary.js';
import { casebook, lastJson } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

/** A file of node:test: the test that fails in every second attempt, and one beside it. */
const suite = (race: string, more = '') => `import { test } from 'node:test';
import assert from 'node:assert/strict';
const broken = process.env.CASEBOOK_ATTEMPT % 2 === 0;
${race}
test('adds up', () => assert.equal(1 + 1, 2));
${more}`;

const RACE = "test('prices an order', () => assert.ok(!broken, 'no price'));";
const FIXED = "test('prices an order', () => assert.ok(true));";

async function project(file: string, content: string): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await writeFile(path.join(root, file), content);
  return root;
}

async function baseline(root: string, command: readonly string[], n = 16): Promise<void> {
  const { code, stderr } = await casebook(root, 'run', '-n', String(n), '--as', 'baseline', '--', ...command);
  if (code !== 1) throw new Error(stderr);
}

async function verify(root: string, ...options: string[]): Promise<ProofSummary & { code: number | null }> {
  const { code, stdout, stderr } = await casebook(root, 'verify', '--json', ...options);
  if (stdout === '') throw new Error(stderr);
  return { ...(lastJson(stdout) as ProofSummary), code };
}

describe('casebook verify, of tests of node:test', () => {
  const command = [process.execPath, '--test', '--test-reporter=tap', 'race.test.mjs'];

  it('proves a fix by the name of the test, and refuses a test that is skipped, renamed, taken away or filtered away', async () => {
    const root = await project('race.test.mjs', suite(RACE));
    await baseline(root, command);
    const change = (content: string) => writeFile(path.join(root, 'race.test.mjs'), content);

    await change(suite(FIXED));
    const proven = await verify(root);
    expect(proven).toMatchObject({ code: 0, kind: 'proven' });
    expect(proven.sentence).toContain('Each attempt executed the test that failed, by its name.');

    await change(suite(FIXED.replace('test(', 'test.skip(')));
    expect(await verify(root)).toMatchObject({ code: 1, kind: 'not-executed', after: { n: 0 }, sentence: expect.stringContaining('executed fewer tests than the run before (2)') as string });

    // As many tests as before, one of them by another name: only names tell.
    await change(suite(FIXED.replace('prices an order', 'prices each order')));
    expect(await verify(root)).toMatchObject({ code: 1, kind: 'not-executed', sentence: expect.stringContaining('the test that failed before is not among those that it executed') as string });

    await change(suite('', "test('multiplies', () => assert.equal(2 * 2, 4));"));
    expect(await verify(root)).toMatchObject({ code: 1, kind: 'not-executed' });

    await change(suite(FIXED.replace("'prices an order',", "'prices an order', { skip: 'flaky' },")));
    expect(await verify(root)).toMatchObject({ code: 1, kind: 'not-executed' });

    await change('');
    expect(await verify(root)).toMatchObject({ code: 1, kind: 'not-executed' });
  });

  it('knows the names from the spec reporter, which newer versions of Node print by default', async () => {
    const root = await project('race.test.mjs', suite(RACE));
    await baseline(root, [process.execPath, '--test', '--test-reporter=spec', 'race.test.mjs'], 12);
    await writeFile(path.join(root, 'race.test.mjs'), suite(FIXED));
    expect(await verify(root)).toMatchObject({ code: 0, kind: 'proven', sentence: expect.stringContaining('Each attempt executed the test that failed, by its name.') as string });
    await writeFile(path.join(root, 'race.test.mjs'), suite(FIXED.replace('prices an order', 'prices each order')));
    expect(await verify(root)).toMatchObject({ code: 1, kind: 'not-executed' });
  });

  it('is not taken in by a test of another name that fails with the same message', async () => {
    const root = await project('race.test.mjs', suite(RACE));
    await baseline(root, command);
    await writeFile(path.join(root, 'race.test.mjs'), suite(FIXED, "test('ships an order', () => assert.ok(!broken, 'no price'));"));
    expect(await verify(root)).toMatchObject({ code: 1, kind: 'new-failure' });
  });
});

const HEAD = "import { expect, test } from 'vitest';\n";
const VITEST = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--cache=false', 'race.test.js'];

async function vitestProject(content: string): Promise<string> {
  const root = await project('race.test.js', `${HEAD}${content}`);
  await symlink(path.resolve(import.meta.dirname, '../../node_modules'), path.join(root, 'node_modules'));
  await writeFile(path.join(root, 'package.json'), '{ "type": "module" }');
  return root;
}

describe('casebook verify, of tests of Vitest', () => {
  it('refuses a test that a filter in the configuration leaves out', async () => {
    const content = (broken: string) => `test('prices an order', () => { expect(${broken}).toBe(true); });\ntest('adds up', () => { expect(1 + 1).toBe(2); });\n`;
    const root = await vitestProject(content('process.env.CASEBOOK_ATTEMPT % 2 !== 0'));
    await baseline(root, [...VITEST, '--reporter=verbose'], 8);
    await writeFile(path.join(root, 'race.test.js'), `${HEAD}${content('true')}`);
    await writeFile(path.join(root, 'vitest.config.js'), "export default { test: { testNamePattern: 'adds up' } };\n");
    expect(await verify(root)).toMatchObject({ code: 1, kind: 'not-executed', after: { n: 0, failures: 0 } });
    await rm(path.join(root, 'vitest.config.js'));
    const ended = await verify(root, '-n', '3');
    expect(ended).toMatchObject({ code: 1, kind: 'not-enough', after: { n: 3, failures: 0 } });
    expect(await readFile(path.join(root, '.casebook/runs', ended.id ?? '', 'attempts.ndjson'), 'utf8')).toContain('"executed":2');
  });

  it('takes no number of tests for a proof: as many are executed when one is skipped and another one added', async () => {
    const flaky = "test('flaky', () => { expect(process.env.CASEBOOK_ATTEMPT % 2).not.toBe(0); });\n";
    const root = await vitestProject(flaky);
    const { stderr } = await casebook(root, 'run', '-n', '8', '--as', 'baseline', '--', ...VITEST);
    expect(stderr).toContain('casebook: Against this baseline `casebook verify` can prove nothing: the tests that pass are not named');
    expect(stderr).toContain('with Vitest `--reporter=verbose`');
    await writeFile(path.join(root, 'race.test.js'), `${HEAD}${flaky.replace('test(', 'test.skip(')}test('added', () => {});\n`);
    const ended = await verify(root);
    expect(ended).toMatchObject({ code: 1, kind: 'not-executed', proven: false });
    expect(ended.sentence).toContain('its output does not name the tests that it executed');
    expect(ended.sentence).toContain('with Vitest `--reporter=verbose`');
  });

  it.each([
    ['verbose', 'shows it'],
    ['json', 'shows it'],
  ])('counts a test that passed when it was tried again for a failure (--reporter=%s %s)', async (reporter) => {
    const flaky = (retry: number) => `let tries = 0;\ntest('flaky', { retry: ${retry} }, () => { tries += 1; if (process.env.CASEBOOK_ATTEMPT % 2 === 0 && tries < 2) throw new Error('the race'); });\ntest('steady', () => {});\n`;
    const root = await vitestProject(flaky(0));
    await baseline(root, [...VITEST, `--reporter=${reporter}`], 8);
    await writeFile(path.join(root, 'race.test.js'), `${HEAD}${flaky(2)}`);
    const ended = await verify(root, '-n', '4');
    expect(ended).toMatchObject({ code: 1, kind: 'still-failing', retried: { tests: [expect.stringContaining('flaky')] } });
    expect(ended.sentence).toContain('since the test passed when it was tried again');
    const { stdout } = await casebook(root, 'run', '-n', '2', '--', ...VITEST, `--reporter=${reporter}`);
    expect(stdout).toContain('Warning: 1 attempt passed only because a test that failed was tried again.');
    expect(stdout).toMatch(/Failed and passed when tried again: (?:race\.test\.js > )?flaky\./);
  });
});
