import { counted } from '../../report/format.js';
import type { Link } from '../../workItem/references.js';
import { folderOf, fromRoot, relativePath } from '../paths.js';
import type { Finding, Rule } from '../rule.js';
import type { Surroundings } from '../surroundings.js';

/** Links into the web are not followed: a check asks nobody. */
export const linkBroken: Rule = {
  id: 'link-broken',
  severity: 'warning',
  summary: 'A link leads to a file that does not exist.',
  appliesTo: 'document',
  *find({ text, path, surroundings, references }) {
    if (!surroundings || path === undefined) return;
    const seen = new Set<string>();
    const folder = folderOf(path);
    for (const link of references().links) {
      if (seen.has(link.target) || inInlineCode(text, link.start)) continue;
      seen.add(link.target);
      const finding = broken(link, folder, surroundings);
      if (finding) yield finding;
    }
  },
};

function broken(link: Link, folder: string, { exists, lineCount }: Surroundings): Finding | undefined {
  const { target, start, end, targetSpan } = link;
  // An address, another place in this file, or something of another scheme.
  if (/^(?:[a-z][a-z0-9+.-]*:|#|\/\/|\?)/i.test(target)) return undefined;
  const [written = '', fragment = ''] = target.split('#');
  const file = decoded(written.split('?')[0] ?? '');
  // With a slash in front it starts at the top, as on the pages of a repository.
  const meant = file.startsWith('/') ? fromRoot('', file.slice(1)) : fromRoot(folder, file);
  if (meant === undefined || meant === '') return undefined;
  const there = exists(meant);
  if (there === undefined) return undefined;
  const span = { start, end };
  if (there) {
    const line = Number(/^L(\d{1,7})/.exec(fragment)?.[1] ?? 0);
    const lines = line > 0 ? lineCount(meant) : undefined;
    return lines !== undefined && line > lines ? { span, message: `${written} has only ${counted(lines, 'line')}, so the link leads nowhere: mend the number.` } : undefined;
  }
  const fromTop = fromRoot('', file.replace(/^\/+/, ''));
  if (fromTop === undefined || exists(fromTop) !== true) return { span, message: `There is no file ${written}, so the link leads nowhere: mend it, or leave it out.` };
  const right = `${relativePath(folder, fromTop)}${target.slice(written.length)}`;
  return { span, message: `The link is read from the folder of this file, and leads nowhere: write ${right}.`, fix: { title: `Write ${right}`, edit: { start: targetSpan.start, end: targetSpan.end, text: encoded(right, target) } } };
}

/** Whether an offset is in inline code of its line, where brackets are no link. */
function inInlineCode(text: string, offset: number): boolean {
  const near = text.slice(Math.max(0, offset - MAX_LINE), offset);
  const line = near.slice(Math.max(near.lastIndexOf('\n'), near.lastIndexOf('\r')) + 1);
  if (!line.includes('`')) return false;
  const before = line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
  const open = /`+/.exec(before)?.[0];
  return open !== undefined && (/^[^\r\n]*/.exec(text.slice(offset, offset + MAX_LINE))?.[0].includes(open) ?? false);
}

/** So much of a line is looked at before and behind a link. UTF-16 code units. */
const MAX_LINE = 1024;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a URIError: a percent sign that stands for itself
  }
}

/** Spaces stay written as they were. */
function encoded(text: string, as: string): string {
  return as.includes('%20') ? text.replaceAll(' ', '%20') : text;
}
