/** Insertions for quick fixes: a part of its own, with one blank line before it and one behind it. */
import type { Span, TextEdit } from '../workItem/text.js';

/** The edit that puts lines behind the content of a region; `lines` are joined by the file's line ending, blank lines between them. */
export function appendBlock(text: string, region: Span, lines: readonly string[], eol: string): TextEdit {
  const end = region.start + text.slice(region.start, region.end).trimEnd().length;
  const block = lines.join(eol + eol);
  const before = end === 0 || (end === 1 && text.startsWith('\ufeff')) ? '' : eol + eol;
  const behind = text.slice(end).trim() === '' || /^[ \t]*(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)/.test(text.slice(end, end + 1024)) ? '' : /^[ \t]*(?:\r\n?|\n)/.test(text.slice(end, end + 1024)) ? eol : eol + eol;
  return { start: end, end, text: `${before}${block}${behind}` };
}
