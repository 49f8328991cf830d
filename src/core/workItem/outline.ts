/**
 * One linear scan over a file: front matter, headings, fences, evidence markers, with offsets.
 * It follows CommonMark's block rules as far as they decide which line is a heading of the document itself
 * (and not of a list item, a quotation, a fence or an HTML block); test/unit/workItem/outline.test.ts holds it against remark.
 */
import { parseMarker, type BlockMarker } from '../report/block.js';
import { ATX, closesFence, COMMENT_END, FENCE, htmlStart, indentOf, isDelimiterRow, isOnlyDefinitions, isThematic, LIST_ITEM, mayInterrupt, startsBlock } from './blockSyntax.js';
import { linesOf, type Line, type Span } from './text.js';

export interface Heading extends Span {
  /** 1–6. */
  readonly level: number;
  /** The heading's text as written, without its marks. */
  readonly text: string;
  /** Behind the line ending of the heading: where its content starts. */
  readonly next: number;
}

export interface FrontMatter extends Span {
  /** Between the two `---` lines. */
  readonly inner: Span;
  /** Behind the line ending of the closing `---`. */
  readonly next: number;
}

export interface PlacedMarker {
  readonly marker: BlockMarker;
  readonly line: Line;
}

export interface Outline {
  readonly frontMatter?: FrontMatter;
  /** The first line, where it is `---` with a language behind: such front matter is never read. */
  readonly foreignFrontMatter?: Span;
  readonly headings: readonly Heading[];
  readonly markers: readonly PlacedMarker[];
  /** Fenced code, each from its opening line to the end of its closing line, or to where its list item or the file ends. In order. */
  readonly fences: readonly Span[];
  /** HTML comments that are blocks of their own, from the line that opens one to the end of the line that closes it. In order. */
  readonly comments: readonly Span[];
  /** The opening line of a fence that nothing closes. */
  readonly openFence?: Span;
  /** The opening line of a comment, or of another HTML block with an end of its own, that nothing closes. */
  readonly openHtml?: Span;
}

interface Fence {
  readonly char: string;
  readonly length: number;
  readonly depth: number;
  readonly opened: Span;
}

/** An HTML block and what ends it: a line that holds `until`, or a blank line. */
interface HtmlBlock {
  readonly until: RegExp | undefined;
  readonly depth: number;
  readonly opened: Span;
}

type Leaf = 'none' | 'paragraph' | 'table' | 'quote';

/** Scans a whole text. Never throws; linear in its length. */
export function outlineOf(text: string): Outline {
  return new Scanner(text).scan();
}

/** A paragraph that starts with bold text, and is a block of its own or the first one of an item of such a list. */
export interface BoldParagraph {
  /** Of the paragraph, or of its item's bullet. */
  readonly start: number;
  /** Where the bold text opens. */
  readonly bold: number;
}

/** The headings and the paragraphs that start with bold text between two offsets, where a block starts at the first. */
export function boldParagraphs(text: string, { start, end }: Span): { readonly headings: readonly Heading[]; readonly paragraphs: readonly BoldParagraph[] } {
  return new Scanner(text).scanParagraphs(start, end);
}

class Scanner {
  private readonly headings: Heading[] = [];
  private readonly markers: PlacedMarker[] = [];
  /** Content indents of the list items that are open, outermost first. */
  private items: number[] = [];
  private readonly fences: Span[] = [];
  private readonly comments: Span[] = [];
  /** Those that start with bold text; only if they are asked for. */
  private bold: BoldParagraph[] | undefined;
  /** Where the bullet of the outermost open item stands. */
  private bullet = 0;
  /** Where the line before this one ends. */
  private before = 0;
  /** Whether the last line was the empty start of a list item: a blank line right behind it ends that item. */
  private emptyItem = false;
  /** Whether the line before was the empty start of a list item. */
  private afterMarker = false;
  private leaf: Leaf = 'none';
  /** Where the open paragraph starts, and its last line, for setext headings and tables. */
  private paragraph: { start: number; lastLine: string; lines: number; depth: number } | undefined;
  private fence: Fence | undefined;
  private html: HtmlBlock | undefined;

  constructor(private readonly text: string) {}

  scan(): Outline {
    const { frontMatter, foreign } = frontMatterOf(this.text);
    for (const line of linesOf(this.text, frontMatter?.next ?? 0)) {
      this.line(line);
      this.before = line.end;
    }
    const { fence, html } = this;
    if (fence) this.endFence(this.text.length);
    if (html) this.endHtml(this.text.length);
    return {
      ...(frontMatter && { frontMatter }),
      ...(foreign && { foreignFrontMatter: foreign }),
      headings: this.headings,
      markers: this.markers,
      fences: this.fences,
      comments: this.comments,
      ...(fence && { openFence: fence.opened }),
      ...(html?.until && { openHtml: html.opened }),
    };
  }

