/**
 * Installs a real VS Code server with a Node extension host from the npm package code-server, into a cache folder.
 * Run as a program it prints the folder; exit codes: 0 ready, 3 a tool is missing, 130 cancelled.
 */
import { access, chmod, copyFile, mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { isMain, runMain } from './main.mjs';
import { run } from './process.mjs';
import { findBuildTools } from './tools.mjs';

/** The version of the npm package; it contains VS Code 1.100.3, asks for Node 20, and was seen to run on Node 22. */
export const CODE_SERVER_VERSION = '4.100.3';

/** Written last into a finished installation. */
const STAMP = 'casebook-workbench.json';

/** An installation for another version, system, processor or binary interface of Node is of no use. */
const IDENTITY = { schema: 1, codeServer: CODE_SERVER_VERSION, platform: process.platform, arch: process.arch, nodeAbi: process.versions.modules };

/** Modules of VS Code that are compiled here, since their own install scripts download binaries or are refused. */
const NATIVE_MODULES = ['@vscode/spdlog', 'native-watchdog', 'node-pty'];

/** @returns {string} where the workbench lies: `$CASEBOOK_CACHE`, else `$XDG_CACHE_HOME`, else `~/.cache`, and below that `casebook/` */
export function workbenchFolder() {
  const base = [process.env['CASEBOOK_CACHE'], process.env['XDG_CACHE_HOME']].find((folder) => folder !== undefined && folder !== '');
  return path.resolve(base ?? path.join(homedir(), '.cache'), 'casebook', `workbench-${CODE_SERVER_VERSION}`);
}

/**
 * @param {string} folder  a workbench
 * @returns {string} the file that Node runs as `code-server`
 */
export function serverEntry(folder) {
  return path.join(folder, 'node_modules/code-server/out/node/entry.js');
}

/**
 * Installs the workbench if it is not there. A second caller waits for the first. It needs about a minute and 320 MB,
 * and of the network only npm's registry.
 * @param {(line: string) => void} log  progress, a line for each step
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} the workbench's folder
 * @throws {import('./tools.mjs').MissingToolError}
 * @throws {import('./process.mjs').CommandFailedError}
 */
export async function installWorkbench(log, signal) {
  const folder = workbenchFolder();
  if (await isComplete(folder)) return folder;
  await mkdir(path.dirname(folder), { recursive: true });
  const onWait = (/** @type {import('./lock.mjs').Holder} */ { pid }) => log(`Waiting for the installation that process ${pid} has under way in ${folder}.`);
  await withLock(
    `${folder}.lock`,
    onWait,
    async () => {
      if (!(await isComplete(folder))) await installAfresh(folder, log, signal);
    },
    signal,
  );
  return folder;
}

/**
 * @param {string} folder
 * @returns {Promise<boolean>} whether an installation was finished there, for this system
 */
async function isComplete(folder) {
  try {
    await access(serverEntry(folder));
    return (await readFile(path.join(folder, STAMP), 'utf8')) === JSON.stringify(IDENTITY);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Builds in a folder beside, and renames it into place when it is finished.
 * @param {string} folder
 * @param {(line: string) => void} log
 * @param {AbortSignal} [signal]
 */
async function installAfresh(folder, log, signal) {
  const tools = await findBuildTools();
  const started = performance.now();
  log(`Installing VS Code (code-server ${CODE_SERVER_VERSION}) into ${folder}; once, about a minute and 320 MB.`);
  await removeUnfinished(folder);
  const draft = `${folder}.partial-${process.pid}`;
  try {
    await mkdir(draft);
    const steps = installationSteps(draft, tools);
    for (const [index, { what, work }] of steps.entries()) {
      log(`  ${index + 1}/${steps.length} ${what}`);
      await work(signal);
    }
    await writeFile(path.join(draft, STAMP), JSON.stringify(IDENTITY));
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
 * @param {import('./tools.mjs').BuildTools} tools
 * @returns {{ what: string, work: (signal?: AbortSignal) => Promise<void> }[]}
 */
function installationSteps(draft, tools) {
  const vscode = path.join(draft, 'node_modules/code-server/lib/vscode');
  /** @type {(cwd: string, ...packages: string[]) => (signal?: AbortSignal) => Promise<void>} */
  const npmInstall = (cwd, ...packages) => async (signal) => {
    // Without --ignore-scripts a script of ripgrep's tries to download from GitHub, and fails after minutes.
    await run(process.execPath, [tools.npmCli, 'install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', ...packages], { cwd }, signal);
  };
  /** @type {(cwd: string, ...variables: string[]) => (signal?: AbortSignal) => Promise<void>} */
  const compile = (cwd, ...variables) => async (signal) => {
    await run(process.execPath, [tools.nodeGyp, 'rebuild', `--nodedir=${tools.nodeHeaders}`, '--jobs=max', ...variables], { cwd }, signal);
  };
  const argon2 = path.join(draft, 'node_modules/argon2');
  return [
    {
      what: `Downloading code-server ${CODE_SERVER_VERSION} from the npm registry`,
      work: async (signal) => {
        await writeFile(path.join(draft, 'package.json'), '{ "private": true }\n');
        await npmInstall(draft, `code-server@${CODE_SERVER_VERSION}`)(signal);
      },
    },
    { what: "Downloading the workbench's dependencies", work: npmInstall(vscode) },
    { what: "Downloading the built-in extensions' dependencies", work: npmInstall(path.join(vscode, 'extensions')) },
    {
      // What its own install script (node-pre-gyp) tells node-gyp, so that the result lies where the module looks for it.
      what: 'Compiling argon2',
      work: compile(argon2, '--napi_build_version=3', '--module_name=argon2', `--module_path=${path.join(argon2, 'lib/binding/napi-v3')}`),
    },
    ...NATIVE_MODULES.map((name) => ({ what: `Compiling ${name}`, work: compile(path.join(vscode, 'node_modules', name)) })),
    { what: `Linking the launch scripts, and copying ${tools.ripgrep}`, work: () => linkScripts(vscode, tools.ripgrep) },
  ];
}

/**
 * What code-server's postinstall script would have done.
 * @param {string} vscode
 * @param {string} ripgrep
 */
async function linkScripts(vscode, ripgrep) {
  const system = process.platform === 'darwin' ? 'darwin' : 'linux';
  await symlink('node_modules', path.join(vscode, 'node_modules.asar'));
  await symlink(`code-${system}.sh`, path.join(vscode, 'bin/remote-cli/code-server'));
  await symlink(`browser-${system}.sh`, path.join(vscode, 'bin/helpers/browser.sh'));
  const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
  await mkdir(bin, { recursive: true });
  await copyFile(ripgrep, path.join(bin, 'rg'));
  await chmod(path.join(bin, 'rg'), 0o755);
}

if (isMain(import.meta.url)) {
  await runMain(async (signal) => {
    console.log(await installWorkbench((line) => console.error(line), signal));
  });
}
