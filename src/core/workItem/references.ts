/** What a work item points at: places in files, links, other work items. Computed where it is asked for; lists do not need it. */
import { aliasIn } from './parse.js';
import type { Outline } from './outline.js';
import { proseLines } from './prose.js';
import { linesOf, type Line, type Span } from './text.js';

/** `a/b.go:12`, `a/b.go:12-20`, `a/b.ts:12:5`, `a/b.cs:line 12`, `a/b.go (line 12)`, `(lines 3-9, a/b.go)`. */
export interface FileReference extends Span {
  /** As written. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly endLine?: number;
  /** From 1. */
  readonly column?: number;
}

export interface Link extends Span {
  /** As written, without `<>` and title. */
  readonly target: string;
  readonly targetSpan: Span;
}

export interface WorkItemReference extends Span {
  /** `WI4`, or an id of its own kind like `WI-WB-0003`. */
  readonly alias: string;
  /** Where a file is named: `WI4_name.md`, with the folder that stands before it. */
  readonly file?: string;
}

export interface References {
  readonly files: readonly FileReference[];
  readonly links: readonly Link[];
  readonly workItems: readonly WorkItemReference[];
}

/** All references outside fenced code and comments; inside inline code, too. Work items are also found in front matter. Linear in the text. */
export function referencesOf(text: string, outline: Outline): References {
  const files: FileReference[] = [];
  const links: Link[] = [];
  const workItems: WorkItemReference[] = [];
  const { frontMatter } = outline;
  if (frontMatter) for (const line of linesOf(text, frontMatter.inner.start, frontMatter.inner.end)) addAll(workItems, workItemsIn(text.slice(line.start, line.end), line));
  for (const line of proseLines(text, outline, 0, text.length)) {
    // Most lines hold nothing of this: looking for a mark is quicker than a pattern.
    const raw = text.slice(line.start, line.end);
    if (raw.includes('](') || raw.includes('://') || raw.includes(']:')) addAll(links, linksIn(raw, line));
    if (raw.includes(':')) addAll(files, placesIn(raw, line));
    if (raw.includes('(l') || raw.includes('(L')) addAll(files, bracketedIn(raw, line));
    if (raw.includes('WI')) addAll(workItems, workItemsIn(raw, line));
  }
  return { files: files.sort((a, b) => a.start - b.start), links, workItems };
}

/** One by one: as arguments of `push`, what a line of megabytes holds overflows the stack. */
function addAll<T>(to: T[], items: Iterable<T>): void {
  for (const item of items) to.push(item);
}

/** Endings of files that hold text; a name with another one and a number behind it may be a host and a port. */
const EXTENSIONS =
  'adoc asm astro bash bat bicep c cc cfg clj cmake cmd conf cpp cs cshtml csproj css csv cts cxx dart env erl ex exs feature fs fsproj fsx go gradle graphql groovy h hbs hpp hrl hs html http ini ipynb java jl js json jsonc jsx kt kts less lock log lua m markdown md mdx mjs ml mm mod mts nix php pl properties props proto ps1 psm1 py pyi r razor rb rego rs rst sass scala scss sh sln sql sum svelte svg swift targets tcl tf tfvars toml tpl ts tsx txt vb vue xaml xml yaml yml zig zsh cjs';
const KNOWN = new Set(EXTENSIONS.split(' '));

/** Characters of a path, looked at backwards from its line number. */
const PATH_CHAR = /[\p{L}\p{N}_./\\@+~$%()[\]{}-]/u;
const MAX_PATH = 260;

function* placesIn(raw: string, line: Line): Generator<FileReference> {
  for (const match of raw.matchAll(/:(?:line )?(\d{1,7})(?:[-–](\d{1,7})|:(\d{1,5}))?(?![\p{L}\p{N}_]|\.\d)/gu)) {
    const path = pathBefore(raw, match.index);
    const [whole, from, to, column] = match;
    const number = Number(from);
    if (!path || number === 0) continue;
    yield { path, line: number, ...range(number, to), ...(column !== undefined && Number(column) > 0 && { column: Number(column) }), start: line.start + match.index - path.length, end: line.start + match.index + whole.length };
  }
}

