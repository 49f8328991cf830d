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

  it('is not taken in by a test of another name that fails with the same message', async () => {
    const root = await project('race.test.mjs', suite(RACE));
    await baseline(root, command);
    await writeFile(path.join(root, 'race.test.mjs'), suite(FIXED, "test('ships an order', () => assert.ok(!broken, 'no price'));"));
    expect(await verify(root)).toMatchObject({ code: 1, kind: 'new-failure' });
  });
});

describe('casebook verify, of tests of Vitest', () => {
  it('refuses a test that a filter in the configuration leaves out', async () => {
    const content = (broken: string) => `import { expect, test } from 'vitest';\ntest('prices an order', () => { expect(${broken}).toBe(true); });\ntest('adds up', () => { expect(1 + 1).toBe(2); });\n`;
    const root = await project('race.test.js', content('process.env.CASEBOOK_ATTEMPT % 2 !== 0'));
    const modules = path.resolve(import.meta.dirname, '../../node_modules');
    await symlink(modules, path.join(root, 'node_modules'));
    await writeFile(path.join(root, 'package.json'), '{ "type": "module" }');
    const command = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--cache=false', 'race.test.js'];
    await baseline(root, command, 8);
    await writeFile(path.join(root, 'race.test.js'), content('true'));
    await writeFile(path.join(root, 'vitest.config.js'), "export default { test: { testNamePattern: 'adds up' } };\n");
    expect(await verify(root)).toMatchObject({ code: 1, kind: 'not-executed', after: { n: 0, failures: 0 } });
    await rm(path.join(root, 'vitest.config.js'));
    const ended = await verify(root, '-n', '3');
    expect(ended).toMatchObject({ code: 1, kind: 'not-enough', after: { n: 3, failures: 0 } });
    expect(await readFile(path.join(root, '.casebook/runs', ended.id ?? '', 'attempts.ndjson'), 'utf8')).toContain('"executed":2');
  });
});
