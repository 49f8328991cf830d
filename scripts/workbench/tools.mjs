/** Finds the tools that the browser workbench and its tests need, and says how to get those that are missing. */
import { constants } from 'node:fs';
import { access, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

/** What a script exits with when it could not do its work for want of a tool. */
export const EXIT_CANNOT = 3;

/** A tool is missing; the message is a sentence that says what and how to get it. Not a bug: it needs no stack. */
export class MissingToolError extends Error {
  /** @override */
  name = 'MissingToolError';
  code = 'missing-tool';
}

/**
 * @typedef {object} BuildTools
 * @property {string} ripgrep      absolute path of `rg`
 * @property {string} npmCli       absolute path of npm's `npm-cli.js`
 * @property {string} nodeGyp      absolute path of the `node-gyp.js` inside npm
 * @property {string} nodeHeaders  the prefix P for which P/include/node holds the headers of the running Node's major version
 */

/**
 * @param {string} file
 * @returns {Promise<boolean>} whether this process may execute the file
 */
async function isExecutable(file) {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {readonly string[]} names  tried in this order
 * @returns {Promise<string | undefined>} the absolute path of the first name found on PATH; undefined if there is none
 */
export async function findOnPath(...names) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      if (await isExecutable(file)) return file;
    }
  }
  return undefined;
}

/**
 * @returns {Promise<string>} a Chromium that playwright can drive
 * @throws {MissingToolError}
 */
export async function findChromium() {
  const chosen = process.env['CASEBOOK_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') {
    if (await isExecutable(chosen)) return chosen;
    throw new MissingToolError(`CASEBOOK_CHROMIUM names ${chosen}, which is not an executable file. Correct it, or unset it to search PATH.`);
  }
  const found = await findOnPath('chromium', 'chromium-browser', 'google-chrome');
  if (found !== undefined) return found;
  throw new MissingToolError(
    'No Chromium found (chromium, chromium-browser or google-chrome on PATH). On Debian: apt-get install -y --no-install-recommends chromium. Elsewhere, set CASEBOOK_CHROMIUM to its path.',
  );
}

/**
 * Everything that the installation of the workbench needs, or one error that lists all that is missing.
 * @returns {Promise<BuildTools>}
 * @throws {MissingToolError}
 */
export async function findBuildTools() {
  if (process.platform === 'win32') {
    throw new MissingToolError('The browser workbench is built on Linux and macOS only. Install desktop VS Code, so that `code` is on PATH.');
  }
  /** @type {string[]} */
  const missing = [];
  const ripgrep = await findOnPath('rg');
  if (ripgrep === undefined) missing.push('rg (Debian package ripgrep)');
  if ((await findOnPath('make')) === undefined) missing.push('make (Debian package build-essential)');
  if ((await findOnPath('c++', 'g++', 'clang++')) === undefined) missing.push('a C++ compiler (Debian package build-essential)');
  if ((await findOnPath('python3', 'python')) === undefined) missing.push('python3 (Debian package python3)');
  const npmCli = await findNpm();
  const nodeGyp = npmCli === undefined ? undefined : path.resolve(path.dirname(npmCli), '../node_modules/node-gyp/bin/node-gyp.js');
  if (nodeGyp === undefined || !(await isReadable(nodeGyp))) missing.push('npm with its node-gyp (it comes with Node: https://nodejs.org)');
  const nodeHeaders = await findNodeHeaders();
  if (nodeHeaders === undefined) {
    missing.push(
      `the C++ headers of Node ${process.versions.node} (include/node; they come with the archives of nodejs.org and with NodeSource's packages. If they lie elsewhere, set npm_config_nodedir to the folder that holds include/node)`,
    );
  }
  if (ripgrep === undefined || npmCli === undefined || nodeGyp === undefined || nodeHeaders === undefined || missing.length > 0) {
    throw new MissingToolError(
      `The browser workbench cannot be installed. Missing: ${missing.join('; ')}. On Debian, as root: apt-get install -y --no-install-recommends build-essential python3 ripgrep`,
    );
  }
  return { ripgrep, npmCli, nodeGyp, nodeHeaders };
}

/**
 * @param {string} file
 * @returns {Promise<boolean>}
 */
async function isReadable(file) {
  try {
    await access(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns {Promise<string | undefined>} the npm-cli.js that runs this script, or else the one on PATH */
async function findNpm() {
  const running = process.env['npm_execpath'];
  if (running !== undefined && path.basename(running) === 'npm-cli.js') return running;
  const onPath = await findOnPath('npm');
  if (onPath === undefined) return undefined;
  const file = await realpath(onPath);
  return path.basename(file) === 'npm-cli.js' ? file : undefined;
}

/**
 * node-gyp downloads the headers when it is not given any, which fails on a machine behind a closed door.
 * @returns {Promise<string | undefined>} a prefix with the headers of this major version of Node
 */
async function findNodeHeaders() {
  const prefixes = [process.env['npm_config_nodedir'], path.resolve(await realpath(process.execPath), '../..'), '/usr', '/usr/local'];
  for (const prefix of prefixes) {
    if (prefix === undefined || prefix === '') continue;
    const header = path.join(prefix, 'include/node/node_version.h');
    if (!(await isReadable(header))) continue;
    const major = /#define NODE_MAJOR_VERSION (\d+)/.exec(await readFile(header, 'utf8'))?.[1];
    if (major === process.versions.node.split('.')[0]) return prefix;
  }
  return undefined;
}