/** `a/b.go (line 12)`, and `(line 12, a/b.go)`; a heading's "(Lines 3-9)" names no file. */
function* bracketedIn(raw: string, line: Line): Generator<FileReference> {
  for (const match of raw.matchAll(/\((?:lines?|L)[ ]?(\d{1,7})(?:[ ]?[-–][ ]?L?(\d{1,7}))?(?:,[ ]`?([^\s`)]{1,260})`?)?\)/gi)) {
    const [whole, from, to, named] = match;
    const number = Number(from);
    const gap = /`?\*{0,2}[ ]?$/.exec(raw.slice(Math.max(0, match.index - 4), match.index))?.[0].length ?? 0;
    const path = named === undefined ? pathBefore(raw, match.index - gap) : fileName(named);
    if (!path || number === 0) continue;
    const start = named === undefined ? match.index - gap - path.length : match.index;
    yield { path, line: number, ...range(number, to), start: line.start + start, end: line.start + match.index + whole.length };
  }
}

function range(from: number, to: string | undefined): { endLine?: number } {
  return to !== undefined && Number(to) >= from ? { endLine: Number(to) } : {};
}

/** The path that ends at an offset of a line; undefined for a URL, a host, or something that is no file with text in it. */
function pathBefore(raw: string, end: number): string | undefined {
  let start = end;
  while (start > 0 && end - start < MAX_PATH && PATH_CHAR.test(raw.charAt(start - 1))) start -= 1;
  if (start > 1 && /^[A-Za-z]:[\\/]/.test(raw.slice(start - 2, start + 1))) start -= 2;
  if (raw.charAt(start - 1) === ':' && raw.startsWith('//', start)) return undefined;
  return fileName(raw.slice(start, end));
}

function fileName(written: string): string | undefined {
  const path = written.replace(/^[([{]+(?=[^)\]}]*$)/, '');
  const extension = /[^\\/.]\.([A-Za-z][A-Za-z0-9]{0,9})$/.exec(path)?.[1];
  return extension !== undefined && KNOWN.has(extension.toLowerCase()) && !path.includes('://') ? path : undefined;
}

/** Inline links, autolinks, bare addresses, and the targets of reference definitions. */
function* linksIn(raw: string, line: Line): Generator<Link> {
  const definition = /^ {0,3}\[[^\]]{1,200}\]:[ \t]{0,8}(?:<([^<>]{1,2000})>|(\S{1,2000}))/.exec(raw);
  if (definition) {
    const target = definition[1] ?? definition[2] ?? '';
    yield link(line, 0, definition[0].length, definition[0].lastIndexOf(target), target);
    return;
  }
  let behind = 0;
  for (const match of raw.matchAll(/\]\((?:<([^<>]{0,2000})>|((?:[^\s()\\]|\\.|\([^\s()]{0,500}\)){0,2000}))[^)\n]{0,300}\)|https?:\/\/[^\s<>"'`\])}|]{1,2000}/g)) {
    const inline = match[0].startsWith('](');
    const target = inline ? (match[1] ?? match[2] ?? '') : match[0].replace(/[.,;:!?*_]{1,20}$/, '');
    if (target === '') continue;
    const from = Math.max(behind, match.index - 1_000);
    const opening = inline ? raw.slice(from, match.index).lastIndexOf('[') : -1;
    const start = opening === -1 ? match.index : from + opening;
    behind = match.index + (inline ? match[0].length : target.length);
    yield link(line, start, behind, inline ? match.index + (match[1] === undefined ? 2 : 3) : start, target);
  }
}

function link(line: Line, start: number, end: number, at: number, target: string): Link {
  return { target, targetSpan: { start: line.start + at, end: line.start + at + target.length }, start: line.start + start, end: line.start + end };
}

function* workItemsIn(raw: string, line: Line): Generator<WorkItemReference> {
  for (const match of raw.matchAll(WORK_ITEM)) {
    const [whole, id = '', domain, name] = match;
    const alias = domain === undefined ? aliasIn(id) : id;
    if (alias === undefined) continue;
    const folder = name === undefined ? '' : folderBefore(raw, match.index);
    yield { alias, ...(name !== undefined && { file: folder + whole }), start: line.start + match.index - folder.length, end: line.start + match.index + whole.length };
  }
}

/** `WI4`, `WI-4`, `WI-WB-0003`, each also as the beginning of a file's name. */
const WORK_ITEM = /(?<![\p{L}\p{N}])(WI(?:-([A-Z]{2,10})-\d{1,9}|[- ]?\d{1,9}))((?:[_-][\p{L}\p{N}_.-]{0,150})?\.md)?(?![\p{L}\p{N}])/gu;

function folderBefore(raw: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < MAX_PATH && PATH_CHAR.test(raw.charAt(start - 1))) start -= 1;
  const folder = raw.slice(start, end).replace(/^[([{]+/, '');
  return folder.endsWith('/') ? folder : '';
}
