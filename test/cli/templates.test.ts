import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebook } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

interface Shown {
  readonly phases: readonly { readonly state: string }[];
}

describe('a new work item of each template', () => {
  it.each([
    ['bug-fix', 'Expected and Observed'],
    ['flaky-test', 'Conditions'],
    ['connection', 'Client and Protocol Matrix'],
    ['resilience', 'Fault Scenarios'],
  ])('%s has six empty phases, the five fields, its own sections and no error', async (template, own) => {
    const root = await tempFolder();
    await mkdir(path.join(root, '.casebook'));
    const file = (await casebook(root, 'new', '--title', 'It fails', '--template', template)).stdout.trim();
    const text = await readFile(file, 'utf8');
    for (const heading of [`### ${own}`, '### Impact', '### Hypotheses', '### Attempts', '### Missing Evidence', '### Open Questions', '### Acceptance (MANDATORY)', '#### Error Messages', '#### Log Locations', '#### System State', '#### Reproduction Steps', '#### Evidence']) {
      expect(text.split(`\n${heading}\n`), heading).toHaveLength(2);
    }
    expect(text).not.toMatch(/\{\{|\}\}/);
    expect(await casebook(root, 'check')).toMatchObject({ code: 0, stderr: expect.stringContaining('0 errors') as string });
    const shown = JSON.parse((await casebook(root, 'show', 'WI1', '--json')).stdout) as Shown;
    expect(shown.phases.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'empty'));
  });

  it('takes the first evidence in place of its placeholder', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, '.casebook'));
    for (const template of ['connection', 'resilience']) await casebook(root, 'new', '--title', template, '--template', template);
    for (const id of ['WI1', 'WI2']) expect((await casebook(root, 'run', '-n', '1', '--wi', id, '--', process.execPath, '-e', '0')).code).toBe(0);
    for (const file of ['WIs/WI1_connection.md', 'WIs/WI2_resilience.md']) expect(await readFile(path.join(root, file), 'utf8')).toMatch(/#### Evidence\n\n<!-- casebook:begin run /);
  });

  it('is made from the override of the workspace, which is the schema at once', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, '.casebook/templates'), { recursive: true });
    await writeFile(path.join(root, '.casebook/templates/connection.md'), '---\nid: {{id}}\ntitle: {{title}}\nstatus: Investigation\ntemplate: connection\n---\n\n# {{id}}: {{title}}\n\n## Phase 1: Investigation\n\n### Packet Capture (MANDATORY)\n\nTBD\n');
    await casebook(root, 'new', '--title', 'ours', '--template', 'connection');
    expect((await casebook(root, 'check')).stdout).toMatch(/mandatory-section-empty[\s\S]*Packet Capture/);
  });
});
