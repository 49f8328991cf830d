/** Which test a command was called for: by the Test Explorer (any extension's test), by a failure message there, or by a lens. Nothing about it is sure. */
import path from 'node:path';
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { isInside } from '../adapters/references.js';
import { workspaceRoots } from '../adapters/roots.js';
import { numberOf, textOf } from './arguments.js';

export interface TestTarget {
  /** Absolute: the root that the file belongs to. */
  readonly root: string;
  /** Absolute path of the test's file. */
  readonly file: string;
  /** As people call it. */
  readonly label: string;
  /** As its extension, or the file of results, calls it. */
  readonly id: string;
  /** Labels from the outermost node of the same file to its own; of a file of results undefined. */
  readonly labels?: readonly string[];
  /** It has tests inside. */
  readonly suite: boolean;
  /** Lines that it takes, 0-based, both included; undefined if that is not known. */
  readonly lines?: { readonly first: number; readonly last: number };
  /** What its extension says of the failure; from outside. */
  readonly message?: string;
  /** Absolute path of the file of results that has it. */
  readonly results?: string;
}

/** The tests that the arguments name, each once; of a test whose suite is named, too, only the suite. */
export async function testTargets(args: readonly unknown[]): Promise<TestTarget[]> {
  const items = new Map<vscode.TestItem, string | undefined>();
  const targets: TestTarget[] = [];
  for (const argument of args) {
    const item = itemOf(argument);
    if (item) items.set(item, messageOf(argument));
    else targets.push(...(await ofResults(argument)));
  }
  for (const [item, message] of items) {
    let above = item.parent;
    while (above && !items.has(above)) above = above.parent;
    const target = above ? undefined : await ofItem(item, message);
    if (target) targets.push(target);
  }
  return targets;
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
  const { frameworkOfCommand, namesOfNode, namesOfResult, resultNamed } = await loadEngine();
  const framework = frameworkOfCommand(command)?.id;
  if (target.labels) return namesOfNode(framework, file, { id: target.id, labels: target.labels });
  const result = target.results === undefined ? undefined : await resultNamed(target.results, target.id);
  return result ? namesOfResult(framework, file, result) : [target.label];
}
