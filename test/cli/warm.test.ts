/** `casebook run --warm`, from the packaged command line, with the Vitest of this project. */
import { mkdtempSync } from 'node:fs';
import { readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casebook, lastJson } from '../support/casebook.js';

/** Fails where an earlier repetition in the same process was there before it. */
const LEAVES = `
import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
test('leaves nothing behind', () => {
  const left = 'left-' + process.ppid;
  const found = existsSync(left);
  writeFileSync(left, '');
  expect(found).toBe(false);
});
`;

interface Summary {
  readonly n: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly crossCheck: { readonly run: string; readonly differs: boolean; readonly cold: object; readonly sentence: string };
}

describe('casebook run --warm', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'casebook-warm-test-'));
  beforeAll(async () => {
    await symlink(path.resolve(import.meta.dirname, '../../node_modules'), path.join(root, 'node_modules'));
    await writeFile(path.join(root, 'package.json'), '{"type":"module"}');
    await writeFile(path.join(root, 'leaves.test.js'), LEAVES);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('finds what a test leaves behind by holding the repetitions against cold attempts', async () => {
    const { code, stdout } = await casebook(root, 'run', '-n', '8', '--warm', '--cross-check', '--json', '--', 'npx', 'vitest', 'run', 'leaves');
    expect(code).toBe(1);
    const { n, outcomes, crossCheck } = lastJson(stdout) as Summary;
    expect({ n, pass: outcomes['pass'], fail: outcomes['fail'] }).toEqual({ n: 8, pass: 1, fail: 7 });
    expect(crossCheck).toMatchObject({ differs: true, cold: { failures: 0, n: 10 } });
    expect(await readdir(path.join(root, '.casebook/runs'))).toContain(crossCheck.run);
  });

  it.each([
    [['--warm', '--', 'npm', 'test'], /names a script/],
    [['--warm', 'pytest', '--', 'npx', 'vitest'], /does not run pytest/],
    [['--warm', '--shell', '--', 'vitest run | cat'], /without --shell/],
    [['--warm', '--matrix', 'isolated', '--', 'npx', 'vitest'], /leave it or --warm out/],
    [['--cross-check', '--', 'true'], /add --warm/],
    [['--warm', 'jest', '--', 'npx', 'jest'], /Choose one of/],
  ])('refuses %j with what to do, before anything runs', async (words, sentence) => {
    const { code, stderr } = await casebook(root, 'run', ...words);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(sentence) as string });
  });
});
