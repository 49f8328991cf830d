/** A Status line at the end of a document, which often says something else than the one in the header. */
import { isThematic } from './blockSyntax.js';
import { boldFields, labelOf } from './boldField.js';
import type { FooterStatus, Status } from './model.js';
import type { Outline } from './outline.js';
import { phaseOfTitle, readStatus, type StatusWords } from './phases.js';
import { proseLines } from './prose.js';
import { plainTitle } from './sections.js';
import type { Line } from './text.js';

/** The Status line of the footer, held against the header's status. @param headerEnd offset behind the header's last field */
export function footerStatusOf(text: string, outline: Outline, header: Status, headerEnd: number, words: StatusWords): FooterStatus | undefined {
  const from = footerStart(text, outline);
  if (from === undefined || from < headerEnd) return undefined;
  const field = boldFields(text, outline, from, text.length).findLast(({ name, value }) => name.toLowerCase() === 'status' && value !== '');
  if (!field) return undefined;
  const meaning = readStatus(field.value, words);
  return { text: field.value, valueSpan: field.valueSpan, ...meaning, agreement: agreement({ text: field.value, ...meaning }, header) };
}

function agreement(footer: Status, header: Status): FooterStatus['agreement'] {
  if (header.text === undefined) return 'alone';
  const [one, other] = [bare(footer.text ?? ''), bare(header.text)];
  if (one.startsWith(other) || other.startsWith(one)) return 'same';
  const twoPhases = footer.phase !== undefined && header.phase !== undefined && footer.phase !== header.phase;
  return footer.closed !== header.closed || twoPhases ? 'meaning' : 'wording';
}

/** Letters and digits only: marks, pictures and case make no other status. */
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim().toLowerCase();
}

/** How much of a file's end is looked at. UTF-16 code units. */
const MAX_FOOTER = 8 * 1024;

/** Where the footer starts: behind the last rule, if a field stands there, else at a last paragraph that starts with a field and is not all that its section has. */
function footerStart(text: string, outline: Outline): number | undefined {
  const heading = outline.headings.at(-1);
  const from = Math.max(heading?.next ?? outline.frontMatter?.next ?? 0, text.length - MAX_FOOTER);
  // A rule right below text makes that text a heading, which its author did not see.
  const underlined = from === heading?.next && /[\r\n][ ]{0,3}-+[ \t]*$/.test(text.slice(heading.start, heading.end));
  let behindRule = underlined;
  let start: Line | undefined;
  let content = 0;
  let blank = true;
  for (const line of proseLines(text, outline, from, text.length)) {
    const raw = text.slice(line.start, line.end).trim();
    if (raw === '') {
      blank = true;
      continue;
    }
    if (isThematic(raw)) {
      if (text.slice(line.next).trim() === '') break;
      behindRule = true;
      start = undefined;
      content = 0;
    } else if (labelOf(raw)) {
      if (behindRule ? content === 0 : blank) start ??= line;
    } else if (blank) {
      start = behindRule ? start : undefined;
    }
    if (!isThematic(raw)) content += 1;
    blank = false;
  }
  if (!start) return undefined;
  if (behindRule) return start.start;
  const isAll = text.slice(from, start.start).trim() === '';
  return isAll || (heading !== undefined && phaseOfTitle(plainTitle(heading.text)) !== undefined) ? undefined : start.start;
}
