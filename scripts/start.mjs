/**
 * `npm start`: opens a copy of the example in VS Code with the extension loaded. In a desktop VS Code if there is one,
 * else in the browser workbench, which is installed on first use. Runs until Ctrl-C and then removes what it made.
 */
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyExample } from './example-copy.mjs';
import { installWorkbench } from './workbench/install.mjs';
import { runMain } from './workbench/main.mjs';
import { CommandFailedError, run } from './workbench/process.mjs';
import { startServer } from './workbench/server.mjs';
import { findOnPath } from './workbench/tools.mjs';
import { VERSIONS } from './workbench/versions.mjs';

const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));

/** @param {string} line */
const say = (line) => console.log(line);

/**
 * Opens the folder in the desktop VS Code.
 * @param {string} folder
 * @param {AbortSignal} signal
 * @returns {Promise<string | undefined>} why there is none to use; undefined when it opened
 */
async function openDesktop(folder, signal) {
  const windows = process.platform === 'win32';
  const code = await findOnPath(windows ? 'code.cmd' : 'code');
  if (code === undefined) return 'There is no `code` on PATH';
  if ((await realpath(code)).includes('/remote-cli/') || process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) {
    return `${code} is the remote command of the editor that this terminal belongs to, which cannot load an extension from a folder`;
  }
  if (process.env['WSL_DISTRO_NAME'] !== undefined) return `${code} opens its windows on the Windows side of WSL`;
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    return `${code} exists, but there is no display for its window`;
  }
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  say('Building the extension');
  await run(process.execPath, [path.join(root, 'scripts/build.mjs')], { cwd: root }, signal);
  try {
    // It returns as soon as the editor, a process of its own, has the window. A .cmd needs the shell.
    await (windows ? run('cmd.exe', ['/d', '/c', 'code', ...args], { env: process.env }, signal) : run(code, args, { env: process.env }, signal));
  } catch (error) {
    if (error instanceof CommandFailedError) return `${code} did not open a window. ${error.message.trimEnd()}`;
    throw error;
  }
  say(`Opened ${folder} with ${code}.`);
  return undefined;
}

/**
 * @param {string} folder
 * @param {AbortSignal} signal
 * @returns {Promise<import('./workbench/server.mjs').Server>}
 */
async function openBrowserWorkbench(folder, signal) {
  const workbench = await installWorkbench(VERSIONS.floor, say, signal);
  const parcel = await mkdtemp(path.join(tmpdir(), 'casebook-vsix-'));
  try {
    say('Building and packaging the extension');
    const vsix = path.join(parcel, 'casebook.vsix');
    await run('npm', ['run', '--silent', 'package', '--', '-o', vsix], { cwd: root }, signal);
    const server = await startServer({ workbench, extensions: [vsix] }, signal);
    say(`VS Code runs at ${server.urlOf(folder)}`);
    return server;
  } finally {
    await rm(parcel, { recursive: true, force: true });
  }
}

await runMain(async (signal) => {
  const copy = await copyExample(signal);
  /** @type {import('./workbench/server.mjs').Server | undefined} */
  let server;
  try {
    const whyNot = await openDesktop(copy.dir, signal);
    if (whyNot !== undefined) {
      say(`${whyNot}. So it opens in the browser workbench.`);
      server = await openBrowserWorkbench(copy.dir, signal);
    }
    say(`The copy of the example is ${copy.dir}. Ctrl-C ends this and removes it.`);
    await untilAborted(signal);
  } finally {
    await server?.stop();
    await copy.dispose();
  }
  return 0;
});

/** @param {AbortSignal} signal */
async function untilAborted(signal) {
  // The signal handlers alone do not keep Node running, and the desktop editor is no child of this process.
  const keepAlive = setInterval(() => undefined, 0x7fff_ffff);
  if (!signal.aborted) await once(signal, 'abort');
  clearInterval(keepAlive);
}
