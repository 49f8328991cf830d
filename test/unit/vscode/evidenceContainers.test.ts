import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { evidenceContainers } from '../../../src/vscode/preview/evidenceContainers.js';

const RUN = '20261121-140233-a3f9';
const begin = (id = RUN, kind = 'run') => `<!-- casebook:begin ${kind} ${id} -->`;
const end = (id = RUN, kind = 'run') => `<!-- casebook:end ${kind} ${id} sha256:${'0'.repeat(64)} -->`;

/** As the preview makes it: HTML passes. */
const plainly = new MarkdownIt({ html: true });
const md = new MarkdownIt({ html: true });
evidenceContainers(md, (kind, id) => `Evidence: ${kind} ${id}`);

const OPEN = `<div class="casebook-evidence casebook-run" role="group" aria-label="Evidence: run ${RUN}" data-casebook="run ${RUN}">`;

describe('the preview of an evidence block', () => {
  it('is what it was, in a container', () => {
    const body = '**3 of 100 attempts failed.**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n';
    const html = md.render(`before\n\n${begin()}\n${body}\n${end()}\n\nafter\n`);
    expect(html).toBe(`<p>before</p>\n${OPEN}\n${begin()}\n${plainly.render(body)}${end()}\n</div>\n<p>after</p>\n`);
  });

  it('keeps the lines of what stands in it, by which the preview scrolls', () => {
    const text = `a\n\n${begin()}\nb\n\nc\n${end()}\n\nd\n`;
    const lines = (of: MarkdownIt) => of.parse(text, {}).flatMap(({ map, type }) => (map ? [`${type} ${map.join('-')}`] : []));
    expect(lines(md)).toEqual(lines(plainly));
  });

  it.each([
    ['without an end', `${begin()}\ntext\n`],
    ['whose end names another run', `${begin()}\ntext\n\n${end('20261121-140233-ffff')}\n`],
    ['in code', `\`\`\`\n${begin()}\n${end()}\n\`\`\`\n`],
    ['in a list', `- ${begin()}\n  text\n\n  ${end()}\n`],
    ['in a quotation', `> ${begin()}\n> text\n>\n> ${end()}\n`],
    ['of no kind', `${begin(RUN, 'spell')}\ntext\n\n${end(RUN, 'spell')}\n`],
    ['whose id would leave the attribute', `${begin('"><img src=x onerror=alert(1)>')}\ntext\n\n${end('"><img src=x onerror=alert(1)>')}\n`],
    ['behind which more stands', `${begin()} <script>alert(1)</script>\ntext\n\n${end()}\n`],
  ])('has no container %s', (_, text) => {
    expect(md.render(text)).toBe(plainly.render(text));
  });

  it('begins anew where a second one begins, as the work item is read', () => {
    const html = md.render(`${begin('20261121-140233-0000')}\none\n\n${begin()}\ntwo\n\n${end()}\n\n${end('20261121-140233-0000')}\n`);
    expect(html.match(/<div /g)).toHaveLength(1);
    expect(html).toContain(OPEN);
    expect(html.match(/<\/div>/g)).toHaveLength(1);
  });

  it('closes what it opens, however blocks follow each other', () => {
    const html = md.render(Array.from({ length: 500 }, (_, index) => `${begin(`r${index}`)}\ntext\n\n${end(`r${index}`)}\n`).join('\n'));
    expect(html.match(/<div /g)).toHaveLength(500);
    expect(html.match(/<\/div>/g)).toHaveLength(500);
  });
});
