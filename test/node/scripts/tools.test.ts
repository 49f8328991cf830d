import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findBuildTools, findChromium, MissingToolError } from '../../../scripts/workbench/tools.mjs';
import { needs } from '../../support/needs.js';

const root = path.resolve(import.meta.dirname, '../../..');

/** A folder that is all of PATH. */
let bin: string;

beforeEach(async () => {
  bin = await mkdtemp(path.join(tmpdir(), 'casebook-bin-'));
  vi.stubEnv('PATH', bin);
  vi.stubEnv('CASEBOOK_CHROMIUM', undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(bin, { recursive: true, force: true });
});

/** Puts commands on the PATH; what they do does not matter here. */
async function provide(...names: string[]): Promise<void> {
  for (const name of names) await symlink(process.execPath, path.join(bin, name));
}

describe('the tools of the workbench', () => {
  test.runIf(needs(process.platform !== 'win32', 'a POSIX system'))('all that is missing is told at once, with the packages that have it', async () => {
    await provide('make');
    const error: unknown = await findBuildTools().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MissingToolError);
    const { message } = error as MissingToolError;
    expect(message).toMatch(/^The browser workbench cannot be installed\. Missing: rg \(Debian package ripgrep\); a C\+\+ compiler .*; python3 /);
    expect(message).not.toContain('make (');
    expect(message).toContain('apt-get install -y --no-install-recommends build-essential python3 ripgrep');
  });

  test.runIf(needs(process.platform !== 'win32', 'a POSIX system'))('the installation exits with 3 and that sentence, and leaves nothing behind', () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [path.join(root, 'scripts/workbench/install.mjs')], {
      env: { PATH: bin, CASEBOOK_CACHE: path.join(bin, 'cache') },
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^The browser workbench cannot be installed\. Missing: rg /);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(3);
  });

  test('Chromium is found under the names that distributions give it', async () => {
    await expect(findChromium()).rejects.toThrow('apt-get install -y --no-install-recommends chromium');
    await provide('google-chrome');
    expect(await findChromium()).toBe(path.join(bin, 'google-chrome'));
    await provide('chromium');
    expect(await findChromium()).toBe(path.join(bin, 'chromium'));
  });

  test('CASEBOOK_CHROMIUM goes before PATH, and is not silently replaced when it is wrong', async () => {
    await provide('chromium', 'mine');
    vi.stubEnv('CASEBOOK_CHROMIUM', path.join(bin, 'mine'));
    expect(await findChromium()).toBe(path.join(bin, 'mine'));
    vi.stubEnv('CASEBOOK_CHROMIUM', path.join(bin, 'nowhere'));
    await expect(findChromium()).rejects.toThrow(/^CASEBOOK_CHROMIUM names .*nowhere, which is not an executable file\./);
  });
});
