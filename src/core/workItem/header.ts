/** The header in each form that teams write, field by field with positions. It is read here and never rewritten. */
import { parseFrontMatter } from './frontMatter.js';
import type { Header, HeaderField } from './model.js';
import type { Outline } from './outline.js';
import { linesOf, type Span } from './text.js';

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
  for (const line of linesOf(text, inner.start, inner.end)) {
    const match = /^(["']?)([A-Za-z_][\w .-]*)\1\s*:(?:\s+|$)/.exec(text.slice(line.start, line.end));
    if (!match) continue;
    const name = match[2] ?? '';
    const valueSpan = trimSpan(text, { start: line.start + match[0].length, end: line.end });
    const meant = data[name];
    const value = typeof meant === 'string' ? meant.trim() : Array.isArray(meant) ? meant.filter((entry) => typeof entry === 'string').join(', ') : written(text.slice(valueSpan.start, valueSpan.end));
    fields.push({ name, value, valueSpan });
  }
  return fields;
}

/** A YAML scalar as written, without a comment behind it. */
function written(value: string): string {
  const bare = value.replace(/(^|\s)#.*$/, '').trim();
  return bare === '~' || bare === 'null' ? '' : bare;
}

/** `**Field**: value`, `**Field:** value`, each also as a list item. */
const BOLD_FIELD = /^(?:[-*+][ \t]+)?\*\*([^*\n]{1,60}?)(?::\*\*|\*\*[ \t]*:)[ \t]*(.*?)[ \t]*$/;

function boldHeader(text: string, outline: Outline): Header {
  const firstSection = outline.headings.find((heading) => heading.level > 1 || heading.start > (outline.headings[0]?.start ?? 0));
  const from = outline.headings[0]?.level === 1 ? outline.headings[0].next : (outline.frontMatter?.next ?? 0);
  const to = firstSection?.start ?? Math.min(text.length, from + MAX_BOLD_HEADER);
  const fields: HeaderField[] = [];
  for (const line of linesOf(text, from, to)) {
    const raw = text.slice(line.start, line.end);
    const match = BOLD_FIELD.exec(raw);
    if (!match) continue;
    const [, name = '', value = ''] = match;
    const start = line.start + raw.lastIndexOf(value);
    fields.push({ name: name.trim(), value: value.replace(/^`([^`]*)`$/, '$1'), valueSpan: { start, end: start + value.length } });
  }
  return { form: fields.length > 0 ? 'bold' : 'none', fields };
}

/** In a file without sections only its beginning can be a header. */
const MAX_BOLD_HEADER = 8 * 1024;

function trimSpan(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && /\s/.test(text.charAt(start))) start += 1;
  while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1;
  return { start, end };
}
