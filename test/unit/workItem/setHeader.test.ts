import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine } from '../../../src/core/workItem/edit.js';
import { fieldValue } from '../../../src/core/workItem/header.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { setHeader } from '../../../src/core/workItem/setHeader.js';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';
import { document, edited, editOf, hostile, RUNS } from './documents.js';

const set = (text: string, field: string, value: string) => applyEdit(text, editOf(setHeader(text, field, value)));

describe('setting a header field', () => {
  it.each([
    ['# T\n\n**Status**: a  \n**B**: c\n', '# T\n\n**Status**: Design  \n**B**: c\n'],
    ['# T\n\n- **Status:** a\n', '# T\n\n- **Status:** Design\n'],
    ['# T\r\n**Status**:\r\ntext\r\n', '# T\r\n**Status**: Design\r\n\r\ntext\r\n'],
    ['# T\n**Status**:\n\ntext\n', '# T\n**Status**: Design\n\ntext\n'],
    ['# T\n**Status**: `a`\n', '# T\n**Status**: `Design`\n'],
    ['# T\n**Status:** a | **B:** c · **D**: e\n', '# T\n**Status:** Design | **B:** c · **D**: e\n'],
    ['# T\n**B:** c | **Status:** a\n', '# T\n**B:** c | **Status:** Design\n'],
    ['---\nstatus: a # why\n---\n', '---\nstatus: Design # why\n---\n'],
    ['---\nstatus: "a"   # why\n---\n', '---\nstatus: "Design"   # why\n---\n'],
    ['---\r\nstatus: \'a\'\r\n---\r\n', '---\r\nstatus: \'Design\'\r\n---\r\n'],
    ['---\nstatus:\n  - a\n  - b\nid: x\n---\n', '---\nstatus: Design\nid: x\n---\n'],
    ['---\nstatus: |\n  a\n  b\nid: x\n---\n', '---\nstatus: Design\nid: x\n---\n'],
    ['---\nstatus:\n---\n', '---\nstatus: Design\n---\n'],
  ])('keeps the form of %j', (before, after) => {
    expect(set(before, 'Status', 'Design')).toBe(after);
  });

  it.each([
    ['# T\n\n**A**: a  \n**B**: b  \n\ntext\n', '# T\n\n**A**: a  \n**B**: b  \n**Status**: Design  \n\ntext\n'],
    ['# T\n\n- **A:** a\n\ntext\n', '# T\n\n- **A:** a\n- **Status:** Design\n\ntext\n'],
    ['---\nid: x\n---\n# T\n', '---\nid: x\nstatus: Design\n---\n# T\n'],
    ['# T\ntext\n', '# T\n\n**Status**: Design\n\ntext\n'],
    ['# T', '# T\n\n**Status**: Design'],
    ['## Phase 1: Investigation\n', '**Status**: Design\n\n## Phase 1: Investigation\n'],
    ['\ufefftext', '\ufeff**Status**: Design\n\ntext'],
    ['', '**Status**: Design'],
  ])('adds it to %j', (before, after) => {
    expect(set(before, 'Status', 'Design')).toBe(after);
  });

  it('writes YAML that means the text and nothing else', () => {
    for (const value of ['true', 'null', 'a: b', 'a #b', '- x', '*a', '"quoted"', 'it\'s', '2026-11-21', '1.10', '0123', '', '\\', '{{x}}', '%', '@a', 'ü']) {
      const after = set('---\nstatus: a\nid: 7\n---\n', 'Status', value);
      expect(parse(after).item.header.fields.map((field) => field.value), value).toEqual([value, '7']);
      expect(parse(after).problems).toEqual([]);
    }
  });

  it.each([
    ['---\ntitle: "open\nstatus: a\n---\n', 'Status', 'Design', /not valid YAML.*Mend it/],
    ['# T\n', 'Sta*tus', 'Design', /cannot be the name/],
    ['# T\n', 'x\n## y', 'Design', /cannot be the name/],
    ['---\na: &x 1\nb: *x\n---\n', 'a', 'y', /by hand/],
  ])('refuses %j', (text, field, value, reason) => {
    expect(setHeader(text, field, value)).toEqual({ conflict: expect.stringMatching(reason) as string });
  });

  const holds = (text: string, field: string, value: string): boolean => {
    const after = edited(text, setHeader(text, field, value));
    if (after === undefined) return false;
    expect(fieldValue(parse(after).item.header, field) ?? '').toBe(oneLine(value));
    expect(edited(after, setHeader(after, field, value))).toBe(after);
    expect(parse(after).item.phases.length).toBe(parse(text).item.phases.length);
    return true;
  };

  it('changes nothing else in generated documents, whatever the value, and is the same twice', () => {
    let written = 0;
    const field = fc.constantFrom('Status', 'status', 'Assignee', 'Accepted By', 'tags', 'Title');
    fc.assert(fc.property(document, field, fc.oneof(hostile, fc.constantFrom('Closed', 'Design')), (text, name, value) => void (written += holds(text, name, value) ? 1 : 0)), RUNS);
    expect(written).toBeGreaterThan(900);
  });

  it.skipIf(!corpusPresent)('changes nothing else in any document of the corpus', () => {
    for (const { name, text } of corpusFiles()) {
      for (const [field, value] of [['Status', 'Testing & Validation'], ['Owner', 'a: b #c']] as const) {
        expect(holds(text, field, value), name).toBe(true);
        expect(fieldValue(parse(set(text, field, value)).item.header, field), name).toBe(value);
      }
    }
  });
});
