import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvidenceBlock } from '../../../src/core/report/block.js';
import { fenced } from '../../../src/core/report/untrusted.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { isRunnable, refOf, shellFencesOf, type FenceRef } from '../../../src/core/workItem/shellFences.js';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { standsUnderFence, upsertUnderFence, type UnderFence } from '../../../src/core/workItem/underFence.js';
import { document, edited, hostile, RUNS } from './documents.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const EARLIER = '20261121-140233-a3f9';
const LATER = '20261121-140234-0001';
const blockOf = (output: string, id = EARLIER): EvidenceBlock => ({ kind: 'command', id, body: `**Exited with 0 after 3 ms.**\n\n${fenced(output)}` });
const ids = (text: string) => parse(text).item.evidence.map(({ id }) => id);

function refs(text: string): FenceRef[] {
  const all = shellFencesOf(text);
  return all.filter(isRunnable).map((fence) => refOf(all, fence, sha256));
}

function put(text: string, block: EvidenceBlock, ref = refs(text)[0]): string {
  return applyEdit(text, editOf(upsertUnderFence(text, block, ref ?? { line: 1, nth: 0, sha256: '' }, sha256)));
}

function editOf(result: UnderFence) {
  if (!('edit' in result)) throw new Error(JSON.stringify(result));
  return result.edit;
}

describe('evidence under shell code', () => {
  it('stands right behind its fence, and a later run takes its place', () => {
    const text = '# T\n\n```sh\nid\n```\ntext\n';
    const once = put(text, blockOf('one'));
    expect(once).toMatch(/^# T\n\n```sh\nid\n```\n\n<!-- casebook:begin command 20261121-140233-a3f9 -->\n[\s\S]*one[\s\S]* -->\ntext\n$/);
    const twice = put(once, blockOf('two', LATER));
    expect(twice).toContain('two');
    expect(twice).not.toContain('one');
    expect(ids(twice)).toEqual([LATER]);
    expect(twice.replace(/\n\n<!-- casebook:begin[\s\S]*casebook:end[^\n]*-->/, '')).toBe(text);
  });

  it('of an earlier run does not take the place of a later one, whatever is written last', () => {
    const text = '```sh\nid\n```\n';
    const [ref] = refs(text);
    const later = put(text, blockOf('two', LATER));
    expect(ref && upsertUnderFence(later, blockOf('one'), ref, sha256)).toEqual({ superseded: LATER });
    expect(ref && standsUnderFence(later, blockOf('one'), ref, sha256)).toBe(true);
    expect(ref && standsUnderFence(text, blockOf('one'), ref, sha256)).toBe(false);
  });

  it('is not written under code that is another than was run', () => {
    const [ref] = refs('```sh\nid\n```\n');
    expect(ref && upsertUnderFence('```sh\nid -u\n```\n', blockOf('one'), ref, sha256)).toEqual({ missing: true });
  });

  it('that was edited by hand stays, and so does what is no evidence of a command', () => {
    const text = '```sh\nid\n```\n';
    const once = put(text, blockOf('one'));
    const [ref] = refs(text);
    expect(ref && upsertUnderFence(once.replace('one', 'won'), blockOf('two', LATER), ref, sha256)).toEqual({ conflict: expect.stringContaining('edited by hand') as string });
    const probe = once.replaceAll('command', 'probe');
    expect(ids(put(probe, blockOf('two', LATER)))).toEqual([LATER, EARLIER]);
    const apart = once.replace('```\n\n<!--', '```\n\ntext\n\n<!--');
    expect(ids(put(apart, blockOf('two', LATER)))).toEqual([LATER, EARLIER]);
  });

  it('of equal code goes to the one that was run', () => {
    const text = '```sh\nid\n```\n\nx\n\n```sh\nid\n```\n';
    const [first, second] = refs(text);
    const below = put(text, blockOf('two'), second);
    expect(below.startsWith(text.trimEnd())).toBe(true);
    expect(put(below, blockOf('one', LATER), first).startsWith('```sh\nid\n```\n\n<!-- casebook:begin')).toBe(true);
  });

  it('goes into generated documents, whatever was printed, and nothing else of them changes', () => {
    const withFence = fc.tuple(document, fc.constantFrom('```sh\nid\n```', '1. a\n   ```bash\n   id\n   ```', '~~~console\n$ id\n~~~'), document).map(([before, fence, after]) => {
      const eol = before.includes('\r\n') ? '\r\n' : '\n';
      return `${before}${eol}${eol}${fence.replaceAll('\n', eol)}${eol}${after.replace('\ufeff', '')}`;
    });
    let written = 0;
    fc.assert(
      fc.property(withFence, hostile, fc.nat(), (text, output, pick) => {
        const all = refs(text);
        const ref = all[pick % Math.max(1, all.length)];
        if (!ref) return; // the document before leaves a fence open
        const result = upsertUnderFence(text, blockOf(output), ref, sha256);
        if (!('edit' in result)) {
          expect(result).toHaveProperty('conflict');
          return;
        }
        const after = edited(text, result) ?? '';
        expect(ids(after)).toEqual([...ids(text), EARLIER]);
        expect(after.startsWith(text.slice(0, result.edit.start))).toBe(true);
        expect(after.endsWith(text.slice(result.edit.end))).toBe(true);
        if (text.includes('\r\n') && !/[^\r]\n/.test(text)) expect(after).not.toMatch(/[^\r]\n/);
        const rerun = upsertUnderFence(after, blockOf('again', LATER), ref, sha256);
        expect(applyEdit(after, editOf(rerun))).toBe(applyEdit(text, editOf(upsertUnderFence(text, blockOf('again', LATER), ref, sha256))));
        written += 1;
      }),
      { ...RUNS, numRuns: 300 },
    );
    expect(written).toBeGreaterThan(150);
  });
});
