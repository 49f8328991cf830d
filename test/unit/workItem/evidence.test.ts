import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvidenceBlock } from '../../../src/core/report/block.js';
import { fenced } from '../../../src/core/report/untrusted.js';
import { outlineOf } from '../../../src/core/workItem/outline.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { isReplaceable } from '../../../src/core/workItem/placeholder.js';
import { placeOf, type Place } from '../../../src/core/workItem/place.js';
import { removeEvidence } from '../../../src/core/workItem/removeEvidence.js';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { upsertEvidence } from '../../../src/core/workItem/upsertEvidence.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';
import { document, edited, editOf, hostile, RUNS } from './documents.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const ID = '20261121-140233-a3f9';
const places: readonly Place[] = [placeOf('run', { id: ID }), placeOf('run', { id: ID, purpose: 'verify' }), placeOf('run', { id: `${ID}/errors` }), placeOf('snapshot', { id: ID })];
const blockOf = (output: string, id = ID): EvidenceBlock => ({ kind: 'run', id, body: `**3 of 100 attempts failed.**\n\n${fenced(output)}` });
const ids = (text: string) => parse(text).item.evidence.map(({ id }) => id);
const put = (text: string, id: string, place: Place) => applyEdit(text, editOf(upsertEvidence(text, blockOf('x', id), place, sha256)));
const take = (text: string, id: string) => applyEdit(text, editOf(removeEvidence(text, 'run', id, sha256)));

/** Everything that holds for one write into any document; false if it was refused. */
function sound(text: string, output: string, place: Place): boolean {
  const result = upsertEvidence(text, blockOf(output), place, sha256);
  const after = edited(text, result);
  if (after === undefined || 'conflict' in result) {
    expect(outlineOf(text).openFence ?? outlineOf(text).openHtml).toBeDefined();
    return false;
  }
  const { edit } = result;
  const replaced = text.slice(edit.start, edit.end);
  expect(isReplaceable(replaced)).toBe(true);
  expect(ids(after)).toEqual([ID]);
  expect(edited(after, upsertEvidence(after, blockOf(output), place, sha256))).toBe(after);
  const removed = take(after, ID);
  expect(ids(removed)).toEqual([]);
  const made = outlineOf(after).headings.length - outlineOf(text).headings.length;
  if (made === 0 && replaced.trim() === '') expect(removed).toBe(text);
  expect(removed.startsWith(text.slice(0, edit.start).trimEnd())).toBe(true);
  expect(removed.endsWith(text.slice(edit.end))).toBe(true);
  return true;
}

describe('evidence', () => {
  it('goes into generated documents, and out again, whatever was printed', () => {
    let written = 0;
    fc.assert(fc.property(document, hostile, fc.constantFrom(...places), (text, output, place) => void (written += sound(text, output, place) ? 1 : 0)), RUNS);
    expect(written).toBeGreaterThan(500);
  });

  it.skipIf(!corpusPresent)('goes into every document of the corpus, and out again', () => {
    for (const { name, text } of corpusFiles()) for (const place of places) expect(sound(text, '# x\n```\n<!-- casebook:begin run a -->', place) || outlineOf(text).openFence !== undefined, name).toBe(true);
  });

  it('of several runs comes out in any order, and leaves the file as it was', () => {
    fc.assert(
      fc.property(document, fc.shuffledSubarray(['a-1', 'b-2', 'c-3', 'd-4'], { minLength: 4 }), fc.constantFrom(...places), (text, order, place) => {
        const whole = `${text}\n\n`;
        fc.pre(!outlineOf(whole).openFence);
        const first = put(whole, 'first', place);
        const all = ['a-1', 'b-2', 'c-3', 'd-4'].reduce((current, id) => put(current, id, place), first);
        expect(ids(all)).toEqual(['first', 'a-1', 'b-2', 'c-3', 'd-4']);
        expect(order.reduce(take, all)).toBe(first);
      }),
      { ...RUNS, numRuns: 300 },
    );
  });

  it('that is not there is no edit, and one that was edited by hand stays', () => {
    expect(editOf(removeEvidence('# T\n', 'run', ID, sha256)).text).toBe('');
    const text = put('# T\n', ID, placeOf('run', { id: ID })).replace('3 of 100', '0 of 100');
    expect(removeEvidence(text, 'run', ID, sha256)).toEqual({ conflict: expect.stringMatching(/line 9.*edited by hand/) as string });
  });

  it('makes the headings of the template that the work item was made from', () => {
    const template = '# T\n\n## Phase 1: Triage\n\n### Symptom\n\n### Debug Information (MANDATORY)\n\n#### Evidence\n\n### Cause\n';
    const text = '# T\n\n## Phase 1: Triage\n\n### Symptom\n\na\n\n### Cause\n\nb\n';
    const after = applyEdit(text, editOf(upsertEvidence(text, blockOf('x'), placeOf('run', { id: ID }), sha256, template)));
    expect(outlineOf(after).headings.map((heading) => heading.text)).toEqual(['T', 'Phase 1: Triage', 'Symptom', 'Debug Information (MANDATORY)', 'Evidence', 'Cause']);
  });

  it.each([
    ['a line of many characters', 'x'.repeat(70_000)],
    ['quotations nested so deeply that no parser follows', '>'.repeat(60_000)],
  ])('finds its field in a section with %s', (_, filler) => {
    const text = `# T\n\n## Phase 1: Investigation\n\n### Debug Information\n\n${filler}\n\n- **Evidence**: TBD\n- **Root Cause**: none\n`;
    const after = applyEdit(text, editOf(upsertEvidence(text, blockOf('x'), placeOf('run', { id: ID }), sha256)));
    expect(outlineOf(after).headings).toHaveLength(3);
    expect(after).toMatch(/- \*\*Evidence\*\*:\n\n<!-- casebook:begin[\s\S]*-->\n- \*\*Root Cause\*\*: none\n$/);
  });
});
