/** Failures in TAP, as `node --test` prints it, and of whole files in its other reporters. */
import { placeIn, placeOf } from './nodeStack.js';
import { blockFrom, indentOf, oneLine, withDetail } from './text.js';
import type { Failure, FailureFormat } from './types.js';

/** TAP: the first `not ok` that is not just the sum of its subtests, with its YAML block. */
export const tapFailure: FailureFormat = (lines) => {
  for (const [index, line] of lines.entries()) {
    const name = /^\s*not ok \d+(?: - (.*))?$/.exec(line);
    if (!name || / # (?:skip|todo)\b/i.test(line)) continue;
    const indent = indentOf(line);
    const yaml = blockFrom(lines, index + 1, (inside) => inside.trim() === '' || indentOf(inside) > indent);
    if (yaml.some((inside) => /^\s*failureType: 'subtestsFailed'/.test(inside))) continue;
    return tapDocument(index, name[1] ?? '', yaml, () => saidOfFile(lines, index));
  }
  return undefined;
};

function tapDocument(index: number, name: string, yaml: readonly string[], ofFile: () => string | undefined): Failure {
  const at = (key: string): number => yaml.findIndex((line) => line.trimStart().startsWith(`${key}: `));
  /** The lines of a block scalar. */
  const block = (key: string): string[] => {
    const start = at(key);
    const indent = indentOf(yaml[start] ?? '');
    return start === -1 ? [] : blockFrom(yaml, start + 1, (line) => line.trim() === '' || indentOf(line) > indent).filter((line) => line.trim() !== '');
  };
  const value = (key: string): string | undefined => {
    const line = yaml[at(key)];
    if (line === undefined) return undefined;
    const inline = line.slice(line.indexOf(': ') + 2).trim();
    if (!/^[|>]-?$/.test(inline)) return inline.replace(/^(['"])(.*)\1$/, '$2');
    const [first = '', ...rest] = block(key);
    return withDetail(first.trim(), rest);
  };
  const said = value('error') ?? name;
  const message = said === FILE_FAILED ? fileFailed(value('signal'), value('exitCode'), ofFile()) : said;
  const type = value('name');
  const stack = block('stack').flatMap((line) => placeOf(line.trim()) ?? []);
  const location = placeIn(value('location') ?? '');
  return { rank: 'reported', index, title: oneLine([type === undefined ? message : `${type}: ${message}`]), causes: [], frames: stack.length > 0 || !location ? stack : [location] };
}

/** All that `node --test` has as the error of a file whose process failed, whatever ended it. */
const FILE_FAILED = 'test failed';

/** What it says of such a file before: of errors behind the end of a test, and of others that nobody caught. */
const SAID = /^\s*(?:#|ℹ|<!--) (Error: \S.*?)(?: -->)?$/;

/** A file whose process failed, in the reporters spec (which does not tell how it ended) and JUnit. */
export const nodeFileFailure: FailureFormat = (lines) => {
  for (const [index, line] of lines.entries()) {
    const [, exitCode, signal] = /^\[Error: test failed\] \{ .*\bexitCode: (\d+|null), signal: (?:'(\w+)'|null) \}$/.exec(line) ?? [];
    if (exitCode === undefined && !(line.trim() === `'${FILE_FAILED}'` && /^\s*✖ /.test(lines[index - 1] ?? ''))) continue;
    return { rank: 'reported', index, title: fileFailed(signal, exitCode, saidOfFile(lines, index)), causes: [], frames: [] };
  }
  return undefined;
};

function fileFailed(signal: string | undefined, exitCode: string | undefined, said: string | undefined): string {
  const told = (value: string | undefined): value is string => value !== undefined && value !== '~' && value !== 'null';
  const ended = told(signal) ? ` (${signal})` : told(exitCode) ? ` (exit code ${exitCode})` : '';
  return oneLine([`${FILE_FAILED}${ended}${said === undefined ? '' : `: ${said}`}`]);
}

/** The last word on it before it is told as failed. */
function saidOfFile(lines: readonly string[], index: number): string | undefined {
  return SAID.exec(lines.slice(0, index).findLast((line) => SAID.test(line)) ?? '')?.[1];
}
