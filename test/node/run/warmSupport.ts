/** Projects whose tests are repeated warm, and the tools that they need. */
import { spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AttemptRecord } from '../../../src/core/run/events.js';
import type { WarmFramework } from '../../../src/core/run/warm/plan.js';
import type { RunPlan } from '../../../src/core/run/plan.js';
import { tempFolder } from '../../support/temp.js';
import { made, request, type Made } from './support.js';

/** Whether the command exits with 0. */
export function works(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** A Python with pytest and pytest-repeat; undefined if none of the usual ones has both. */
export function pythonWithRepeat(): string | undefined {
  return ['python3', '/usr/bin/python3'].find((python) => works(python, '-c', 'import pytest, pytest_repeat'));
}

/** A folder with these files; where it is to have packages, with those of this project. */
export async function project(files: Readonly<Record<string, string>>, packages = false): Promise<string> {
  const root = await tempFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  if (packages) await symlink(path.resolve(import.meta.dirname, '../../../node_modules'), path.join(root, 'node_modules'));
  return root;
}

export async function warm(framework: WarmFramework, root: string, command: readonly string[], plan: Partial<RunPlan>): Promise<Made> {
  return made(await request(command, { root, plan: { ...plan, warm: { framework } } }));
}

export function outcomes(records: readonly AttemptRecord[]): string {
  return [...records].sort((one, other) => one.attempt - other.attempt).map(({ outcome }) => outcome).join(' ');
}
