/** Starts the workbench on a free loopback port, with settings, extensions and user data of its own. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nodeOf, serverEntry } from './install.mjs';
import { startLeashed } from './leash.mjs';
import { cleanEnvironment, run } from './process.mjs';

/** Time that the server has from its start to its first healthy answer, in ms. */
const START_DEADLINE = 60_000;
/** Time between two questions to /healthz, in ms. */
const POLL = 50;
/** How much of the server's log an error shows, in characters. */
const TAIL = 4_000;

/** Quiet, offline, and with nothing in front of the folder. */
const SETTINGS = {
  'workbench.colorTheme': 'Default Dark Modern',
  'window.autoDetectColorScheme': false,
  // As on a desktop, where people work; in a browser the workbench saves by itself after a second.
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.startupPrompt': 'never',
  // Of later versions than the floor, which does not know them.
  'workbench.editor.useModal': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
};

/**
 * @typedef {object} ServerOptions
 * @property {string} workbench  the folder that installWorkbench returned
 * @property {readonly string[]} [extensions]  .vsix files
 * @property {'granted' | 'restricted'} [trust]  `granted` (default) switches Workspace Trust off; `restricted` leaves it on, and the
 *   folder opens in Restricted Mode without a question
 * @property {Readonly<Record<string, unknown>>} [settings]  user settings, over those of this file
 * @property {Readonly<Record<string, string>>} [env]  for the server, its extension host and its terminals
 *
 * @typedef {object} Server
 * @property {string} url  of the server, e.g. http://127.0.0.1:40123
 * @property {(folder: string) => string} urlOf  the page that opens a folder (absolute path)
 * @property {string} settingsFile  the user's settings.json; the workbench follows changes to it
 * @property {string} logFile  what the server printed; it is removed by stop()
 * @property {() => Promise<void>} stop  ends the server and all that was started from it, and removes its data; may be called twice
 */

/**
 * @param {ServerOptions} options
 * @param {AbortSignal} [signal]  cancels the start; a server that has started is ended by its stop()
 * @returns {Promise<Server>}
 * @throws {import('./process.mjs').CommandFailedError} when an extension cannot be installed
 */
export async function startServer({ workbench, extensions = [], trust = 'granted', settings = {}, env = {} }, signal) {
  // The path stays short: the sockets inside it may have at most 107 bytes.
  const home = await mkdtemp(path.join(tmpdir(), 'casebook-wb-'));
  try {
    const userData = path.join(home, 'user');
    const settingsFile = path.join(userData, 'User/settings.json');
    await mkdir(path.dirname(settingsFile), { recursive: true });
    await writeFile(settingsFile, JSON.stringify({ ...SETTINGS, ...settings }, undefined, 2));
    await writeFile(path.join(home, 'config.yaml'), 'auth: none\n');
    const common = [serverEntry(workbench), '--config', path.join(home, 'config.yaml'), '--user-data-dir', userData, '--extensions-dir', path.join(home, 'extensions')];
    const node = await nodeOf(workbench);
    const environment = { ...serverEnvironment(home), ...env };
    if (extensions.length > 0) {
      const wanted = extensions.flatMap((file) => ['--install-extension', file]);
      await run(node, [...common, ...wanted, '--force'], { cwd: home, env: environment }, signal);
    }
    const args = [...common, '--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--ignore-last-opened'];
    if (trust === 'granted') args.push('--disable-workspace-trust');
    return await launch(args, { home, environment, settingsFile, node }, signal);
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {string} home
 * @returns {NodeJS.ProcessEnv} without what would make code-server listen elsewhere, ask for a password or write into the user's home
 */
function serverEnvironment(home) {
  const own = /^(PORT|PASSWORD|HASHED_PASSWORD|LOG_LEVEL|CODE_SERVER_.*|CS_.*)$/;
  const inherited = Object.entries(cleanEnvironment()).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(inherited), XDG_DATA_HOME: path.join(home, 'data'), XDG_CACHE_HOME: path.join(home, 'cache') };
}

/**
 * @param {readonly string[]} args
 * @param {{ home: string, environment: NodeJS.ProcessEnv, settingsFile: string, node: string }} place
 * @param {AbortSignal} [signal]
 * @returns {Promise<Server>}
 */
async function launch(args, { home, environment, settingsFile, node }, signal) {
  const deadline = AbortSignal.timeout(START_DEADLINE);
  const bound = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  const logFile = path.join(home, 'server.log');
  const log = createWriteStream(logFile);
  const { child, end } = startLeashed(args, { cwd: home, env: environment, output: 'pipe', node });
  const stop = async () => {
    await end();
    log.end();
    await rm(home, { recursive: true, force: true });
  };
  try {
    const url = await announcedUrl(child, log, bound);
    await healthy(url, bound);
    return { url, urlOf: (folder) => `${url}/?folder=${encodeURIComponent(folder)}`, settingsFile, logFile, stop };
  } catch (error) {
    await end();
    log.end();
    await once(log, 'close');
    signal?.throwIfAborted();
    throw new Error(`The workbench did not start. The end of its log:\n${(await readFile(logFile, 'utf8')).slice(-TAIL)}`, { cause: error });
  }
}

/**
 * Port 0 lets the system choose, so that no other process can take the port between the choice and its use; the log tells which.
 * @param {import('node:child_process').ChildProcess} child
 * @param {import('node:fs').WriteStream} log  receives all output for as long as the server runs
 * @param {AbortSignal} signal
 * @returns {Promise<string>}
 */
function announcedUrl(child, log, signal) {
  return new Promise((resolve, reject) => {
    let head = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        log.write(text);
        if (head === 'found') return;
        head += text;
        const url = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(head)?.[1];
        if (url === undefined) return;
        head = 'found';
        resolve(url);
      });
    }
    child.once('close', (code) => reject(new Error(`It ended with exit code ${String(code)}.`)));
    signal.addEventListener('abort', () => reject(/** @type {Error} */ (signal.reason)), { once: true });
  });
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 */
async function healthy(url, signal) {
  for (;;) {
    signal.throwIfAborted();
    const answer = await fetch(`${url}/healthz`, { signal });
    await answer.body?.cancel();
    if (answer.ok) return;
    await delay(POLL, undefined, { signal });
  }
}
