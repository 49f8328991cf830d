import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook, lastJson } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n';

interface Told {
  readonly series: string;
  readonly separates: string | null;
  readonly sentence: string;
  readonly conditions: readonly { readonly condition: string; readonly run: string; readonly n: number; readonly failures: number; readonly pValue: number | null }[];
}

/** Fails if another attempt is under way: each holds a folder, for longer than starting the next one takes. */
const EXCLUSIVE = "const fs = require('fs'); try { fs.mkdirSync('held'); } catch { throw new Error('somebody holds it'); } setTimeout(() => fs.rmdirSync('held'), 700);";

async function workspace(check: string): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  await writeFile(path.join(root, 'check.cjs'), check);
  return root;
}

async function matrix(root: string, conditions: string, n: number, ...options: string[]): Promise<Told & { code: number | null }> {
  const { code, stdout, stderr } = await casebook(root, 'run', '-n', String(n), '--matrix', conditions, '--json', ...options, '--', process.execPath, 'check.cjs');
  if (stdout === '') throw new Error(stderr);
  return { ...(lastJson(stdout) as Told), code };
}

describe('casebook run --matrix', () => {
  it('names the smallest condition under which a test fails that cannot run beside itself, in one block', async () => {
    const root = await workspace(EXCLUSIVE);
    const told = await matrix(root, 'parallel:4,isolated', 7, '--wi', 'WI1');
    expect(told.code).toBe(1);
    expect(told.conditions).toMatchObject([
      { condition: 'isolated', n: 8, failures: 0, pValue: null },
      { condition: 'parallel:4', n: 8 },
    ]);
    expect(told.separates).toBe('parallel:4');
    expect(told.sentence).toMatch(/smallest condition that makes it fail more often is parallel:4: \d of 8 attempts .* against isolated 0 of 8 .*corrected for 1 comparison by Holm: p/);
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text.match(/casebook:begin/g)).toHaveLength(1);
    expect(text).toContain(`<!-- casebook:begin matrix ${told.series} -->`);
    expect(text).toMatch(/\| \[`isolated`\].* \| 8 \| 0 \| at most /);
    expect(text).toMatch(/\| \[`parallel:4`\].* \| 8 \| \d \| \d.* % \| .* \| p .* \|/);
    expect(await casebook(root, 'writeback', told.conditions[1]?.run ?? '', '--wi', 'WI1')).toMatchObject({ code: 0 });
    expect(await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8')).toBe(text);
  });

  it('varies the seed only where it is shuffled', async () => {
    const root = await workspace("require('fs').appendFileSync('seeds', `${process.env.CASEBOOK_RUN} ${process.env.CASEBOOK_SEED}\\n`);");
    const told = await matrix(root, 'isolated,shuffled', 4);
    expect(told).toMatchObject({ code: 0, separates: null, sentence: 'It did not fail under any of the 2 conditions.' });
    const lines = (await readFile(path.join(root, 'seeds'), 'utf8')).trimEnd().split('\n').map((line) => line.split(' '));
    const different = (condition: number) => new Set(lines.filter(([run]) => run === told.conditions[condition]?.run).map(([, seed]) => seed)).size;
    expect([different(0), different(1)]).toEqual([1, 4]);
  });

  it('burns processors while it is the turn of loaded attempts, and at no other time', async () => {
    // The processor time of Casebook's own process, over a part of each attempt.
    const busy = "const t = () => { const f = require('fs').readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ')[1].split(' '); return Number(f[11]) + Number(f[12]); }; const a = t(); setTimeout(() => require('fs').appendFileSync('ticks', `${process.env.CASEBOOK_RUN} ${t() - a}\\n`), 400);";
    if (process.platform !== 'linux') return;
    const root = await workspace(busy);
    const told = await matrix(root, 'isolated,loaded', 3);
    expect(told.code).toBe(0);
    const lines = (await readFile(path.join(root, 'ticks'), 'utf8')).trimEnd().split('\n').map((line) => line.split(' '));
    const ticks = (condition: number) => lines.filter(([run]) => run === told.conditions[condition]?.run).map(([, count]) => Number(count));
    expect(Math.min(...ticks(1))).toBeGreaterThan(Math.max(...ticks(0)));
  });

  it('refuses what is no condition, and what contradicts it', async () => {
    const root = await workspace('');
    const refused = (...args: string[]) => casebook(root, 'run', '-n', '2', ...args, '--', 'true');
    expect(await refused('--matrix', 'isolated,paralell:4')).toMatchObject({ code: 2, stderr: expect.stringContaining('"paralell:4" is no condition') as string });
    expect(await refused('--matrix', 'isolated')).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing to hold against it') as string });
    expect(await refused('--matrix', 'loaded', '--until-failure')).toMatchObject({ code: 2 });
    expect(await refused('--matrix', 'loaded', '--jobs', '2')).toMatchObject({ code: 2 });
    expect(await refused('--matrix', 'loaded', '--interleave', 'HEAD')).toMatchObject({ code: 2 });
    expect(await refused('--setup', 'true')).toMatchObject({ code: 2 });
  });
});
