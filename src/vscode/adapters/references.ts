/** How commands, lenses, the tree and panels name a run or a work item; checked, since a command can be called with anything. */
import path from 'node:path';
import { loadEngine } from './loadEngine.js';
import { workspaceRoots } from './roots.js';

export interface RunRef {
  /** Absolute. */
  readonly root: string;
  /** The run's id. */
  readonly run: string;
}

/** A test that failed in a run. */
export interface RunTestRef extends RunRef {
  /** Its full name, as the results of the run spell it. */
  readonly test: string;
}

export interface WorkItemRef {
  /** Absolute. */
  readonly root: string;
  /** Path relative to the root, with `/`. */
  readonly workItem: string;
}

/** Something in the tree that stands for a run or a work item. */
export interface Referring {
  readonly ref: RunRef | WorkItemRef;
}

/** The run that an argument names, if it names one in a root of this window. */
export async function runRefOf(argument: unknown): Promise<RunRef | undefined> {
  const { root, run } = fieldsOf(argument);
  if (typeof root !== 'string' || typeof run !== 'string') return undefined;
  const { isRunId } = await loadEngine();
  return isRunId(run) && (await isRoot(root)) ? { root, run } : undefined;
}

/** The test of a run that an argument names, if the run is one of a root of this window. Whether the run has such a test, its evidence says. */
export async function runTestRefOf(argument: unknown): Promise<RunTestRef | undefined> {
  const { test } = fieldsOf(argument);
  const run = typeof test === 'string' && test !== '' ? await runRefOf(argument) : undefined;
  return run && typeof test === 'string' ? { ...run, test } : undefined;
}

/** The work item that an argument names, if it is a path inside a root of this window. */
export async function workItemRefOf(argument: unknown): Promise<WorkItemRef | undefined> {
  const { root, workItem } = fieldsOf(argument);
  if (typeof root !== 'string' || typeof workItem !== 'string' || !(await isRoot(root))) return undefined;
  return isInside(root, path.resolve(root, workItem)) ? { root, workItem } : undefined;
}

/** Absolute path of a work item. */
export function fileOf({ root, workItem }: WorkItemRef): string {
  return path.join(root, workItem);
}

/** Whether an absolute path lies below a folder. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

async function isRoot(root: string): Promise<boolean> {
  return (await workspaceRoots()).some((known) => known.path === root);
}

/** The properties of an argument, or of what it refers to. */
function fieldsOf(argument: unknown): Readonly<Record<string, unknown>> {
  if (typeof argument !== 'object' || argument === null) return {};
  if ('ref' in argument) return fieldsOf(argument.ref);
  return argument as Readonly<Record<string, unknown>>;
}
