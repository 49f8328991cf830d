/**
 * What one section consists of, as remark reads it: paragraphs, lists, tables, code. Only for a section whose structure is asked for:
 * remark takes a hundred times as long as the outline's scan (DESIGN 4).
 */
import type { Nodes, RootContent, Table } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';

/** UTF-16 code units. A longer section is not taken apart: it would take seconds, and hundreds of megabytes. */
export const MAX_STRUCTURED = 64 * 1024;

/** Lines are counted from 1, in the text that was given. */
export interface Lines {
  readonly line: number;
  readonly endLine: number;
}

export interface ListEntry extends Lines {
  /** As written, without its mark. */
  readonly text: string;
  /** Of a checkbox. */
  readonly checked?: boolean;
}

/** Texts are as written, with their emphasis and links; those of code are its content. */
export type Block = Lines &
  (
    | { readonly kind: 'heading'; readonly level: number; readonly text: string }
    | { readonly kind: 'paragraph' | 'quote' | 'html'; readonly text: string }
    | { readonly kind: 'code'; readonly language?: string; readonly text: string }
    | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly ListEntry[] }
    | { readonly kind: 'table'; readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }
  );

const reader = remark().use(remarkGfm);

/** The blocks of a section's text from the top down; undefined if it is longer than {@link MAX_STRUCTURED}. */
export function structureOf(text: string): readonly Block[] | undefined {
  if (text.length > MAX_STRUCTURED) return undefined;
  return reader.parse(text).children.flatMap((node) => blockOf(node, text));
}

function blockOf(node: RootContent, text: string): Block[] {
  const lines = linesOf(node);
  switch (node.type) {
    case 'heading':
      return [{ kind: 'heading', level: node.depth, text: inside(node, text), ...lines }];
    case 'paragraph':
      return [{ kind: 'paragraph', text: inside(node, text), ...lines }];
    case 'blockquote':
      return [{ kind: 'quote', text: inside(node, text), ...lines }];
    case 'html':
      return [{ kind: 'html', text: node.value, ...lines }];
    case 'code':
      return [{ kind: 'code', text: node.value, ...(typeof node.lang === 'string' && { language: node.lang }), ...lines }];
    case 'list':
      return [
        {
          kind: 'list',
          ordered: node.ordered === true,
          items: node.children.map((item) => ({ text: inside(item, text), ...(typeof item.checked === 'boolean' && { checked: item.checked }), ...linesOf(item) })),
          ...lines,
        },
      ];
    case 'table':
      return [tableOf(node, text)];
    default:
      return []; // rules and definitions say nothing by themselves
  }
}

function tableOf(node: Table, text: string): Block {
  const [header = [], ...rows] = node.children.map((row) => row.children.map((cell) => inside(cell, text)));
  return { kind: 'table', header, rows, ...linesOf(node) };
}

/** The source of what a node holds; empty if it holds nothing. */
function inside(node: Extract<Nodes, { children: unknown[] }>, text: string): string {
  const start = node.children[0]?.position?.start.offset;
  const end = node.children.at(-1)?.position?.end.offset;
  return start === undefined || end === undefined ? '' : text.slice(start, end);
}

function linesOf({ position }: Nodes): Lines {
  return { line: position?.start.line ?? 1, endLine: position?.end.line ?? 1 };
}
