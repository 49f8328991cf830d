import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/core/workItem/parse.js';
import { summarise } from '../../../src/core/workItem/summary.js';
import { fromRecord, recordOf } from '../../../src/node/workItem/summaryRecord.js';

const stamp = { size: 12, mtimeMs: 1_700_000_000_123.456, ctimeMs: 1_700_000_000_999.001, ino: 42 };

const known = (text: string, archived = false) => ({ stamp, summary: summarise(text, parse(text).item, 'WI1_a.md', archived) });

describe('a record of the cache', () => {
  it.each([
    ['everything', '---\nid: WI7\ntitle: Orders\nstatus: Design\npriority: High\ncomponent: store\ncreated: 2026-01-27\n---\n# T\n\n## Phase 1: Investigation\n\ntext\n\n## Phase 2: Design\n\nTBD\n', false],
    ['nothing but a name', '', false],
    ['evidence of two runs', `# T\n\n${['20261121-140233-a3f9', '20261121-140233-a3f9/errors', '20261121-150000-0001'].map((id) => `<!-- casebook:begin run ${id} -->\nx\n<!-- casebook:end run ${id} sha256:${'0'.repeat(64)} -->`).join('\n\n')}\n`, false],
    ['one that is closed', '# T\n\n**Status**: Done\n', false],
    ['one in an archive', '# T\n\n**Status**: Testing\n', true],
    ['a status that names no phase', '# T\n\n**Status**: Blocked\n', false],
  ])('gives back %s', (_, text, archived) => {
    const before = known(text, archived);
    expect(fromRecord(JSON.parse(JSON.stringify(recordOf('WIs/WI1_a.md', before))))).toEqual(['WIs/WI1_a.md', before]);
  });

  it.each([
    ['no list', {}],
    ['a short one', [1, 2]],
    ['a text for a number', recordOf('a', known('')).map((value, index) => (index === 3 ? 'x' : value))],
    ['no path', recordOf('a', known('')).map((value) => (value === 'a' ? null : value))],
    ['a number for a text', recordOf('a', known('')).map((value, index, all) => (index === all.length - 1 ? 1 : value))],
  ])('is nothing where it is %s', (_, record) => {
    expect(fromRecord(record)).toBeUndefined();
  });
});
