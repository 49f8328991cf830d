/** The header in each form that teams write, field by field with positions. It is read here and never rewritten. */
import { isThematic } from './blockSyntax.js';
import { boldFields } from './boldField.js';
import { parseFrontMatter } from './frontMatter.js';
import type { Header, HeaderField } from './model.js';
import type { Heading, Outline } from './outline.js';
import { phaseOfTitle } from './phases.js';
import { proseLines } from './prose.js';
import { plainTitle } from './sections.js';
import { linesOf, type Line, type Span } from './text.js';

export interface HeaderResult {
  readonly header: Header;
  /** A sentence about front matter that could not be read, and where it stands. */
  readonly problem?: { readonly message: string; readonly span: Span };
}

/** Reads front matter, else the `**Field**: value` lines before the first section. */
export function readHeader(text: string, outline: Outline): HeaderResult {
  const { frontMatter, foreignFrontMatter } = outline;
  if (foreignFrontMatter) {
    return {
      header: boldHeader(text, outline),
      problem: { message: 'Front matter in a language other than YAML is never read, since it could run code: start the file with a plain `---` line.', span: foreignFrontMatter },
    };
  }
  if (!frontMatter) return { header: boldHeader(text, outline) };
  if (isPlain(text, frontMatter.inner)) return { header: { form: 'front-matter', fields: yamlLines(text, frontMatter.inner, {}) } };
  const parsed = parseFrontMatter(text.slice(frontMatter.inner.start, frontMatter.inner.end));
  if ('problem' in parsed) return { header: { form: 'front-matter', fields: yamlLines(text, frontMatter.inner, {}) }, problem: { message: parsed.problem, span: frontMatter } };
  return { header: { form: 'front-matter', fields: yamlLines(text, frontMatter.inner, parsed.data) } };
}

/** The value of the first field with one of the names, compared without case. */
export function fieldValue(header: Header, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const field = header.fields.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (field && field.value !== '') return field.value;
  }
  return undefined;
}

/** Top-level `key: value` lines. A text value is taken as YAML means it, everything else (dates, numbers) as it is written. */
function yamlLines(text: string, inner: Span, data: Readonly<Record<string, unknown>>): HeaderField[] {
  const fields: HeaderField[] = [];
  const keys: { name: string; line: Line; behind: number; end: number }[] = [];
  for (const line of linesOf(text, inner.start, inner.end)) {
    const raw = text.slice(line.start, line.end);
    const match = YAML_KEY.exec(raw);
    if (match) keys.push({ name: match[2] ?? '', line, behind: line.start + match[0].length, end: line.end });
    else if (raw.trim() !== '' && !raw.startsWith('#')) {
      const open = keys.at(-1);
      if (open) open.end = line.end;
    }
  }
  for (const { name, line, behind, end } of keys) {
    const valueSpan = scalarSpan(text, { start: behind, end }, line.end);
    const meant = Object.hasOwn(data, name) ? data[name] : undefined;
    const value = typeof meant === 'string' ? meant.trim() : Array.isArray(meant) ? meant.filter((entry) => typeof entry === 'string').join(', ') : written(text.slice(valueSpan.start, valueSpan.end));
    fields.push({ name, value, valueSpan, span: { start: line.start, end } });
  }
  return fields;
}

/**
 * Whether the front matter is so plain that its values mean what is written: one short value on each line, bare or in quotes, without anything that
 * YAML reads otherwise. Most is, and the parser takes longer than everything else that a list needs of a file.
 */
function isPlain(text: string, inner: Span): boolean {
  if (inner.end - inner.start > MAX_PLAIN) return false;
  const keys = new Set<string>();
  for (const line of linesOf(text, inner.start, inner.end)) {
    const key = PLAIN.exec(text.slice(line.start, line.end))?.[1];
    if (key === undefined || keys.has(key)) return false;
    keys.add(key);
  }
  return true;
}

/** UTF-16 code units. */
const MAX_PLAIN = 4096;

/** Bare values start with a letter or a digit, so that none is a list, a reference or a comment; those in quotes hold no escapes. */
const PLAIN = /^([A-Za-z_][A-Za-z0-9_-]{0,60}):(?: (?:[A-Za-z0-9](?:[^\s:#"'`{}[\]|>%@!&*,?\\]|:(?=[^\s:#])| (?=[A-Za-z0-9(/+.-])){0,200}|"(?:[^\s"\\](?:[^"\\]{0,200}[^\s"\\])?)?"|'(?:[^\s'](?:[^']{0,200}[^\s'])?)?'))?[ ]*$/;

const YAML_KEY = /^(["']?)([\p{L}_][\p{L}\p{N}_ ./&-]{0,79}?)\1[ \t]{0,8}:(?:[ \t]+|$)/u;

/** The value without white space around it and without a comment behind it; a value of several lines to its end. */
function scalarSpan(text: string, span: Span, lineEnd: number): Span {
  if (span.end > lineEnd) return trimSpan(text, span);
  const raw = text.slice(span.start, span.end);
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?=\s|$)/.exec(raw)?.[0];
  const comment = raw.startsWith('#') ? 0 : raw.search(/\s#/);
  const length = quoted?.length ?? (comment === -1 ? raw.length : comment);
  return trimSpan(text, { start: span.start, end: span.start + length });
}

/** A YAML scalar as written. */
function written(value: string): string {
  return value === '~' || value === 'null' ? '' : value.replace(/^(["'])(.*)\1$/, '$2');
}

function boldHeader(text: string, outline: Outline): Header {
  const title = titleHeading(text, outline);
  const from = outline.frontMatter?.next ?? 0;
  const next = outline.headings.find((heading) => heading !== title);
  const to = endOfHeader(text, outline, title, from, Math.min(next?.start ?? text.length, (title?.next ?? from) + MAX_BOLD_HEADER));
  const fields = boldFields(text, outline, from, to).filter(({ label }) => !/^[ \t]{4}/.test(label.lead));
  return { form: fields.length > 0 ? 'bold' : 'none', fields };
}

/** The heading that names the whole document: one of the first level, or one with nothing before it that is no phase. Some documents have none. */
export function titleHeading(text: string, outline: Outline): Heading | undefined {
  const [first] = outline.headings;
  if (!first || first.level === 1) return first;
  const leads = text.slice(outline.frontMatter?.next ?? 0, first.start).replace('\ufeff', '').trim() === '';
  return leads && phaseOfTitle(plainTitle(first.text)) === undefined ? first : undefined;
}

/** A rule below anything but the title ends the header. */
function endOfHeader(text: string, outline: Outline, title: Heading | undefined, from: number, to: number): number {
  let seen = false;
  for (const line of proseLines(text, outline, from, to)) {
    if (title && line.start >= title.start && line.start < title.next) continue;
    const raw = text.slice(line.start, line.end).trim();
    if (seen && isThematic(raw)) return line.start;
    seen ||= raw !== '' && !isThematic(raw);
  }
  return to;
}

/** In a file without sections only its beginning can be a header. UTF-16 code units. */
const MAX_BOLD_HEADER = 8 * 1024;

function trimSpan(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && /\s/.test(text.charAt(start))) start += 1;
  while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1;
  return { start, end };
}
