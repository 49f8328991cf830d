import { describe, expect, test } from 'vitest';
import { MAX_STRUCTURED, structureOf } from '../../../src/core/workItem/structure.js';

const SECTION = [
  '### Debug Information',
  '',
  'It fails **often**,',
  'not always.',
  '',
  '| Client | `::1` | 127.0.0.1 |',
  '|---|:--:|---|',
  '| curl | yes \\| no | yes |',
  '| ours | | no |',
  '',
  '- [x] asked curl',
  '- [ ] ask *our* client',
  '  - with its environment',
  '- no box',
  '',
  '1. one',
  '2. two',
  '',
  '```go:366:400:a/b.go',
  '# no heading',
  '| no | table |',
  '```',
  '',
  '> quoted',
  '',
  '<!-- casebook:begin run x -->',
  '---',
];

describe('the structure of a section', () => {
  const blocks = structureOf(SECTION.join('\n')) ?? [];

  test('each block with its lines', () => {
    expect(blocks.map(({ kind, line, endLine }) => [kind, line, endLine])).toEqual([
      ['heading', 1, 1],
      ['paragraph', 3, 4],
      ['table', 6, 9],
      ['list', 11, 14],
      ['list', 16, 17],
      ['code', 19, 22],
      ['quote', 24, 24],
      ['html', 26, 26],
    ]);
  });

  test('a table cell by cell, as written', () => {
    expect(blocks[2]).toMatchObject({ header: ['Client', '`::1`', '127.0.0.1'], rows: [['curl', 'yes \\| no', 'yes'], ['ours', '', 'no']] });
  });

  test('a list with its boxes; what is below an entry belongs to it', () => {
    expect(blocks[3]).toMatchObject({
      ordered: false,
      items: [
        { text: 'asked curl', checked: true, line: 11, endLine: 11 },
        { text: 'ask *our* client\n  - with its environment', checked: false, line: 12, endLine: 13 },
        { text: 'no box', line: 14 },
      ],
    });
    expect(blocks[3]).not.toHaveProperty('items.2.checked');
    expect(blocks[4]).toMatchObject({ ordered: true });
  });

  test('code with its language, and nothing in it read', () => {
    expect(blocks[5]).toMatchObject({ language: 'go:366:400:a/b.go', text: '# no heading\n| no | table |' });
  });

  test('the same with CRLF', () => {
    expect(structureOf(SECTION.join('\r\n'))?.map(({ kind, line }) => [kind, line])).toEqual(blocks.map(({ kind, line }) => [kind, line]));
  });

  test('not of a section that is too long', () => {
    expect(structureOf('x'.repeat(MAX_STRUCTURED))).toHaveLength(1);
    expect(structureOf('x'.repeat(MAX_STRUCTURED + 1))).toBeUndefined();
  });
});
