import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

interface Item {
  readonly alias: string;
  readonly stale: boolean;
}

const DAY = 86_400_000;

async function workspace(): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, 'WIs'), { recursive: true });
  await mkdir(path.join(root, '.casebook'));
  const files: Readonly<Record<string, readonly [text: string, days: number]>> = {
    'WI1_a.md': ['# WI1: A\n**Status**: Design - waiting\n**Priority**: High\n**Component**: Orders\n\nThe needle is here.\n', 6],
    'WI2_b.md': ['# WI2: B\n**Status**: Investigation\n**Priority**: Low\n**Component**: Cart\n', 4],
    'WI3_c.md': ['# WI3: C\n**Status**: Done\n**Component**: Orders\n', 30],
  };
  for (const [name, [text, days]] of Object.entries(files)) {
    await writeFile(path.join(root, 'WIs', name), text);
    const time = (Date.now() - days * DAY) / 1000;
    await utimes(path.join(root, 'WIs', name), time, time);
  }
  return root;
}

async function listed(root: string, ...args: string[]): Promise<string[]> {
  const { items } = JSON.parse((await casebook(root, 'list', '--json', ...args)).stdout) as { items: Item[] };
  return items.map(({ alias }) => alias);
}

describe('casebook list', () => {
  it('filters by phase, status, priority, component and text, together', async () => {
    const root = await workspace();
    expect(await listed(root, '--phase', 'design')).toEqual(['WI1']);
    expect(await listed(root, '--phase', '1')).toEqual(['WI2']);
    expect(await listed(root, '--phase', 'Closed')).toEqual(['WI3']);
    expect(await listed(root, '--status', 'WAITING')).toEqual(['WI1']);
    expect(await listed(root, '--priority', 'low')).toEqual(['WI2']);
    expect(await listed(root, '--component', 'orders')).toEqual(['WI1', 'WI3']);
    expect(await listed(root, '--grep', 'NEEDLE')).toEqual(['WI1']);
    expect(await listed(root, '--component', 'orders', '--grep', 'WI3')).toEqual(['WI3']);
    expect(await listed(root, '--grep', 'nothing like it')).toEqual([]);
    expect((await casebook(root, 'list', '--phase', 'Closed')).stdout).toMatch(/^WI3 {2}closed/);
    expect(await casebook(root, 'list', '--phase', 'Shipping')).toMatchObject({ code: 2, stdout: '' });
  });

  it('puts the older first among those of one phase and priority, then those without a date', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, 'WIs'));
    for (const [name, header] of Object.entries({ WI1: '', WI2: '**Created**: 2026-01-28', WI3: '**Date**: 2026-01-27 (Tuesday)', WI4: '**Created**: 2026-01-28', WI5: '**Priority**: High' })) {
      await writeFile(path.join(root, 'WIs', `${name}.md`), `# ${name}: T\n\n**Status**: Design\n${header}\n`);
    }
    expect(await listed(root)).toEqual(['WI5', 'WI3', 'WI2', 'WI4', 'WI1']);
  });

  it('marks open ones without an update for five days', async () => {
    const root = await workspace();
    const { items } = JSON.parse((await casebook(root, 'list', '--json')).stdout) as { items: Item[] };
    expect(items.map(({ alias, stale }) => `${alias} ${stale}`)).toEqual(['WI2 false', 'WI1 true', 'WI3 false']);
    expect((await casebook(root, 'list')).stdout).toMatch(/^WI2 {2}1\/6 Investigation {2}[^]*\nWI1 {2}2\/6 Design \(no update for 6 days\)/);
  });

  it('sees a change, a new file and a deleted one, whatever it kept of earlier readings', async () => {
    const root = await workspace();
    expect(await listed(root)).toEqual(['WI2', 'WI1', 'WI3']);
    await writeFile(path.join(root, 'WIs/WI2_b.md'), '# WI2: B\n**Status**: Testing\n');
    await writeFile(path.join(root, 'WIs/WI4_d.md'), '# WI4: D\n**Status**: TDD\n');
    expect(await listed(root)).toEqual(['WI1', 'WI4', 'WI2', 'WI3']);
    await writeFile(path.join(root, '.casebook/cache/work-items.ndjson'), '{"key":"torn');
    expect(await listed(root)).toEqual(['WI1', 'WI4', 'WI2', 'WI3']);
  });
});
