/** Copies the bundled example into a temporary folder, as a git repository in which its tests run. */
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './workbench/process.mjs';
import { findOnPath, MissingToolError } from './workbench/tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = path.join(root, 'examples/orders');
const modules = path.join(root, 'node_modules');

/** Left behind in the original by whoever ran the example in place; no part of it. */
export const LEFT_BEHIND = new Set(['node_modules', 'var', '.casebook', 'WIs']);

/**
 * @typedef {object} ExampleCopy
 * @property {string} dir  absolute path of the copy: one commit on the branch main, a clean work tree
 * @property {() => Promise<void>} dispose  removes the copy; may be called twice
 */

/**
 * @param {AbortSignal} [signal]
 * @returns {Promise<ExampleCopy>}
 * @throws {MissingToolError} without git, or before `npm ci`
 */
export async function copyExample(signal) {
  const git = await findOnPath('git', 'git.exe');
  if (git === undefined) throw new MissingToolError('git was not found on PATH. On Debian, as root: apt-get install -y --no-install-recommends git');
  const packages = await installedPackages();
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), 'casebook-orders-')));
  const dispose = () => rm(dir, { recursive: true, force: true });
  try {
    await cp(source, dir, { recursive: true, filter: (from) => from === source || !LEFT_BEHIND.has(path.basename(from)) });
    await linkPackages(packages, path.join(dir, 'node_modules'));
    const inCopy = (/** @type {string[]} */ ...args) => run(git, args, { cwd: dir }, signal);
    await inCopy('init', '-q', '-b', 'main');
    // Of this repository only, so that a commit works on a machine where git knows no user, and asks nobody for a signature.
    for (const [name, value] of [['user.name', 'Casebook example'], ['user.email', 'example@casebook.invalid'], ['commit.gpgsign', 'false'], ['core.autocrlf', 'false'], ['core.hooksPath', '.git/hooks']]) {
      await inCopy('config', String(name), String(value));
    }
    await inCopy('add', '-A');
    await inCopy('commit', '-q', '-m', 'The orders example');
    return { dir, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * @returns {Promise<string[]>} the names in the project's node_modules that are packages, scopes of packages or `.bin`
 * @throws {MissingToolError}
 */
async function installedPackages() {
  try {
    const names = await readdir(modules);
    return names.filter((name) => !name.startsWith('.') || name === '.bin');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    throw new MissingToolError(`${modules} does not exist. Run \`npm ci\` first.`, { cause: error });
  }
}

/**
 * Links each package instead of the folder of all: vitest writes its caches into node_modules, and each copy has its own.
 * @param {readonly string[]} names
 * @param {string} folder
 */
async function linkPackages(names, folder) {
  await mkdir(folder);
  await Promise.all(names.map((name) => symlink(path.join(modules, name), path.join(folder, name), 'junction')));
}
