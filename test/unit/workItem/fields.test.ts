import fc from 'fast-check';
import type { ListItem, Paragraph, RootContent } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../../src/core/workItem/fields.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { allSections } from '../../../src/core/workItem/sections.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';
import { RUNS } from './documents.js';

const processor = remark().use(remarkGfm);

/** Where the fields of a section start and where their content does, by remark's tree. */
function byTree(source: string): string[] {
  return processor.parse(source).children.flatMap((node) => starts(node, source));
}

function starts(node: RootContent, source: string): string[] {
  const start = node.position?.start.offset ?? 0;
  if (node.type === 'heading') return [`${start}-${lineEnd(source, node.position?.end.offset ?? start)}`];
  if (node.type === 'paragraph') return named(node, start, source);
  if (node.type === 'list') return node.children.flatMap((item) => itemField(item, source));
  return [];
}

function lineEnd(source: string, offset: number): number {
  return offset + (/^[^\r\n]*(?:\r\n?|\n|$)/.exec(source.slice(offset))?.[0].length ?? 0);
}

function itemField(item: ListItem, source: string): string[] {
  const first = item.children[0];
  return first?.type === 'paragraph' ? named(first, item.position?.start.offset ?? 0, source) : [];
}

function named(paragraph: Paragraph, start: number, source: string): string[] {
  const [strong, behind] = paragraph.children;
  if (strong?.type !== 'strong') return [];
  const end = strong.position?.end.offset ?? start;
  if (/:(?:\*\*|__)$/.test(source.slice(start, end))) return [`${start}-${end}`];
  const colon = behind?.type === 'text' ? /^\s*:/.exec(behind.value) : null;
  return colon ? [`${start}-${end + colon[0].length}`] : [];
}

/** The same, by the scan. */
function byScan(text: string, from: number, section: Parameters<typeof fieldsOf>[1]): string[] {
  return fieldsOf(text, section).map(({ whole, content }) => `${whole.start - from}-${content.start - from}`);
}

function agree(text: string, name = text): void {
  for (const section of allSections(parse(text).item.sections)) {
    const from = section.own.start;
    expect(byScan(text, from, section), `${name} › ${section.title}`).toEqual(byTree(text.slice(from, section.whole.end)));
  }
}

describe('the fields of a section', () => {
  it.each([
    '- **A**: x\n- **B:** y\n  more\n\n  **C**: inside B\n- C: plain\n',
    '**A**: x\nlazy\n**B**: same paragraph\n\n**C:**\n\n- one\n- two\n\n**D** : spaced\n',
    '#### A\ntext\n\nB\n---\n**C**: x\n---\n\n**D:** table | b\n--- | ---\n',
    '1. **A**: x\n2) **B**: y\n* [ ] **C**: z\n- - **D**: nested\n-\n  **E**: below its bullet\n',
    '> **A**: quoted\n\n    **B**: code\n\n```\n**C**: fenced\n```\n<div>\n**D**: html\n</div>\n\n  **E**: indented\n',
    '**A:**b\n\n**A** b: c\n\n***A***: b\n\n**A\n\n** A**: b\n\n**`a*b`:** c\n\n**a \\* b**: c\n\n__A__: b\n\n**é:**é\n',
    '**A**\n: b\n\n**Result:** **bold**\n\n**a** **b**: c\n\n[x]: y\n\n**F**: behind a definition\n',
  ])('are those that remark sees: %j', (body) => {
    agree(`# T\n\n## S\n${body}`);
    agree(`# T\r\n\r\n## S\r\n${body.replaceAll('\n', '\r\n')}`);
  });

  it('are those that remark sees in generated documents', () => {
    const piece = fc.constantFrom('**A**: x', '**B:** y', '- **C**: z', '- **D:**', '  - **E**: n', '1. **F**: o', '- [ ] **G**: t', '* text', 'text', '', '', '### H', '---', '```', '> q', '    **I**: code', '  **J**: p', '**K**:q', '**L:**m', '<!-- c -->', '| a | b |', '|---|---|', '**M** | b', '-', '__N__: u', '\t**O**: tab');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (lines) => {
        const body = lines.join('\n');
        // Where micromark and CommonMark differ: see outline.test.ts.
        fc.pre(!/^(?: {4}|\t).*\n+(?:1\. |-$)/m.test(body));
        agree(`# T\n\n## S\n${body}\n`);
      }),
      RUNS,
    );
  });

  it.skipIf(!corpusPresent)('are those that remark sees in every section of the corpus', () => {
    for (const { name, text } of corpusFiles()) agree(text, name);
  });

  it('have names without marks, and content to where the next one starts', () => {
    const text = '# T\n\n## S\n- **Error Messages** (seen): none\n- **`Log` Locations:** a\n  b\n#### System State ##\nup\n';
    const section = [...allSections(parse(text).item.sections)][1];
    if (!section) throw new Error('no section');
    expect(fieldsOf(text, section).map(({ name, content }) => [name, text.slice(content.start, content.end)])).toEqual([
      ['Log Locations', ' a\n  b\n'],
      ['System State', 'up\n'],
    ]);
  });
});
