import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook, lastJson } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 5: Testing & Validation\n### Test Results\nTBD\n';

async function workspace(): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  return root;
}

async function run(root: string, source: string, ...options: string[]): Promise<string> {
  await writeFile(path.join(root, 'check.cjs'), source);
  const { stdout } = await casebook(root, 'run', '-n', '8', '--json', ...options, '--', process.execPath, 'check.cjs');
  return (lastJson(stdout) as { id: string }).id;
}

describe('casebook compare', () => {
  it('tells what is new, what stays and what is gone, and writes it into the work item', async () => {
    const root = await workspace();
    const before = await run(root, "const n = Number(process.env.CASEBOOK_ATTEMPT); if (n < 3) throw new TypeError('stays'); if (n < 6) throw new RangeError('goes');");
    const after = await run(root, "const n = Number(process.env.CASEBOOK_ATTEMPT); if (n < 2) throw new TypeError('stays'); if (n < 3) throw new Error('comes');");
    const told = await casebook(root, 'compare', before, after, '--wi', 'WI1');
    expect(told.code).toBe(1);
    expect(told.stdout).toMatch(/Before: 5 of 8 attempts failed \(62\.5 %\); after: 2 of 8 attempts failed \(25\.0 %\)/);
    expect(told.stdout).toMatch(/new: 1 x .*comes[^]*still: 2 before, 1 after: .*stays[^]*gone: 3 x .*goes/);
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text.slice(text.indexOf('### Test Results'))).toMatch(new RegExp(`<!-- casebook:begin compare ${after}/against-${before} -->[^]*\\*\\*New after, not seen before:\\*\\*`));
    expect(text).not.toContain('TBD');
    expect(await casebook(root, 'check', 'WI1')).toMatchObject({ stdout: expect.not.stringContaining('evidence') as string });
    const json = await casebook(root, 'compare', after, before, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ before: { run: after, n: 8, failures: 2 }, after: { failures: 5 }, newFailures: [{ count: 3 }], remaining: [{ before: 1, after: 2 }], gone: [{ count: 1 }] });
  });

  it('refuses runs of another command or mode with the reason, and what is no run', async () => {
    const root = await workspace();
    const one = await run(root, '');
    const other = await run(root, '', '--jobs', '2');
    const { id: shot } = JSON.parse((await casebook(root, 'snapshot', '--json')).stdout) as { id: string };
    const refusals = [
      [[one, shot], /is a snapshot: name two runs/],
      [[one, other], /1 attempt at a time, the run after 2, and load changes failure rates/],
      [[one, one], /same run/],
      [[one, 'x'], /not the id of a run/],
      [[one, '20200101-000000-aaaa'], /There is no run/],
    ] as const;
    for (const [ids, why] of refusals) expect(await casebook(root, 'compare', ...ids)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(why) as string });
    const same = await run(root, '');
    expect(await casebook(root, 'compare', one, same)).toMatchObject({ code: 0, stdout: expect.stringContaining('not reproduced before') as string });
  });
});
