/** Sets one field of the header, in the form that the header has. */
import { checkedEdit, gapBehind, oneLine, type EditResult } from './edit.js';
import { labelOf, type FieldLabel } from './boldField.js';
import { readHeader, titleHeading } from './header.js';
import type { HeaderField } from './model.js';
import { outlineOf, type FrontMatter, type Outline } from './outline.js';
import { applyEdit, dominantEol, type Span, type TextEdit } from './text.js';

/**
 * The edit that makes the header's first field called `field` (compared without case) say `value`, which is taken as one line of text.
 * A field that is missing is added behind the last one, in its form; a file without a header gets bold lines below its title.
 * The result is read back before it is given: what YAML or the header's form cannot hold is a conflict.
 */
export function setHeader(text: string, field: string, value: string): EditResult {
  const name = oneLine(field);
  if (!/^[\p{L}_][\p{L}\p{N}_ ./&-]{0,59}$/u.test(name)) return { conflict: `\`${name.slice(0, 60)}\` cannot be the name of a header field: use letters, digits and spaces.` };
  const wanted = oneLine(value);
  const outline = outlineOf(text);
  const { header, problem } = readHeader(text, outline);
  if (problem && header.form === 'front-matter') return { conflict: problem.message };
  const present = header.fields.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (present?.value === wanted) return { edit: { ...present.valueSpan, text: text.slice(present.valueSpan.start, present.valueSpan.end) } };
  for (const edit of candidates(text, outline, header.fields, present, name, wanted)) {
    const result = checkedEdit(text, edit, { belowLevel: 6 });
    if ('conflict' in result) return result;
    if (reads(text, edit, header.fields, name, wanted)) return result;
  }
  return { conflict: `The header cannot hold ${name} as \`${wanted.slice(0, 60)}\`: write it by hand.` };
}

/** Whether the header, read again, has the field with the value, and every other field as it was. */
function reads(text: string, edit: TextEdit, before: readonly HeaderField[], name: string, value: string): boolean {
  const after = applyEdit(text, edit);
  const { header, problem } = readHeader(after, outlineOf(after));
  if (problem && header.form === 'front-matter') return false;
  const same = (field: HeaderField) => field.name.toLowerCase() === name.toLowerCase();
  const others = (fields: readonly HeaderField[]) => {
    const first = fields.findIndex(same);
    return JSON.stringify(fields.filter((_, index) => index !== first).map((field) => [field.name, field.value]));
  };
  return header.fields.find(same)?.value === value && others(header.fields) === others(before);
}

/** The ways to write it, the plainest first. */
function candidates(text: string, outline: Outline, fields: readonly HeaderField[], present: HeaderField | undefined, name: string, value: string): TextEdit[] {
  const { frontMatter } = outline;
  if (frontMatter) return scalars(value, present ? text.slice(present.valueSpan.start, present.valueSpan.end) : '').map((scalar) => (present ? yamlValue(text, present, scalar) : yamlLine(text, frontMatter, fields, name, scalar)));
  if (present) {
    const edit = boldValue(text, present, value);
    // Text right below a field without a value would become part of the value: a blank line keeps it apart.
    return [edit, { ...edit, text: edit.text + dominantEol(text) }];
  }
  const last = fields.at(-1);
  return [last ? boldLine(text, last, name, value) : newHeader(text, outline, name, value)];
}

/** YAML scalars for a text, in the style of the one that stands there where it can hold it. */
function scalars(value: string, present: string): string[] {
  const double = JSON.stringify(value);
  const single = `'${value.replaceAll('\'', '\'\'')}'`;
  const plain = /^[\p{L}\p{N}][^#:"'`{}[\],&*!|>%@]*$/u.test(value) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value) ? [value] : [];
  if (present.startsWith('"')) return [double];
  if (present.startsWith('\'')) return [single, double];
  return [...plain, double];
}

function yamlValue(text: string, field: HeaderField, scalar: string): TextEdit {
  const { start, end } = field.valueSpan;
  const keyLine = text.slice(field.span.start, start);
  if (!/[\r\n]/.test(keyLine)) return { start, end, text: /\s$/.test(keyLine) ? scalar : ` ${scalar}` };
  const colon = field.span.start + keyLine.indexOf(':') + 1;
  return { start: colon, end, text: ` ${scalar}` };
}

function yamlLine(text: string, { inner }: FrontMatter, fields: readonly HeaderField[], name: string, scalar: string): TextEdit {
  const key = fields.every((field) => field.name === field.name.toLowerCase()) ? name.toLowerCase() : name;
  return { start: inner.end, end: inner.end, text: `${key}: ${scalar}${dominantEol(text)}` };
}

function boldValue(text: string, field: HeaderField, value: string): TextEdit {
  const { start, end } = field.valueSpan;
  const written = text.slice(start, end);
  const code = /^`[^`]*`$/.test(written) && !value.includes('`') && value !== '';
  const gap = /[ \t]$/.test(text.slice(field.span.start, start)) ? '' : ' ';
  return { start, end, text: `${gap}${code ? `\`${value}\`` : value}` };
}

/** A line like the last one of the header: its bullet, where its colon stands, its trailing spaces. */
function boldLine(text: string, last: HeaderField, name: string, value: string): TextEdit {
  const line = text.slice(last.span.start, last.span.end);
  const trailing = /[ \t]*$/.exec(line.slice(-8))?.[0] ?? '';
  const at = last.span.end;
  return { start: at, end: at, text: `${dominantEol(text)}${labelled(labelOf(line), name)} ${value}${trailing}` };
}

function labelled(like: FieldLabel | undefined, name: string): string {
  return `${like?.lead ?? ''}${like?.colon === 'inside' ? `**${name}:**` : `**${name}**:`}`;
}

function newHeader(text: string, outline: Outline, name: string, value: string): TextEdit {
  const eol = dominantEol(text);
  const title = titleHeading(text, outline);
  const at: Span = title ? { start: title.end, end: title.end } : { start: text.startsWith('\ufeff') ? 1 : 0, end: text.startsWith('\ufeff') ? 1 : 0 };
  return { ...at, text: `${title ? eol + eol : ''}**${name}**: ${value}${gapBehind(text, at.end, eol)}` };
}
