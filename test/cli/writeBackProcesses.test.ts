/** Many processes write into one work item at the same time, each with the packaged command line. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../src/core/workItem/outline.js';
import { parse } from '../../src/core/workItem/parse.js';
import { casebook, lastJson } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

/** As many at once as make them meet at the lock, and few enough for a machine with two cores. */
const WRITERS = 8;

const ITEM = '\ufeff# WI1: T\r\n\r\n**Status**: Investigation  \r\n\r\n## Phase 1: Investigation\r\n### Debug Information\r\n- **Evidence**: TBD\r\n- **Root Cause**: unknown  \r\n\r\n## Phase 2: Design\r\nkept, without a final newline';

describe('write-back by many processes', () => {
  it('loses nothing: every run stands in the work item once, and every other byte is as it was', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, '.casebook'));
    const file = path.join(root, 'WI1.md');
    await writeFile(file, ITEM);

    const runs: string[] = [];
    for (let number = 0; number < WRITERS; number += 1) {
      const ended = await casebook(root, 'run', '-n', '1', '--json', '--', process.execPath, '-e', `console.log(${number})`);
      expect(ended.code, ended.stderr).toBe(0);
      runs.push((lastJson(ended.stdout) as { id: string }).id);
    }

    // Each run is written by two processes at once: the one that comes second finds its block and leaves it as it is.
    const ended = await Promise.all([...runs, ...runs].map((run) => casebook(root, 'writeback', run, '--wi', 'WI1.md')));
    expect(ended.map(({ code, stderr }) => `${code} ${stderr}`).filter((line) => !line.startsWith('0'))).toEqual([]);

    const text = await readFile(file, 'utf8');
    const { item, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(item.evidence.map(({ id }) => id).sort()).toEqual([...runs].sort());
    expect(outlineOf(text).headings.map((heading) => heading.text)).toEqual(['WI1: T', 'Phase 1: Investigation', 'Debug Information', 'Phase 2: Design']);
    const [first, last] = [item.evidence[0]?.span.start, item.evidence.at(-1)?.span.end];
    const rest = `${text.slice(0, first).trimEnd()} TBD${text.slice(last)}`;
    expect(rest).toBe(ITEM);
    expect(text.slice(first, last).replaceAll('\r\n', '')).not.toContain('\n');
    expect((await readdir(root)).sort()).toEqual(['.casebook', 'WI1.md']);
    expect(await readdir(path.join(root, '.casebook/locks'))).toEqual([]);
  });
});
