import fc from 'fast-check';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../../src/core/workItem/outline.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';

/** Level and line of each heading of the document itself, by remark. */
function remarkHeadings(text: string): string[] {
  const tree = remark().use(remarkGfm).parse(text.replace(/^\ufeff/, ' '));
  return tree.children.flatMap((node) => (node.type === 'heading' ? [`${node.depth}@${node.position?.start.line ?? 0}`] : []));
}

/** The same, by the scan. */
function scanHeadings(text: string): string[] {
  return outlineOf(text).headings.map((heading) => `${heading.level}@${text.slice(0, heading.start).split(/\r\n?|\n/).length}`);
}

describe('the outline', () => {
  it.skipIf(!corpusPresent)('sees the headings that remark sees, in every document of the corpus', () => {
    const files = corpusFiles();
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      if (outlineOf(file.text).frontMatter) continue; // remark alone knows no front matter
      expect(scanHeadings(file.text), file.name).toEqual(remarkHeadings(file.text));
    }
  });

  it.each([
    ['a comment line in a fence', '```bash\n# not a heading\n```\n# heading'],
    ['a fence in a list item', '- item\n  ```\n  # no\n  ```\n# yes'],
    ['a fence that its list item ends', '- item\n  ```\n  # no\n# yes'],
    ['an unclosed fence', '# a\n```\n# no\n'],
    ['setext headings', 'Title\n=====\n\ntext\nmore\n---\n\n---\n'],
    ['a list item with a heading', '- # nested\n\n# yes'],
    ['a comment over several lines', '<!--\n# no\n-->\n# yes'],
    ['a details block', '<details>\n# no\n\n# yes\n</details>'],
    ['a table before a rule', '| a |\n|---|\n| b |\n---\n# yes'],
    ['a quotation with a lazy line', '> quoted\nlazy\n===\n# yes'],
    ['CRLF', '# a\r\ntext\r\n## b\r\n'],
    ['indented code', 'text\n\n    # no\n\n   # yes'],
    ['a fence with an info string like path:line', '```go:366:400:a/b.go\n# no\n```\n## yes'],
    ['a rule under text of a list item', '- a\n---\n# yes'],
    ['tabs', '-\titem\n\n\t# nested\n\n# yes'],
    ['a lazy line that looks like a heading', '1. a\n# yes'],
  ])('agrees with remark on %s', (_, text) => {
    expect(scanHeadings(text)).toEqual(remarkHeadings(text));
  });

  it('agrees with remark on generated documents', () => {
    const piece = fc.constantFrom(
      '# h', '## h', '#no', 'text', 'Text more', '', '', '---', '===', '```', '````', '~~~', '```js', '- item', '  - nested', '1. one', '2. two', '    indented', '  text', '> quote', '> # h', '| a | b |', '|---|---|',
      '<!-- c -->', '<!--', '-->', '<div>', '</div>', '- ```', '  ```', '  # h', '   ## h', '\t# h', '* * *', '-', '  ---', '**Field**: value', '- **Field**: value', '10. ten', '    ```', '[a]: b', '<b>x</b>', '+ plus',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (lines) => {
        const text = lines.join('\n');
        fc.pre(!text.startsWith('---'));
        // micromark treats indented code like a paragraph that an empty item or one with another number than 1 may not interrupt; CommonMark does not.
        fc.pre(!/^(?: {4}|\t).*\n+(?:(?:2|10)\. |-$)/m.test(text));
        expect(scanHeadings(text)).toEqual(remarkHeadings(text));
      }),
      { numRuns: 3000, seed: 20261121 },
    );
  });

  it('takes front matter apart, also behind a byte-order mark, and refuses one with a language', () => {
    const text = '\ufeff---\ntitle: a\n---\n# b\n';
    const outline = outlineOf(text);
    expect(text.slice(outline.frontMatter?.inner.start, outline.frontMatter?.inner.end)).toBe('title: a\n');
    expect(outline.headings.map((heading) => heading.text)).toEqual(['b']);
    for (const opening of ['---js', '---JS', '--- js', '---javascript']) {
      const hostile = outlineOf(`${opening}\nprocess.exit(9)\n---\n# b\n`);
      expect(hostile.frontMatter).toBeUndefined();
      expect(hostile.foreignFrontMatter).toBeDefined();
    }
  });

  it('does not take a rule that is never closed for front matter', () => {
    const outline = outlineOf('---\n\n# a\n\n## b\n');
    expect(outline.frontMatter).toBeUndefined();
    expect(outline.headings).toHaveLength(2);
  });

  it('finds evidence markers, but not those inside a fence', () => {
    const end = `<!-- casebook:end run 20261121-140233-a3f9 sha256:${'0'.repeat(64)} -->`;
    const text = `# a\n<!-- casebook:begin run 20261121-140233-a3f9 -->\nx\n${end}\n\`\`\`\n<!-- casebook:begin run b -->\n\`\`\`\n`;
    expect(outlineOf(text).markers.map(({ marker }) => `${marker.type} ${marker.id}`)).toEqual(['begin 20261121-140233-a3f9', 'end 20261121-140233-a3f9']);
  });

  it.each([
    ['a fence', 'a\n```go:366:400:path\n# x\n```\nb', ['```go:366:400:path\n# x\n```'], []],
    ['an unclosed fence', 'a\n~~~\nb\n', ['~~~\nb\n'], []],
    ['a fence that its list item ends', '- a\n  ```\n  b\ntext', ['  ```\n  b'], []],
    ['comments on one line and on several', '<!-- a -->\n\n<!--\n\nb\n-->\ntext', [], ['<!-- a -->', '<!--\n\nb\n-->']],
    ['a comment in a fence', '```\n<!-- a -->\n```', ['```\n<!-- a -->\n```'], []],
  ])('says where code and comments stand: %s', (_, text, fences, comments) => {
    const outline = outlineOf(text);
    expect(outline.fences.map(({ start, end }) => text.slice(start, end))).toEqual(fences);
    expect(outline.comments.map(({ start, end }) => text.slice(start, end))).toEqual(comments);
  });

  it('says what nothing closes', () => {
    expect(outlineOf('a\n\n<!-- b\n# c\n').openHtml).toEqual({ start: 3, end: 9, next: 10 });
    expect(outlineOf('a\n\n<script>\n# c\n').openHtml).toBeDefined();
    expect(outlineOf('<div>\n# c').openHtml).toBeUndefined();
  });
});
