/** The fenced shell code of a work item: which of it can be run, and as what. Nothing here runs anything. */
import type { Sha256 } from '../ports.js';
import { plain } from '../report/untrusted.js';
import { closesFence, indentOf } from './blockSyntax.js';
import { parse } from './parse.js';
import { linesOf, type Line, type Span } from './text.js';

export const SHELLS = ['sh', 'bash', 'zsh'] as const;
export type Shell = (typeof SHELLS)[number];

export interface ShellScript {
  /** The program that takes it, behind `-c`. */
  readonly shell: Shell;
  /** Its lines as they stand, without the indentation of the fence; of a session only what follows its prompts. LF. */
  readonly script: string;
}

export interface ShellFence {
  /** From its opening line to the end of its closing line. */
  readonly span: Span;
  /** 1-based, of its opening line. */
  readonly line: number;
  /** 1-based, of its closing line. */
  readonly endLine: number;
  /** What it runs, or why it cannot be run: a sentence. */
  readonly code: ShellScript | { readonly problem: string };
}

/** One that can be run. */
export interface RunnableFence extends ShellFence {
  readonly code: ShellScript;
}

/** Which fence is meant, also after the text around it has changed. */
export interface FenceRef {
  /** 1-based, of its opening line when it was run; for messages. */
  readonly line: number;
  /** How many fences of the same content stand before it. */
  readonly nth: number;
  /** Of shell and script, hex. */
  readonly sha256: string;
}

/** First words of an info string. A session shows commands behind `$ ` among their output. */
const LANGUAGES: ReadonlyMap<string, { readonly shell: Shell; readonly session: boolean }> = new Map([
  ['sh', { shell: 'sh', session: false }],
  ['shell', { shell: 'sh', session: false }],
  ['bash', { shell: 'bash', session: false }],
  ['zsh', { shell: 'zsh', session: false }],
  ['console', { shell: 'sh', session: true }],
  ['shell-session', { shell: 'sh', session: true }],
  ['shellsession', { shell: 'sh', session: true }],
]);

/** Characters of a script: a system takes an argument of 128 KiB, and what is longer is a program for a file of its own. */
const MAX_SCRIPT = 32 * 1024;

/** `{{component}}` and `{{component|text}}` of a template; Go's own templates (`{{.State}}`, `{{end}}`) are none. */
const PLACEHOLDER = /\{\{\s*(?!(?:end|else|break|continue)\b)[a-z][\w.-]*\s*(?:\|[^{}]*)?\}\}/i;

/** Every shell fence outside of evidence blocks, in order. Linear in the text's length; never throws. */
export function shellFencesOf(text: string): ShellFence[] {
  const { outline, item } = parse(text);
  const evidence = item.evidence.map(({ span }) => span);
  const found: ShellFence[] = [];
  const lines = linesOf(text);
  let current = lines.next();
  let number = 1;
  for (const span of outline.fences) {
    while (current.done !== true && current.value.next <= span.start) {
      current = lines.next();
      number += 1;
    }
    const inside = [...linesOf(text, span.start, span.end)];
    const fence = fenceOf(text, span, inside);
    if (!fence || evidence.some(({ start, end }) => start <= span.start && span.end <= end)) continue;
    found.push({ span, line: number, endLine: number + inside.length - 1, code: fence });
  }
  return found;
}

export function isRunnable(fence: ShellFence): fence is RunnableFence {
  return !('problem' in fence.code);
}

/** What tells one fence from others: of those with the same content their order. */
export function refOf(fences: readonly ShellFence[], fence: RunnableFence, sha256: Sha256): FenceRef {
  const hash = hashOf(fence, sha256);
  const before = fences.slice(0, fences.indexOf(fence)).filter((other) => isRunnable(other) && hashOf(other, sha256) === hash);
  return { line: fence.line, nth: before.length, sha256: hash };
}

