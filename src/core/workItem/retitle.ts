/** Gives a work item another title: in the header where that has one, and in the first heading where that says it too. */
import { checkedEdit, oneLine } from './edit.js';
import { titleHeading } from './header.js';
import { parse } from './parse.js';
import { setHeader } from './setHeader.js';
import { plainTitle } from './sections.js';
import { applyEdit } from './text.js';

/** The whole text, since it takes up to two edits; each changes its own place only. */
export function retitled(text: string, wanted: string): { readonly text: string } | { readonly conflict: string } {
  const { item } = parse(text);
  const named = item.header.fields.some(({ name }) => name.toLowerCase() === 'title');
  const header = named ? setHeader(text, 'Title', wanted) : undefined;
  if (header && 'conflict' in header) return header;
  const changed = header ? applyEdit(text, header.edit) : text;
  const heading = headingEdit(changed, item.title, oneLine(wanted));
  if (heading && 'conflict' in heading) return heading;
  if (!heading && !named) return { conflict: 'Nothing in the file says its title: write a first line `# Title`.' };
  const result = heading ? applyEdit(changed, heading.edit) : changed;
  if (parse(result).item.title !== oneLine(wanted)) return { conflict: `The heading cannot say \`${oneLine(wanted).slice(0, 60)}\` as it stands: leave out the marks of markdown in it.` };
  return { text: result };
}

/** Undefined where the first heading does not say the title: it is then about something else. */
function headingEdit(text: string, before: string, wanted: string): ReturnType<typeof checkedEdit> | undefined {
  const { outline } = parse(text);
  const heading = outline.headings.find(({ level }) => level === 1) ?? titleHeading(text, outline);
  if (!heading) return undefined;
  const written = text.slice(heading.start, heading.end);
  const at = written.lastIndexOf(before);
  if (before === '' || at === -1 || !plainTitle(heading.text).endsWith(before)) return undefined;
  const line = written.slice(0, at) + wanted + written.slice(at + before.length);
  return checkedEdit(text, { start: heading.start, end: heading.end, text: line }, { belowLevel: 0, headings: [line] });
}
