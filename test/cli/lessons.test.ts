import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

async function workspace(): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs/archive'), { recursive: true });
  await writeFile(path.join(root, 'WIs/archive/WI1_reset.md'), '# WI1: Store resets connections\n**Status**: Done\n\n### Debug Information\n\n#### Error Messages\n\nError: connect ECONNREFUSED 127.0.0.1:4711\n\n### Problems to Avoid\n\n- Do not wait for the port alone\n');
  await writeFile(path.join(root, 'WIs/WI2_clock.md'), '# WI2: Clock\n\n### Key Insights\n\n- Monotonic clocks never go back\n');
  await writeFile(path.join(root, 'WIs/WI3_bad.md'), new Uint8Array([0xff]));
  return root;
}

describe('casebook lessons', () => {
  it('finds lessons by words, with file and line', async () => {
    const root = await workspace();
    expect(await casebook(root, 'lessons', 'monotonic', 'clock')).toMatchObject({ code: 0, stdout: 'WIs/WI2_clock.md:5 Key Insights\n  Monotonic clocks never go back\n' });
    expect(await casebook(root, 'lessons', 'zebra', '--json')).toMatchObject({ code: 0, stdout: '{\n  "lessons": []\n}\n' });
  });

  it('finds those of the same failure, and starts a new work item with them', async () => {
    const root = await workspace();
    await writeFile(path.join(root, 'app.log'), 'Error: connect ECONNREFUSED 127.0.0.1:9999\n');
    const file = (await casebook(root, 'new', '--from-log', 'app.log')).stdout.trim();
    expect(await readFile(file, 'utf8')).toContain('## Lessons Applied from Previous WIs\n\n- Do not wait for the port alone ([WI1](<archive/WI1_reset.md>), line 12, the same error message)\n\n## Phase 1');
    const { lessons } = JSON.parse((await casebook(root, 'lessons', '--for', file, '--json')).stdout) as { lessons: unknown[] };
    expect(lessons[0]).toMatchObject({ path: 'WIs/archive/WI1_reset.md', line: 12, topic: 'Problems to Avoid', sameFailure: true });
    const other = (await casebook(root, 'new', '--title', 'Zebra')).stdout.trim();
    expect(await readFile(other, 'utf8')).toContain('## Lessons Applied from Previous WIs\n\n*[');
  });

  it('harvests them into a file, again and again, and never over a file of somebody else', async () => {
    const root = await workspace();
    expect(await casebook(root, 'lessons', 'harvest')).toMatchObject({ code: 0, stdout: `${path.join(root, 'WIs/LESSONS.md')}\n` });
    const text = await readFile(path.join(root, 'WIs/LESSONS.md'), 'utf8');
    expect(text).toContain('## Key Insights\n\n- Monotonic clocks never go back ([WI2](<WI2_clock.md>), line 5)\n');
    expect((await casebook(root, 'lessons', 'harvest')).code).toBe(0);
    expect(await readFile(path.join(root, 'WIs/LESSONS.md'), 'utf8')).toBe(text);
    expect((await casebook(root, 'list', '--json')).stdout).not.toContain('LESSONS');
    await writeFile(path.join(root, 'mine.md'), 'mine\n');
    expect(await casebook(root, 'lessons', 'harvest', '--out', 'mine.md')).toMatchObject({ code: 2, stderr: expect.stringContaining('left as it is') as string });
    expect(await readFile(path.join(root, 'mine.md'), 'utf8')).toBe('mine\n');
  });

  it('says how it is asked', async () => {
    const root = await workspace();
    expect(await casebook(root, 'lessons')).toMatchObject({ code: 2, stderr: expect.stringContaining('--for WI4') as string });
    expect(await casebook(root, 'lessons', '--for', 'WI99')).toMatchObject({ code: 2 });
  });
});
