/** Where our drivers lie, which run inside a framework. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside this file in the sources; in the package beside the command line, whose chunks lie one folder deeper. */
export function driversFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const found = ['drivers', '../drivers'].map((folder) => path.join(here, folder)).find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`The drivers are missing beside ${here}.`);
  return found;
}

/** What begins a line of a driver: no test prints it by chance. */
export function newMark(): string {
  return `\u001ecasebook-${randomBytes(9).toString('base64url')} `;
}
