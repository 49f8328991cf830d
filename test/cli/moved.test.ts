import { mkdir, rename, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook, lastJson } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

const ITEM = '# T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n';
const COMMAND = ['--', 'sh', '-c', 'exit $((CASEBOOK_ATTEMPT % 2))'];

/** A workspace with a work item that has a run, and was moved under another name since. */
async function moved(...options: string[]): Promise<{ root: string; run: string }> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs/later'), { recursive: true });
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  const { stdout } = await casebook(root, 'run', '-n', '20', '--wi', 'WI1', '--json', ...options, ...COMMAND);
  await rename(path.join(root, 'WIs/WI1_t.md'), path.join(root, 'WIs/later/WI7_other.md'));
  return { root, run: (lastJson(stdout) as { id: string }).id };
}

interface Shown {
  readonly runs: readonly { readonly id: string; readonly state: string }[];
}

describe('the runs of a work item that was moved', () => {
  it('are still its runs, and not those of a file that took its place', async () => {
    const { root, run } = await moved();
    await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
    const shown = async (reference: string) => (lastJson((await casebook(root, 'show', reference, '--json')).stdout.replaceAll('\n', '')) as Shown).runs;
    expect(await shown('WI7')).toEqual([{ id: run, purpose: 'repeat', state: 'finished' }]);
    expect(await shown('WI1')).toEqual([]);
    expect((await casebook(root, 'show', 'WI7')).stdout).toContain(`Runs: 1, the latest ${run} (finished)\n`);
  });

  it('are those that a fix is proven from', async () => {
    const { root, run } = await moved('--as', 'baseline');
    const { stdout } = await casebook(root, 'verify', '--wi', 'WI7', '--json');
    expect(lastJson(stdout)).toMatchObject({ proven: false, before: { run } });
  });

  it('are written into it again', async () => {
    const { root, run } = await moved();
    const file = path.join(root, 'WIs/later/WI7_other.md');
    const before = await readFile(file, 'utf8');
    expect(await casebook(root, 'writeback', run)).toMatchObject({ code: 0, stdout: expect.stringContaining('Written into WIs/later/WI7_other.md') as string });
    const after = await readFile(file, 'utf8');
    expect(after.match(/casebook:begin/g)).toEqual(before.match(/casebook:begin/g));
    expect(after).toContain(`](../../.casebook/runs/${run}/logs/`); // its links are right again
  });
});

it('are not told where they cannot be listed, with the reason, and the work item is shown', async () => {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  await writeFile(path.join(root, '.casebook/runs'), '');
  const { code, stdout, stderr } = await casebook(root, 'show', 'WI1', '--json');
  expect([code, (JSON.parse(stdout) as { runs: unknown }).runs]).toEqual([0, null]);
  expect(stderr).toMatch(/^Its runs are not told: The runs in .* cannot be listed/);
});
