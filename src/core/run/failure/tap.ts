/** Failures in TAP, as `node --test` prints it. */
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
    return tapDocument(index, name[1] ?? '', yaml);
  }
  return undefined;
};

function tapDocument(index: number, name: string, yaml: readonly string[]): Failure {
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
  const message = value('error') ?? name;
  const type = value('name');
  const stack = block('stack').flatMap((line) => placeOf(line.trim()) ?? []);
  const location = placeIn(value('location') ?? '');
  return { rank: 'reported', index, title: oneLine([type === undefined ? message : `${type}: ${message}`]), causes: [], frames: stack.length > 0 || !location ? stack : [location] };
}
