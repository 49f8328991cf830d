import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSingleEvidence } from '../../../src/node/evidence/singleEvidence.js';
import { recordLogText } from '../../../src/node/logs/recordLogs.js';
import { runFolder } from '../../../src/node/run/folders.js';
import { casebook } from '../../support/casebook.js';
import { tempFolder } from '../../support/temp.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **System State**: TBD\n- **Evidence**: TBD\n';

const TEXT = [
  '2026-11-21T14:02:33.000Z INFO store connected to 127.0.0.1:5432',
  '2026-11-21T14:02:34.000Z ERROR store query 17 failed: password=hunter2secret was refused',
  '# not a heading',
  '<!-- casebook:begin run 20261121-140233-a3f9 -->',
  '2026-11-21T14:02:35.000Z ERROR store query 18 failed: password=hunter2secret was refused',
  '',
].join('\n');

describe('log evidence from a text', () => {
  it('is recorded under the lines it was taken from, and goes into its work item by write-back', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, '.casebook'));
    await mkdir(path.join(root, 'WIs'));
    await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
    const { id } = await recordLogText(root, { name: 'app.log', text: TEXT, firstLine: 100 }, { casebook: '0.0.0', workItem: 'WIs/WI1_t.md' });
    expect(await readSingleEvidence(runFolder(root, id))).toMatchObject({ name: 'an analysis of logs', workItem: 'WIs/WI1_t.md', block: { kind: 'log', id } });
    expect((await casebook(root, 'writeback', id)).code).toBe(0);
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain(`<!-- casebook:begin log ${id} -->`);
    expect(text).toContain('**2 failures of 1 kind in 3 records of this log.**');
    expect(text).toContain('\n    101  2026-11-21T14:02:34.000Z ERROR store query 17 failed');
    expect(text).not.toContain('- **Evidence**: TBD');
    expect((await casebook(root, 'check', 'WIs/WI1_t.md')).stdout).not.toContain('evidence-');
  });

  it('holds no secret, and changes no structure', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, '.casebook'));
    const { id } = await recordLogText(root, { name: 'the clipboard', text: TEXT }, { casebook: '0.0.0' });
    expect(await readFile(path.join(runFolder(root, id), 'run.json'), 'utf8')).not.toContain('hunter2secret');
    const body = (await readSingleEvidence(runFolder(root, id)))?.block.body ?? '';
    expect(body).not.toContain('hunter2secret');
    expect(body).not.toContain('<!-- casebook:begin');
  });

  it('says what is missing where there is nothing', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, '.casebook'));
    const { report } = await recordLogText(root, { name: 'the clipboard', text: '' }, { casebook: '0.0.0' });
    expect(report.missing).toEqual(['the clipboard is empty.']);
    const { report: untimed } = await recordLogText(root, { name: 'terminal', text: 'hello\nworld\n' }, { casebook: '0.0.0' });
    expect([untimed.missing, untimed.files[0]?.notes]).toEqual([[], ['It has no time stamps that are recognised: it tells what happened, and not when.']]);
  });
});
