/** How the options of `casebook run` go together. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook, lastJson } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

interface Summary {
  readonly n: number;
  readonly verdict: { readonly sentence: string };
}

describe('casebook run', () => {
  it.each([
    [['--until-failure', '--until-failures', '2'], /give one of the two/],
    [['-n', '3', '--until-failures', '4'], /4 failures cannot come in 3 attempts/],
    [['--for', '0s'], /try `--for 10m`/],
    [['--env', 'NOVALUE'], /Write NAME=value/],
    [['--env', 'CASEBOOK_SEED=1'], /is set by Casebook/],
  ])('refuses %j before anything runs', async (options, sentence) => {
    const root = await tempFolder();
    const { code, stderr } = await casebook(root, 'run', ...options, '--', 'true');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(sentence) as string });
    expect(existsSync(path.join(root, '.casebook'))).toBe(false);
  });

  it('repeats for a time, without a number to reach', async () => {
    const { code, stdout, stderr } = await casebook(await tempFolder(), 'run', '--for', '300ms', '--env', 'A=1', '--env', 'B=2', '--shell', '--', 'test "$A$B${CASEBOOK_ATTEMPTS-none}" = 12none && sleep 0.02');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^0 of \d+ attempts? failed/);
    expect(stdout + stderr).not.toMatch(/10,?000,?000/);
  });

  it('stops at so many failures', async () => {
    const { code, stdout } = await casebook(await tempFolder(), 'run', '--until-failures', '3', '--json', '--', 'false');
    expect(code).toBe(1);
    expect((lastJson(stdout) as Summary).n).toBe(3);
  });
});
