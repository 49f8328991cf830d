/** A new work item from a template. */
import { redact } from '../evidence/redact.js';
import { bounded } from '../report/untrusted.js';

/**
 * Values for a template's `{{placeholders}}`. A placeholder may bring what stands there without a value: `{{name|text}}`.
 * In front matter (the part before the first closing `---`) a value is written as a YAML string where it is text.
 */
export type ScaffoldValues = Readonly<Record<string, string>>;

export function scaffold(template: string, values: ScaffoldValues): string {
  const head = /^---[ \t]*\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/.exec(template)?.[0] ?? '';
  return fill(head, values, yamlScalar) + fill(template.slice(head.length), values, (value) => value);
}

function fill(part: string, values: ScaffoldValues, written: (value: string) => string): string {
  return part.replace(/\{\{\s*([\w-]+)\s*(?:\|([^}]*))?\}\}/g, (_, name: string, otherwise: string | undefined) => {
    const value = values[name];
    return value === undefined || value === '' ? (otherwise ?? '') : written(value);
  });
}

/** A JSON string is a YAML double-quoted scalar; a plain word needs no quotes. */
function yamlScalar(value: string): string {
  return /^[A-Za-z][\w-]*(?: [A-Za-z&/][\w&/-]*)*$/.test(value) || /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : JSON.stringify(value);
}

/** A title on one line, without secrets, control characters and what could end a comment; undefined if nothing is left. */
export function cleanTitle(title: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- control characters are the subject
  const clean = redact(title).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').replace(/<!--|-->/g, ' ').replace(/\s+/g, ' ').trim();
  return clean === '' ? undefined : bounded(clean, 200);
}

/** The part of a file name that a title gives: `fix-the-race-in-orders`, at most 60 characters, never empty. */
export function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'work-item' : slug;
}
