/** Links a file, a test or another work item from a work item. */
import { checkedEdit, gapBefore, gapBehind, type EditResult } from './edit.js';
import type { Section, WorkItem } from './model.js';
import { outlineOf } from './outline.js';
import { parse } from './parse.js';
import { referencesOf } from './references.js';
import { allSections, canonicalTitle } from './sections.js';
import { contentEnd, insertion } from './spot.js';
import { plain } from '../report/untrusted.js';
import type { TextEdit } from './text.js';

export interface LinkTarget {
  /** What is read. */
  readonly label: string;
  /** Path relative to the work item's folder, with `/`. */
  readonly path: string;
  /** 1-based. */
  readonly line?: number;
}

/** Sections that hold links, the likeliest first. */
const SECTIONS: readonly string[] = ['references', 'related', 'related files', 'related work items', 'related links', 'links', 'see also'];

/** The heading that is made where a work item has none of them. */
const HEADING = 'References';

/**
 * The edit that appends a list item with the link to the section for references. Where there is none, it is made as the last one of the first phase: evidence
 * has to be measured, so a link never goes where the phase gate asks for it. Without phases it goes to the end. The edit changes nothing if the link stands in the text already.
 */
export function linkTo(text: string, target: LinkTarget): EditResult {
  const { item } = parse(text);
  const href = hrefOf(target);
  if (referencesOf(text, outlineOf(text)).links.some((link) => link.target === href)) return { edit: { start: 0, end: 0, text: '' } };
  const bullet = `- [${labelOf(target.label)}](${href})`;
  const section = sectionFor(item);
  if (!section) return made(text, item, bullet);
  return checkedEdit(text, appended(text, section, bullet, item), { belowLevel: section.level });
}

function sectionFor(item: WorkItem): Section | undefined {
  const all = [...allSections(item.sections)].filter(({ level }) => level > 1);
  return SECTIONS.map((title) => all.find((section) => canonicalTitle(section.title) === title)).find((section) => section !== undefined);
}

/** Behind a list right there, else apart from what stands in the section. */
function appended(text: string, section: Section, bullet: string, { eol }: WorkItem): TextEdit {
  const end = contentEnd(text, section.own);
  const last = text.slice(section.own.start, end).split(/\r\n?|\n/).at(-1) ?? '';
  if (!/^[-*+][ \t]/.test(last)) return insertion(text, { region: section.own, headings: [], level: section.level }, bullet, eol);
  const own = /^[-*+]/.exec(last)?.[0] ?? '-';
  return { start: end, end, text: `${eol}${own}${bullet.slice(1)}${gapBehind(text, end, eol)}` };
}

function made(text: string, { phases, eol }: WorkItem, bullet: string): EditResult {
  const first = phases[0]?.section;
  const level = first ? Math.min(6, first.level + 1) : 2;
  const heading = `${'#'.repeat(level)} ${HEADING}`;
  const region = { start: first?.own.start ?? 0, end: first?.whole.end ?? text.length };
  const end = first ? beforeRule(text, region.start, contentEnd(text, region)) : contentEnd(text, region);
  const edit = { start: end, end, text: `${gapBefore(text, end, eol)}${heading}${eol}${eol}${bullet}${gapBehind(text, end, eol)}` };
  return checkedEdit(text, edit, { belowLevel: level, headings: [heading] });
}

/** Teams put a rule between phases: the section ends before it. */
function beforeRule(text: string, start: number, end: number): number {
  const rule = /(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)[ \t]{0,3}-{3,}[ \t]*$/.exec(text.slice(start, end));
  return rule ? start + rule.index : end;
}

/** Nothing in a label may end the link, or start code, HTML or emphasis. */
function labelOf(label: string): string {
  return plain(label).replace(/\s+/g, ' ').trim().replaceAll('](', '] (').replace(/[\\[\]`<>*_]/g, (mark) => `\\${mark}`);
}

function hrefOf({ path, line }: LinkTarget): string {
  const encoded = path.split('/').map((part) => encodeURIComponent(part).replace(/[()'*!]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)).join('/');
  return `${encoded}${line === undefined ? '' : `#L${line}`}`;
}