/** The fence that is meant; of several with its content the one in its place among them, or the last. Undefined if none has its content any more. */
export function fenceOfRef(fences: readonly ShellFence[], { nth, sha256: hash }: FenceRef, sha256: Sha256): RunnableFence | undefined {
  const same = fences.filter(isRunnable).filter((fence) => hashOf(fence, sha256) === hash);
  return same[nth] ?? same.at(-1);
}

function hashOf({ code: { shell, script } }: RunnableFence, sha256: Sha256): string {
  return sha256(`${shell}\n${script}`);
}

/** Undefined if it is no shell code. */
function fenceOf(text: string, span: Span, lines: readonly Line[]): ShellFence['code'] | undefined {
  const [opening, ...rest] = lines;
  if (!opening) return undefined;
  const first = text.slice(opening.start, opening.end);
  const match = /(`{3,}|~{3,})[ \t]*([^\s`{]*)/.exec(first);
  const marks = match?.[1] ?? '';
  const language = LANGUAGES.get((match?.[2] ?? '').toLowerCase());
  if (!match || !language) return undefined;
  // In the first line of a list item the marks stand behind the bullet: a column counts what is before them.
  const indent = indentOf(first.slice(0, match.index).replace(/\S/g, ' ')).columns;
  const last = rest.at(-1);
  const closing = last && text.slice(last.start, last.end).trimStart();
  if (closing === undefined || !closesFence(closing, 0, { char: marks.charAt(0), length: marks.length })) return { problem: 'Nothing closes it: add a line of its marks.' };
  if (indent > 0 && goesOnBehind(text, span.end)) return { problem: 'What stands behind it is indented, as in a list item that goes on, and evidence under it would tear that off: move it to the end of its item, or out of the list.' };
  const content = rest.slice(0, -1).map((line) => dedented(text.slice(line.start, line.end), indent));
  const session = language.session || (content.find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '').startsWith('$ ');
  return codeOf(language.shell, session ? typedIn(content) : content, session);
}

function codeOf(shell: Shell, lines: readonly string[], session: boolean): ShellFence['code'] {
  const script = lines.join('\n');
  if (lines.every((line) => /^\s*(?:#.*)?$/.test(line))) return { problem: session ? 'None of its lines is a command: of a session those behind `$ ` are.' : 'There is no command in it.' };
  if (script.length > MAX_SCRIPT) return { problem: `It is longer than ${MAX_SCRIPT / 1024} Ki characters: put it into a script of its own, and call that.` };
  if (plain(script) !== script) return { problem: 'It holds control characters, or ones that make text read otherwise than it runs: write it without them.' };
  const placeholder = PLACEHOLDER.exec(script)?.[0];
  if (placeholder !== undefined) return { problem: `It holds the placeholder ${placeholder}: write what belongs there.` };
  return { shell, script };
}

/** What was typed in a session: behind `$ `, and what a backslash at the end of such a line continues, behind `> ` or not. */
function typedIn(lines: readonly string[]): string[] {
  const typed: string[] = [];
  let continued = false;
  for (const line of lines) {
    const command: string | undefined = continued ? line.replace(/^> ?/, '') : /^\$ (.*)$/.exec(line)?.[1];
    if (command !== undefined) typed.push(command);
    continued = command !== undefined && /(?:^|[^\\])(?:\\\\)*\\$/.test(command);
  }
  return typed;
}

/** Whether the list item goes on behind its fence: with a line that is indented. */
function goesOnBehind(text: string, end: number): boolean {
  for (const line of linesOf(text, end)) {
    const content = text.slice(line.start, line.end);
    if (content.trim() !== '') return /^[ \t]/.test(content);
  }
  return false;
}

/** Without the white space that a fence's own indentation takes from its lines. */
function dedented(line: string, columns: number): string {
  let at = 0;
  for (let column = 0; at < line.length && column < columns; at += 1) {
    if (line[at] === ' ') column += 1;
    else if (line[at] === '\t') column += 4 - (column % 4);
    else break;
  }
  return line.slice(at);
}
