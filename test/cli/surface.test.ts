import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { start } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

const EDITOR = { CASEBOOK_SURFACE: 'editor' };

async function workspace(): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), '# WI1: T\n', { mode: 0o444 });
  return root;
}

describe('what the command line refuses', () => {
  it.each([
    ['a work item that is read-only', ['run', '--wi', 'WI1', '--', 'true'], /or leave out --wi/, /or choose another work item for the evidence\./],
    ['a work item that there is not', ['run', '--wi', 'WI7', '--', 'true'], /`casebook list`/, /name one of Open Work Items/],
    ['a proof without a baseline', ['verify'], /make one with `casebook run --as baseline/, /Casebook: Run Test Repeatedly…\./],
    ['a folder that is gone', ['list', '--cwd', 'gone'], /with --cwd\./, /it was moved, renamed or deleted\./],
  ])('is said in the words of the editor where that starts it: %s', async (_, args, inTerminal, inEditor) => {
    const root = await workspace();
    const terminal = await start(root, args).ended;
    const editor = await start(root, args, EDITOR).ended;
    expect(terminal.stderr).toMatch(inTerminal);
    expect(editor.stderr).toMatch(inEditor);
    expect(editor.stderr).not.toMatch(/(?:^|[ `])--[a-z]|`casebook /);
    expect(editor.code).toBe(terminal.code);
    // What is wrong is said once.
    expect(editor.stderr.split(': ')[1]).toBe(terminal.stderr.split(': ')[1]);
  });

  it('is no matter of what runs in it', async () => {
    const { stdout } = await start(await workspace(), ['run', '-n', '1', '--json', '--', 'sh', '-c', 'test -z "$CASEBOOK_SURFACE"'], EDITOR).ended;
    expect(stdout).toContain('"pass":1');
  });
});
