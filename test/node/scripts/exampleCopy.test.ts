import { execFileSync } from 'node:child_process';
import { access, realpath } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyExample, type ExampleCopy } from '../../../scripts/example-copy.mjs';

let copy: ExampleCopy;
beforeEach(async () => {
  copy = await copyExample();
});
afterEach(() => copy.dispose());

const git = (...args: string[]): string => execFileSync('git', args, { cwd: copy.dir, encoding: 'utf8' });

describe('a copy of the example', () => {
  test('is a git repository of its own, with everything in one commit', () => {
    expect(path.resolve(git('rev-parse', '--show-toplevel').trim())).toBe(copy.dir);
    expect(git('status', '--porcelain')).toBe('');
    expect(git('log', '--format=%s')).toBe('The orders example\n');
    expect(git('ls-files').split('\n')).toContain('package.json');
    expect(git('ls-files')).not.toContain('node_modules');
  });

  test("resolves the project's vitest, and has a folder of its own for vitest's caches", async () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    expect(await realpath(path.join(copy.dir, 'node_modules/vitest'))).toBe(await realpath(path.join(root, 'node_modules/vitest')));
    expect(await realpath(path.join(copy.dir, 'node_modules'))).toBe(path.join(copy.dir, 'node_modules'));
  });

  test('accepts a commit on a machine where git knows no user', () => {
    git('-c', 'core.editor=true', 'commit', '--allow-empty', '-q', '-m', 'by a test');
    expect(git('log', '-1', '--format=%an')).toBe('Casebook example\n');
  });

  test("is gone after dispose, and the project's packages are not", async () => {
    await copy.dispose();
    await expect(access(copy.dir)).rejects.toThrow('ENOENT');
    await access(path.resolve(import.meta.dirname, '../../../node_modules/vitest/package.json'));
  });
});
