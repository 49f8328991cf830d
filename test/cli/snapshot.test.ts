import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook, start } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **System State**: TBD\n- **Evidence**: TBD\n';

async function workspace(): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  await writeFile(path.join(root, 'package.json'), '{}');
  return root;
}

interface Taken {
  readonly id: string;
  readonly ledger: string;
  readonly snapshot: Record<string, unknown>;
}

describe('casebook snapshot', () => {
  it('goes into a ledger and into System State of the work item', async () => {
    const root = await workspace();
    const { code, stdout } = await casebook(root, 'snapshot', '--wi', 'WI1', '--json');
    expect(code).toBe(0);
    const { id, ledger, snapshot } = JSON.parse(stdout) as Taken;
    expect(Object.keys(snapshot).sort()).toEqual(['clock', 'containers', 'environment', 'git', 'listeners', 'load', 'memory', 'processes', 'system', 'tools']);
    expect(JSON.parse(await readFile(path.join(root, ledger, 'run.json'), 'utf8'))).toMatchObject({ schema: 1, kind: 'snapshot', id, writeBack: { state: 'written', workItem: 'WIs/WI1_t.md' } });
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text.indexOf(`<!-- casebook:begin snapshot ${id} -->`)).toBeLessThan(text.indexOf('- **Evidence**: TBD'));
    expect(text).toContain('node: v');
    expect(text).not.toContain('System State**: TBD');
    expect((await casebook(root, 'writeback', id)).code).toBe(0);
  });

  it('names what differs between two, by id or by folder', async () => {
    const root = await workspace();
    const taken: Taken[] = [];
    for (const env of [{ CI: 'true' }, { CI: 'false', HTTP_PROXY: 'http://127.0.0.1:1' }]) taken.push(JSON.parse((await start(root, ['snapshot', '--json'], env).ended).stdout) as Taken);
    const [a, b] = taken.map(({ id }) => id);
    const { code, stdout } = await casebook(root, 'snapshot', 'diff', a ?? '', `.casebook/runs/${b ?? ''}`);
    expect(code).toBe(0);
    expect(stdout).toContain('environment CI\n  A: true\n  B: false');
    expect(stdout).toContain('environment HTTP_PROXY\n  A: (absent)');
    const json = JSON.parse((await casebook(root, 'snapshot', 'diff', a ?? '', a ?? '', '--json')).stdout) as { differences: unknown[]; same: number };
    expect(json.differences).toEqual([]);
    expect(json.same).toBeGreaterThan(3);
  });

  it('refuses what is no snapshot and no verb', async () => {
    const root = await workspace();
    for (const words of [['diff'], ['diff', '20261121-140233-a3f9', '20261121-140233-a3f9'], ['compare', 'a', 'b'], ['diff', 'a', 'b', 'c'], ['--wi', 'WI9']]) expect([words, (await casebook(root, 'snapshot', ...words)).code]).toEqual([words, 2]);
  });
});
