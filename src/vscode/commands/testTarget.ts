/** Which test a command was called for: by the Test Explorer (any extension's test), by a failure message there, by a lens, or by a run's row in our trees. Nothing about it is sure. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, isInside, runTestRefOf, workItemRefOf, type RunRef } from '../adapters/references.js';
import { workspaceRoots } from '../adapters/roots.js';
import { failedTest } from '../runs/failedTests.js';
import type { Services } from '../services.js';
import { numberOf, textOf } from './arguments.js';

/** A test that something is known to have failed in. */
export interface FailingTarget {
  /** Absolute: the root that the file belongs to, or the run. */
  readonly root: string;
  /** Absolute path of the test's file; only of a test of a run it may not be known. */
  readonly file?: string;
  /** As people call it. */
  readonly label: string;
  /** As its extension, the file of results, or the run calls it. */
  readonly id: string;
  /** Labels from the outermost node of the same file to its own; of a file of results, and of a run, undefined. */
  readonly labels?: readonly string[];
  /** It has tests inside. */
  readonly suite: boolean;
  /** Lines that it takes, 0-based, both included; undefined if that is not known. */
  readonly lines?: { readonly first: number; readonly last: number };
  /** What its extension says of the failure; from outside. */
  readonly message?: string;
  /** Absolute path of the file of results that has it. */
  readonly results?: string;
  /** The run that it failed in. */
  readonly run?: RunRef;
  /** The work item of that run: path relative to the root. */
  readonly workItem?: string;
}

/** A test that can be run: its file is known. */
export interface TestTarget extends FailingTarget {
  readonly file: string;
}

/** Those of {@link failingTargets} whose file is known. */
export async function testTargets(services: Pick<Services, 'history'>, args: readonly unknown[]): Promise<TestTarget[]> {
  return (await failingTargets(services, args)).filter(isInFile);
}

export function isInFile(target: FailingTarget): target is TestTarget {
  return target.file !== undefined;
}

/**
 * The tests that the arguments name, each once; of a test whose suite is named, too, only the suite.
 * @throws Refusal if they name a test of a run that cannot be read
 */
export async function failingTargets(services: Pick<Services, 'history'>, args: readonly unknown[]): Promise<FailingTarget[]> {
  const items = new Map<vscode.TestItem, string | undefined>();
  const targets: FailingTarget[] = [];
  for (const argument of selectedWith(args)) {
    const item = itemOf(argument);
    if (item) items.set(item, messageOf(argument));
    else targets.push(...(await ofResults(argument)), ...(await ofRun(services, argument)));
  }
  for (const [item, message] of items) {
    let above = item.parent;
    while (above && !items.has(above)) above = above.parent;
    const target = above ? undefined : await ofItem(item, message);
    if (target) targets.push(target);
  }
  return targets;
}

/** The Test Explorer hands over each test; a tree hands over the row of the menu, and all that are selected with it. */
function selectedWith(args: readonly unknown[]): readonly unknown[] {
  const [argument, selection] = args;
  return Array.isArray(selection) && selection.includes(argument) ? selection : args;
}

/** A test that is handed over by itself, or with the failure message that was clicked. */
function itemOf(argument: unknown): vscode.TestItem | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('children' in argument && 'label' in argument && 'id' in argument) return argument as vscode.TestItem;
  return 'test' in argument ? itemOf(argument.test) : undefined;
}

function messageOf(argument: unknown): string | undefined {
  const message = typeof argument === 'object' && argument !== null && 'message' in argument ? argument.message : undefined;
  if (typeof message !== 'object' || message === null || !('message' in message)) return undefined;
  const text = message.message;
  return typeof text === 'string' ? text : text instanceof vscode.MarkdownString ? text.value : undefined;
}

/** Undefined for a test without a file of this workspace: there is nothing to run it by. */
async function ofItem(item: vscode.TestItem, message: string | undefined): Promise<TestTarget | undefined> {
  const labels = [item.label];
  let uri = item.uri;
  // What a test makes while it runs, such as a case of a table, may have no place of its own.
  for (let above = item.parent; above && (uri === undefined || above.uri?.toString() === uri.toString()); above = above.parent) {
    uri ??= above.uri;
    labels.unshift(above.label);
  }
  const root = uri?.scheme === 'file' ? await rootOf(uri.fsPath) : undefined;
  if (uri === undefined || root === undefined) return undefined;
  const said = message ?? (typeof item.error === 'string' ? item.error : item.error?.value);
  return {
    root,
    file: uri.fsPath,
    label: item.label,
    id: item.id,
    labels,
    suite: item.children.size > 0,
    ...(item.range && { lines: { first: item.range.start.line, last: item.range.end.line } }),
    ...(said !== undefined && { message: said }),
  };
}

/** `{ results, test, file }` of a lens. */
async function ofResults(argument: unknown): Promise<TestTarget[]> {
  const [results, test, file] = ['results', 'test', 'file'].map((name) => textOf(argument, name));
  if (results === undefined || test === undefined || file === undefined) return [];
  const root = await rootOf(file);
  const line = numberOf(argument, 'line');
  if (root === undefined || !isInside(root, results)) return [];
  return [{ root, file, label: test, id: test, suite: false, results, ...(line !== undefined && { lines: { first: line, last: line } }) }];
}

/** `{ root, run, test }`, or a row of our trees. */
async function ofRun({ history }: Pick<Services, 'history'>, argument: unknown): Promise<FailingTarget[]> {
  const ref = await runTestRefOf(argument);
  if (!ref) return [];
  const { root, run, test: id } = ref;
  const { test: { own, place }, file } = await failedTest(history, ref);
  const workItem = await history.workItemOf(root, file);
  // A ledger may come from elsewhere: what it names lies in the workspace, or is nothing.
  const kept = workItem !== undefined && (await workItemRefOf({ root, workItem })) !== undefined && existsSync(fileOf({ root, workItem }));
  return [{ root, label: own, id, suite: false, run: { root, run }, ...(kept && { workItem }), ...(place && { file: place.file }), ...(place?.line !== undefined && { lines: { first: place.line, last: place.line } }) }];
}

async function rootOf(file: string): Promise<string | undefined> {
  const roots = (await workspaceRoots()).map((root) => root.path).filter((root) => isInside(root, file));
  return roots.sort((a, b) => b.length - a.length)[0];
}

/** The file as commands and globs name it. @param folder absolute, the file inside of it */
export function relativeFile(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

/** The test's suites and its own name, as its framework needs them; empty for the whole file. @param file relative to where the command runs */
export async function namesOf(target: TestTarget, command: string, file: string): Promise<readonly string[]> {
  const { frameworkOfCommand, namesOfFullName, namesOfNode, namesOfResult, resultNamed } = await loadEngine();
  const framework = frameworkOfCommand(command)?.id;
  if (target.run) return namesOfFullName(framework, file, target.id);
  if (target.labels) return namesOfNode(framework, file, { id: target.id, labels: target.labels });
  const result = target.results === undefined ? undefined : await resultNamed(target.results, target.id);
  return result ? namesOfResult(framework, file, result) : [target.label];
}
