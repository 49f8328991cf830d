/** A headless Chromium that is the workbench's window. */
import { chromium } from 'playwright-core';
import { findChromium } from './tools.mjs';

const FLAGS = [
  '--no-sandbox', // CI runs as root, where Chromium's sandbox refuses to start.
  '--disable-dev-shm-usage', // In a container /dev/shm has 64 MB.
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  // Nothing but loopback has an address: neither the browser nor a page can reach the network.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * @returns {Promise<import('playwright-core').Browser>} to be closed by the caller
 * @throws {import('./tools.mjs').MissingToolError}
 */
export async function launchBrowser() {
  // Its own handlers would end this process before what it holds is released. The browser ends with the pipe to this process.
  return chromium.launch({ executablePath: await findChromium(), args: FLAGS, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false });
}