  scanParagraphs(from: number, to: number): { headings: Heading[]; paragraphs: BoldParagraph[] } {
    const paragraphs: BoldParagraph[] = [];
    this.bold = paragraphs;
    for (const line of linesOf(this.text, from, to)) {
      this.line(line);
      this.before = line.end;
    }
    return { headings: this.headings, paragraphs };
  }

  private line(line: Line): void {
    const raw = this.text.slice(line.start, line.end);
    if (raw.trim() === '') { this.blank(); return; }
    this.afterMarker = this.emptyItem;
    this.emptyItem = false;
    const { columns, chars } = indentOf(raw);
    const depth = this.matchedDepth(columns);

    if (this.fence) {
      if (depth >= this.fence.depth) {
        if (closesFence(raw.slice(chars), columns - this.indentAt(this.fence.depth), this.fence)) this.endFence(line.end);
        return;
      }
      this.endFence(this.before);
    }
    if (this.html) {
      if (depth >= this.html.depth) {
        if (this.html.until?.test(raw) === true) this.endHtml(line.end);
        return;
      }
      this.endHtml(this.before);
    }
    this.block(line, raw, chars, columns, depth);
  }

  private blank(): void {
    if (this.fence) return;
    if (this.html && this.html.until === undefined) this.html = undefined;
    if (this.emptyItem) this.items.pop();
    this.emptyItem = false;
    this.endLeaf();
  }

  /** Handles the start of a line outside fences and HTML, entering list items until something else stands there. */
  private block(line: Line, raw: string, chars: number, columns: number, depth: number): void {
    let at = chars;
    let column = columns;
    let inside = depth;
    let entered = false;
    for (;;) {
      const rest = raw.slice(at);
      const indent = column - this.indentAt(inside);
      if (indent >= 4) {
        // Indented code, unless it continues a paragraph.
        if (this.continues()) this.text_(line, rest, inside, false);
        else this.close(inside);
        return;
      }
      if (inside < this.items.length && !entered && this.continues() && !startsBlock(rest)) {
        this.text_(line, rest, this.items.length, false); // a lazy continuation line
        return;
      }
      const paragraphHere = this.leaf === 'paragraph' && this.paragraph?.depth === inside && inside === this.items.length && !entered;
      if (paragraphHere && this.setext(line, rest, inside)) return;
      if (isThematic(rest)) { this.close(inside); return; }
      const item = inside < MAX_NESTING ? LIST_ITEM.exec(rest) : null;
      if (item && !(this.leaf === 'paragraph' && !entered && inside === this.items.length && !mayInterrupt(item))) {
        this.close(inside);
        const marker = item[1] ?? '';
        const gap = item[2] ?? '';
        const width = indentOf(gap, column + marker.length).columns - column - marker.length;
        const blankItem = rest.slice(marker.length).trim() === '';
        if (inside === 0) this.bullet = line.start + at;
        this.items.push(column + marker.length + (blankItem || width > 4 ? 1 : width));
        inside = this.items.length;
        entered = true;
        this.emptyItem = blankItem;
        if (blankItem) return;
        at += marker.length + gap.length;
        column += marker.length + width;
        continue;
      }
      this.leafBlock(line, rest, indent, inside, entered);
      return;
    }
  }

