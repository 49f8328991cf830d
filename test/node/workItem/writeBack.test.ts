import { chmod, lstat, mkdir, readdir, readFile, realpath, stat, symlink, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EvidenceBlock } from '../../../src/core/report/block.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { placeOf } from '../../../src/core/workItem/place.js';
import { withLock } from '../../../src/node/workItem/lock.js';
import { writeEvidence, type TemplateHome } from '../../../src/node/workItem/writeBack.js';
import { tempFolder } from '../../support/temp.js';

const never = new AbortController().signal;
const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n\n## Phase 2: Design  \nkept  \n';

function blockOf(number: number): { block: EvidenceBlock; place: ReturnType<typeof placeOf> } {
  const id = `20261121-140233-${number.toString(16).padStart(4, '0')}`;
  return { block: { kind: 'run', id, body: `**${number} of 100 attempts failed.**` }, place: placeOf('run', { id }) };
}

async function item(content: string | Uint8Array = ITEM): Promise<{ root: string; file: string }> {
  const root = await tempFolder();
  const file = path.join(root, 'WI1.md');
  await writeFile(file, content);
  return { root, file };
}

/** A workspace's own templates lie in it; there are no built-in ones here. */
function homeOf(root: string): TemplateHome {
  return { root, templates: path.join(root, 'no-templates') };
}

describe('write-back to disk', () => {
  it('loses no block when many write at once', async () => {
    const { root, file } = await item();
    await Promise.all(Array.from({ length: 20 }, (_, index) => writeEvidence(homeOf(root), file, [blockOf(index)], never)));
    const text = await readFile(file, 'utf8');
    expect(parse(text).item.evidence).toHaveLength(20);
    expect(text.endsWith('## Phase 2: Design  \nkept  \n')).toBe(true);
    expect(await readdir(root)).toEqual(['.casebook', 'WI1.md']);
    expect(await readdir(path.join(root, '.casebook/locks'))).toEqual([]);
  });

  it('keeps the mode, and a symbolic link stays one', async () => {
    const { root, file } = await item();
    await chmod(file, 0o640);
    const link = path.join(root, 'link.md');
    await symlink('WI1.md', link);
    await writeEvidence(homeOf(root), link, [blockOf(1)], never);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect(await readFile(file, 'utf8')).toContain('1 of 100');
  });

  it('keeps a byte-order mark and CRLF', async () => {
    const { root, file } = await item(`\ufeff${ITEM.replaceAll('\n', '\r\n')}`);
    await writeEvidence(homeOf(root), file, [blockOf(1)], never);
    const text = await readFile(file, 'utf8');
    expect(text.startsWith('\ufeff# WI1')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it.each([
    ['not UTF-8', new Uint8Array([0x23, 0x20, 0xe9, 0x0a]), 0o644, 'usage', /not UTF-8.*left untouched/],
    ['read-only', ITEM, 0o444, 'unable', /read-only/],
    ['edited by hand', `${ITEM}<!-- casebook:begin run 20261121-140233-0001 -->\nx\n<!-- casebook:end run 20261121-140233-0001 sha256:${'0'.repeat(64)} -->\n`, 0o644, 'conflict', /edited by hand/],
  ])('refuses a file that is %s, and leaves it as it is', async (_, content, mode, code, message) => {
    const { root, file } = await item(content);
    await chmod(file, mode);
    const before = await readFile(file);
    await expect(writeEvidence(homeOf(root), file, [blockOf(1)], never)).rejects.toMatchObject({ name: 'Refusal', code, message: expect.stringMatching(message) as string });
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it('refuses a file that is missing', async () => {
    const { root } = await item();
    await expect(writeEvidence(homeOf(root), path.join(root, 'WI9.md'), [blockOf(1)], never)).rejects.toMatchObject({ code: 'usage' });
  });

  it('gives up on a lock that somebody keeps, and takes over that of a process that died', async () => {
    const { root, file } = await item();
    const real = await realpath(file);
    await withLock(root, real, () => expect(writeEvidence(homeOf(root), file, [blockOf(1)], never, 100)).rejects.toMatchObject({ code: 'conflict' }), never);

    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const locks = path.join(root, '.casebook/locks');
    await mkdir(locks, { recursive: true });
    let lockName = '';
    await withLock(root, real, async () => void ([lockName = ''] = await readdir(locks)), never);
    await writeFile(path.join(locks, lockName), JSON.stringify({ pid: child.pid, token: 'dead' }));
    await writeEvidence(homeOf(root), file, [blockOf(2)], never);
    expect(await readFile(file, 'utf8')).toContain('2 of 100');
  });

  it('makes a missing section where the template of the workspace has it', async () => {
    const { root, file } = await item('---\nid: WI1\ntitle: T\ntemplate: ours\n---\n# WI1: T\n\n## Phase 1: Investigation\n\n### Impact\n\nAll of them.\n\n### Next Steps\n\nAsk.\n');
    await mkdir(path.join(root, '.casebook/templates'), { recursive: true });
    await writeFile(path.join(root, '.casebook/templates/ours.md'), '# {{id}}\n\n## Phase 1: Investigation\n\n### Impact\n\n### Debug Information (MANDATORY)\n\n#### Evidence\n\n### Next Steps\n');
    await writeEvidence(homeOf(root), file, [blockOf(1)], never);
    const titles = (await readFile(file, 'utf8')).split('\n').filter((line) => line.startsWith('#'));
    expect(titles.slice(1)).toEqual(['## Phase 1: Investigation', '### Impact', expect.stringMatching(/^### Debug Information/) as string, '#### Evidence', '### Next Steps']);
  });
});
