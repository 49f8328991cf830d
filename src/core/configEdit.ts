/** One more entry in the text of a configuration: a splice by offsets, so that everything else stays as its author wrote it. */
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { parseConfig } from './parseConfig.js';
import type { TestCommand } from './run/testCommand/types.js';

/**
 * The text with a command for tests added before those that are there: the first whose glob matches is taken.
 * @param text of `.casebook/config.json`; undefined if there is none
 * @returns a problem if the text cannot be used as it is, so that nothing is added to it
 */
export function withTestCommand(text: string | undefined, { files, command, cwd }: TestCommand): { readonly text: string } | { readonly problem: string } {
  const entry = { files, command, ...(cwd !== undefined && { cwd }) };
  if (text === undefined || text.trim() === '') return { text: `${JSON.stringify({ tests: [entry] }, undefined, 2)}\n` };
  const read = parseConfig(text);
  if ('problem' in read) return read;
  // Its offsets are those of the text without a byte-order mark.
  const bom = text.startsWith('\ufeff') ? 1 : 0;
  const root = parseTree(text.slice(bom));
  if (!root) return { problem: 'it is empty' };
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const tests = findNodeAtLocation(root, ['tests']);
  if (tests) {
    const at = bom + tests.offset + 1;
    const first = tests.children?.[0];
    const behind = first ? (/^[ \t]*\r?\n/.test(text.slice(at, bom + first.offset)) ? ',' : `,${eol}${unit.repeat(2)}`) : eol + unit;
    return { text: spliced(text, at, eol + indented(entry, unit, 2, eol) + behind) };
  }
  const last = root.children?.at(-1);
  const at = bom + (last ? last.offset + last.length : root.offset + 1);
  const closes = last && /^\s*\n/.test(text.slice(at)) ? '' : eol;
  return { text: spliced(text, at, `${last ? ',' : ''}${eol}${unit}"tests": [${eol}${indented(entry, unit, 2, eol)}${eol}${unit}]${closes}`) };
}

function indented(value: unknown, unit: string, depth: number, eol: string): string {
  return JSON.stringify(value, undefined, unit).split('\n').map((line) => unit.repeat(depth) + line).join(eol);
}

function spliced(text: string, at: number, insertion: string): string {
  return text.slice(0, at) + insertion + text.slice(at);
}