  private leafBlock(line: Line, rest: string, indent: number, inside: number, entered: boolean): void {
    const atx = ATX.exec(rest);
    if (atx) {
      this.close(inside);
      if (inside === 0) this.headings.push({ level: (atx[1] ?? '').length, text: (atx[2] ?? '').replace(/(^|[ \t])#+[ \t]*$/, '').trim(), start: line.start, end: line.end, next: line.next });
      return;
    }
    const fence = FENCE.exec(rest);
    if (fence) {
      this.close(inside);
      const run = fence[1] ?? fence[2] ?? '';
      this.fence = { char: run.charAt(0), length: run.length, depth: inside, opened: line };
      return;
    }
    const html = htmlStart(rest, this.continues() && !entered);
    if (html) {
      this.close(inside);
      if (inside === 0 && indent === 0) {
        const marker = parseMarker(rest);
        if (marker) this.markers.push({ marker, line });
      }
      this.html = { until: html.until, depth: inside, opened: line };
      if (html.until?.test(html.until === COMMENT_END ? rest.slice(4) : rest) === true) this.endHtml(line.end);
      return;
    }
    if (rest.startsWith('>')) {
      this.close(inside);
      this.leaf = /^>[ \t]?[ \t]{0,3}[^\s>#`~|-]/.test(rest) ? 'quote' : 'none';
      return;
    }
    this.text_(line, rest, inside, entered);
  }

  /** A line of text: it starts or continues a paragraph, or is a row of a table. */
  private text_(line: Line, rest: string, inside: number, entered: boolean): void {
    if (this.leaf === 'quote') return;
    if (this.leaf === 'table') return;
    if (this.leaf === 'paragraph' && this.paragraph && !entered && this.paragraph.depth >= inside) {
      if (isDelimiterRow(rest, this.paragraph.lastLine)) {
        if (this.paragraph.lines === 1) this.dropBold(this.paragraph.start);
        this.leaf = 'table';
        this.paragraph = undefined;
        return;
      }
      this.paragraph.lastLine = rest;
      this.paragraph.lines += 1;
      return;
    }
    this.close(inside);
    this.leaf = 'paragraph';
    this.paragraph = { start: line.start, lastLine: rest, lines: 1, depth: inside };
    if (this.bold && (inside === 0 || (inside === 1 && (entered || this.afterMarker)))) this.noteBold(line.end - rest.length, rest, inside);
  }

  private noteBold(start: number, rest: string, inside: number): void {
    const task = inside === 0 ? undefined : /^\[[ xX]\][ \t]+(?=\S)/.exec(rest)?.[0].length;
    const bold = start + (task ?? 0);
    if (this.text.startsWith('**', bold) || this.text.startsWith('__', bold)) this.bold?.push({ start: inside === 0 ? start : this.bullet, bold });
  }

  /** What looked like a paragraph is the header of a table, or a heading. */
  private dropBold(paragraphStart: number): void {
    if ((this.bold?.at(-1)?.bold ?? -1) >= paragraphStart) this.bold?.pop();
  }

  /** Takes a setext underline; true if the line was one. */
  private setext(line: Line, rest: string, inside: number): boolean {
    const underline = /^(=+|-+)[ \t]*$/.exec(rest);
    const paragraph = this.paragraph;
    if (!underline || !paragraph) return false;
    if (/^-+[ \t]*$/.test(rest) && isDelimiterRow(rest, paragraph.lastLine)) return false;
    const content = this.text.slice(paragraph.start, line.start);
    if (isOnlyDefinitions(content)) return false;
    this.dropBold(paragraph.start);
    if (inside === 0) this.headings.push({ level: rest.startsWith('=') ? 1 : 2, text: content.trim(), start: paragraph.start, end: line.end, next: line.next });
    this.endLeaf();
    return true;
  }

  private endFence(end: number): void {
    if (this.fence) this.fences.push({ start: this.fence.opened.start, end });
    this.fence = undefined;
  }

  private endHtml(end: number): void {
    if (this.html?.until === COMMENT_END) this.comments.push({ start: this.html.opened.start, end });
    this.html = undefined;
  }

  private continues(): boolean {
    return this.leaf === 'paragraph' || this.leaf === 'quote';
  }

  /** Ends the open leaf and the list items deeper than `depth`. */
  private close(depth: number): void {
    this.items.length = Math.min(this.items.length, depth);
    this.endLeaf();
  }

  private endLeaf(): void {
    this.leaf = 'none';
    this.paragraph = undefined;
  }

  private matchedDepth(columns: number): number {
    let depth = 0;
    while (depth < this.items.length && columns >= (this.items[depth] ?? 0)) depth += 1;
    return depth;
  }

  private indentAt(depth: number): number {
    return depth === 0 ? 0 : (this.items[depth - 1] ?? 0);
  }
}

function frontMatterOf(text: string): { frontMatter?: FrontMatter; foreign?: Span } {
  const lines = linesOf(text);
  const first = lines.next().value as Line | undefined;
  if (!first) return {};
  const opening = text.slice(first.start, first.end);
  if (!/^---[ \t]*$/.test(opening)) return /^---[ \t]*[A-Za-z]/.test(opening) ? { foreign: first } : {};
  for (const line of lines) {
    const content = text.slice(line.start, line.end);
    if (/^---[ \t]*$/.test(content)) return { frontMatter: { start: first.start, end: line.end, inner: { start: first.next, end: line.start }, next: line.next } };
  }
  return {};
}

/** Lists nested deeper than this are text: each level of `- - - …` reads the rest of its line again. */
const MAX_NESTING = 100;
