import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVIDENCE_KINDS } from '../../../src/core/evidence/kinds.js';
import { blockHash, parseMarker, renderBlock } from '../../../src/core/report/block.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const BLOCK = { kind: 'run', id: '20261121-140233-a3f9', body: '**3 of 100 attempts failed.** Flaky.' } as const;

describe('an evidence block', () => {
  test('stands between two markers, the last with a hash of what is between them', () => {
    const hash = blockHash(BLOCK.body, sha256);
    expect(hash).toBe(`sha256:${sha256(BLOCK.body)}`);
    expect(renderBlock(BLOCK, '\n', sha256)).toBe(`<!-- casebook:begin run 20261121-140233-a3f9 -->\n${BLOCK.body}\n<!-- casebook:end run 20261121-140233-a3f9 ${hash} -->`);
  });

  test('has the hash of its text, whatever the line endings and empty lines around it', () => {
    const hashOf = (text: string): string => /sha256:\w+/.exec(text)?.[0] ?? '';
    const plain = renderBlock({ ...BLOCK, body: 'a\n\nb' }, '\n', sha256);
    const windows = renderBlock({ ...BLOCK, body: '\r\n\na\r\n\r\nb\r\n\n' }, '\r\n', sha256);
    expect(hashOf(windows)).toBe(hashOf(plain));
    expect(windows).toBe(plain.replaceAll('\n', '\r\n'));
    expect(hashOf(plain)).not.toBe(hashOf(renderBlock({ ...BLOCK, body: 'a\n\nB' }, '\n', sha256)));
  });

  test('is found again by its markers', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/);
    fc.assert(
      fc.property(fc.constantFrom(...EVIDENCE_KINDS), id, fc.constantFrom('\n', '\r\n'), (kind, name, eol) => {
        const lines = renderBlock({ kind, id: name, body: 'a\nb' }, eol, sha256).split('\n');
        expect(parseMarker(lines[0] ?? '')).toEqual({ type: 'begin', kind, id: name });
        expect(parseMarker(lines[3] ?? '')).toEqual({ type: 'end', kind, id: name, hash: blockHash('a\nb', sha256) });
      }),
    );
  });

  test('may be empty', () => {
    expect(renderBlock({ ...BLOCK, body: '\n\n' }, '\n', sha256).split('\n')).toHaveLength(3);
  });

  test.each(['', 'a b', '-a', 'a-->', 'a\nb', '../a', 'x'.repeat(101)])('has no id like %j', (id) => {
    expect(() => renderBlock({ ...BLOCK, id }, '\n', sha256)).toThrow(RangeError);
  });

  test('holds no marker', () => {
    const inner = renderBlock(BLOCK, '\n', sha256);
    expect(() => renderBlock({ ...BLOCK, body: `text\n${inner}` }, '\n', sha256)).toThrow('A marker inside');
    expect(() => renderBlock({ ...BLOCK, body: `text\r\n${inner.split('\n')[2] ?? ''}\r\n` }, '\n', sha256)).toThrow('A marker inside');
  });

  test('is rendered in time even if it is mostly empty lines', () => {
    expect(renderBlock({ ...BLOCK, body: `a${'\n'.repeat(1_000_000)}b` }, '\n', () => 'x')).toHaveLength(1_000_002 + '<!-- casebook:begin run 20261121-140233-a3f9 -->\n\n<!-- casebook:end run 20261121-140233-a3f9 sha256:x -->'.length);
  });
});

describe('no marker is', () => {
  const hash = `sha256:${'0'.repeat(64)}`;
  test.each([
    ['indented', ' <!-- casebook:begin run a -->'],
    ['followed by text', '<!-- casebook:begin run a --> text'],
    ['of an unknown kind', '<!-- casebook:begin walk a -->'],
    ['an end without hash', '<!-- casebook:end run a -->'],
    ['an end with half a hash', '<!-- casebook:end run a sha256:0123 -->'],
    ['an id with other characters', '<!-- casebook:begin run a:b -->'],
    ['defused', '‹!-- casebook:begin run a -->'],
  ])('what is %s', (_, line) => {
    expect(parseMarker(line)).toBeUndefined();
    expect(parseMarker(`<!-- casebook:end run a ${hash} --> `)).toMatchObject({ type: 'end' });
  });
});
