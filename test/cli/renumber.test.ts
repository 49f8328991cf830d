import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

async function workspace(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(root, 'WIs', name), text);
  return root;
}

const read = (root: string, name: string) => readFile(path.join(root, 'WIs', name), 'utf8');

const OWN = '# WI4: Fix it\r\n\r\n**File**: `WIs/WI4_fix.md`\r\n**Status**: Design\r\n\r\nAs WI4 says.  \r\n';

describe('casebook renumber', () => {
  it('resolves a collision: file, heading, header and file names; the bare alias stays with the other, and is listed', async () => {
    const refers = 'See [it](WI4_fix.md), WI4_fix.md:3 and WI4_fix; not WI4_fix-more.md, WI40, XWI4_fix or WI4.\n\n```\ncat WI4_fix.md\n```\n';
    const root = await workspace({ 'WI4_fix.md': OWN, 'WI4_other.md': '# WI4: Other\n', 'WI7_refers.md': `# WI7: R\n\n${refers}` });
    const dry = await casebook(root, 'renumber', 'WI4_fix', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stdout: 'WIs/WI4_fix.md -> WIs/WI8_fix.md\n  WIs/WI4_fix.md: 2 rewritten\n  WIs/WI7_refers.md: 3 rewritten\n' });
    expect(await read(root, 'WI4_fix.md')).toBe(OWN);

    const { code, stderr } = await casebook(root, 'renumber', 'WI4_fix');
    expect(code).toBe(0);
    expect(stderr.split('\n').sort()).toEqual(['', 'WIs/WI4_fix.md:6 left as it is (ambiguous): look at it yourself.', 'WIs/WI4_other.md:1 left as it is (ambiguous): look at it yourself.', 'WIs/WI7_refers.md:3 left as it is (ambiguous): look at it yourself.', 'WIs/WI7_refers.md:6 left as it is (in a code block): look at it yourself.']);
    expect((await readdir(path.join(root, 'WIs'))).sort()).toEqual(['WI4_other.md', 'WI7_refers.md', 'WI8_fix.md']);
    expect(await read(root, 'WI8_fix.md')).toBe(OWN.replace('# WI4:', '# WI8:').replace('WIs/WI4_fix.md', 'WIs/WI8_fix.md'));
    expect(await read(root, 'WI7_refers.md')).toBe(`# WI7: R\n\n${refers.replace('(WI4_fix.md), WI4_fix.md:3 and WI4_fix;', '(WI8_fix.md), WI8_fix.md:3 and WI8_fix;')}`);
    expect(await read(root, 'WI4_other.md')).toBe('# WI4: Other\n');
  });

  it('rewrites the alias, too, where no other work item keeps it, but never evidence', async () => {
    const root = await workspace({ 'WI4_fix.md': '---\nid: WI4\ntitle: Fix\nstatus: Design\n---\n\n# WI4: Fix\n', 'WI5_b.md': '# WI5: B\n\nAfter WI4 (not WI44).\n\n<!-- casebook:begin run 20261121-140233-a3f9 -->\nfor WI4\n<!-- casebook:end run 20261121-140233-a3f9 sha256:0000000000000000000000000000000000000000000000000000000000000000 -->\n' });
    const { stdout } = await casebook(root, 'renumber', 'WI4', '--to', '12', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ to: 'WIs/WI12_fix.md', doubtful: [{ path: 'WIs/WI5_b.md', line: 6, reason: 'in an evidence block' }] });
    expect(await read(root, 'WI12_fix.md')).toBe('---\nid: WI12\ntitle: Fix\nstatus: Design\n---\n\n# WI12: Fix\n');
    expect(await read(root, 'WI5_b.md')).toContain('After WI12 (not WI44).\n');
    expect(await read(root, 'WI5_b.md')).toContain('\nfor WI4\n');
  });

  it('refuses a number that is taken, and a file without one, and changes nothing', async () => {
    const root = await workspace({ 'WI4_fix.md': '# WI4: Fix\n', 'WI5_b.md': '# WI5: B\n', 'notes.md': '# Notes\n' });
    expect(await casebook(root, 'renumber', 'WI4', '--to', '5')).toMatchObject({ code: 2, stderr: expect.stringContaining('WI5 is taken') as string });
    expect(await casebook(root, 'renumber', 'notes')).toMatchObject({ code: 2, stderr: expect.stringContaining('does not begin with a number') as string });
    expect((await readdir(path.join(root, 'WIs'))).sort()).toEqual(['WI4_fix.md', 'WI5_b.md', 'notes.md']);
  });
});
