import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blockHash, type EvidenceBlock } from '../../../src/core/report/block.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { placeOf, type Place } from '../../../src/core/workItem/place.js';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { upsertEvidence } from '../../../src/core/workItem/upsertEvidence.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const block: EvidenceBlock = { kind: 'run', id: '20261121-140233-a3f9', body: '**3 of 100 attempts failed.**\n\n| a | b |\n|---|---|\n| 1 | 2 |' };
const evidence = placeOf('run', { id: block.id, purpose: 'reproduce' });
const results = placeOf('run', { id: block.id, purpose: 'verify' });

function write(text: string, place: Place = evidence, what: EvidenceBlock = block): string {
  const result = upsertEvidence(text, what, place, sha256);
  if ('conflict' in result) throw new Error(result.conflict);
  return applyEdit(text, result.edit);
}

/** The titles above the block, outermost first. */
function pathOf(text: string): string {
  const { item } = parse(text);
  const [placed] = item.evidence;
  const path: string[] = [];
  let sections = item.sections;
  for (;;) {
    const inside = sections.find(({ whole }) => placed && whole.start <= placed.span.start && placed.span.end <= whole.end);
    if (!inside) return path.join(' › ');
    path.push(inside.title);
    sections = inside.children;
  }
}

describe('an evidence block', () => {
  const template = readFileSync('templates/bug-fix.md', 'utf8');

  it.each([
    [evidence, '*[Measured evidence will be documented here]*', 'Phase 1: Investigation › Debug Information (MANDATORY) › Evidence'],
    [results, '*[Measured test results will be documented here]*', 'Phase 5: Testing & Validation › Test Results (MANDATORY)'],
  ])('replaces the placeholder of its place, and nothing else', (place, placeholder, path) => {
    const after = write(template, place);
    expect(after).not.toContain(placeholder);
    expect(after.replace(/<!-- casebook:begin[\s\S]*casebook:end[^\n]*-->/, placeholder)).toBe(template);
    expect(pathOf(after)).toContain(path);
  });

  it('leaves what a person wrote where it stands', () => {
    const results5 = '## Phase 5: T\n### Test Results\n17 of 21 pass\n\n#### Details\nmore\n';
    const after = write(results5, results);
    expect(after.startsWith('## Phase 5: T\n### Test Results\n17 of 21 pass\n\n<!-- casebook:begin')).toBe(true);
    expect(after.endsWith('-->\n\n#### Details\nmore\n')).toBe(true);
  });

  it('written twice equals once, and a second one stands behind the first', () => {
    const once = write(template);
    expect(write(once)).toBe(once);
    const twice = write(once, evidence, { ...block, id: '20261121-150000-beef' });
    const ids = parse(twice).item.evidence.map(({ id }) => id);
    expect(ids).toEqual(['20261121-140233-a3f9', '20261121-150000-beef']);
    expect(twice.startsWith(once.slice(0, parse(once).item.evidence[0]?.span.end))).toBe(true);
  });

  it('is replaced in place by a newer one with its id', () => {
    const once = write(template);
    const newer = write(once, evidence, { ...block, body: '**4 of 200 attempts failed.**' });
    expect(parse(newer).item.evidence).toHaveLength(1);
    expect(newer).toContain('4 of 200');
    expect(newer).not.toContain('3 of 100');
  });

  it('that was edited by hand is not overwritten', () => {
    const edited = write(template).replace('3 of 100', '0 of 100');
    expect(upsertEvidence(edited, block, evidence, sha256)).toEqual({ conflict: expect.stringContaining('edited by hand') as string });
  });

  it('keeps CRLF, and its hash does not depend on it', () => {
    const crlf = template.replaceAll('\n', '\r\n');
    const after = write(crlf);
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const { item } = parse(after);
    const placed = item.evidence[0];
    expect(placed && blockHash(after.slice(placed.body.start, placed.body.end).replace(/\r\n$/, ''), sha256)).toBe(placed?.hash);
  });

  it.each([
    ['a bullet with text', '- **Evidence**: it fails\n- **Root Cause**: none\n', '- **Evidence**: it fails\n\n<!-- casebook:begin'],
    ['a bullet with a placeholder', '- **Error Messages**: x\n- **Evidence**: TBD\n', '- **Evidence**:\n\n<!-- casebook:begin'],
    ['a bullet with a list', '- **Evidence**: \n  - one\n  - two\n\n### Findings\n', '  - two\n\n<!-- casebook:begin'],
    ['a bold line', '**Evidence**:\nsome text\n\n**Next:** y\n', 'some text\n\n<!-- casebook:begin'],
    ['a heading', '#### Evidence\nsome text\n', 'some text\n\n<!-- casebook:begin'],
  ])('finds the field as %s', (_, fields, expected) => {
    const text = `# a\n\n## Phase 1: Investigation\n### Debug Information (MANDATORY - Update this section for every investigation)\n${fields}\n## Phase 2: Design\n`;
    const after = write(text);
    expect(after).toContain(expected);
    expect(after.indexOf('casebook:end')).toBeLessThan(after.indexOf('## Phase 2'));
  });

  it('makes only the headings that are missing', () => {
    const added = (text: string, place: Place) =>
      write(text, place)
        .split('\n')
        .filter((line) => line.startsWith('#') && !text.split('\n').includes(line));
    expect(added('# a\n\ntext\n', evidence)).toEqual(['## Phase 1: Investigation', '### Debug Information', '#### Evidence']);
    expect(added('# a\n\n## Phase 1: Investigation\n\n## Phase 6: Owner Acceptance\n', results)).toEqual(['## Phase 5: Testing & Validation', '### Test Results']);
    expect(added('## Phase 1: X\n### Debug Information\ntext\n', evidence)).toEqual(['#### Evidence']);
  });

  it('goes before a later phase and behind an earlier one', () => {
    const after = write('# a\n\n## Phase 4: Implementation\ndone\n\n## Phase 6: Owner Acceptance\nyes', results);
    expect(parse(after).item.phases.map(({ phase }) => phase)).toEqual(['Implementation', 'Testing & Validation', 'Owner Acceptance']);
    expect(after.endsWith('yes')).toBe(true);
  });

  it('is refused where an open fence would swallow it', () => {
    const result = upsertEvidence('# a\n\n```\nopen\n', block, evidence, sha256);
    expect(result).toEqual({ conflict: expect.stringMatching(/line 3.*close it/) as string });
  });

  it('changes nothing outside itself in an empty file, and in one with a byte-order mark', () => {
    expect(write('').startsWith('## Phase 1')).toBe(true);
    expect(write('\ufeff# a').startsWith('\ufeff# a\n\n## Phase 1')).toBe(true);
  });

  it.skipIf(!corpusPresent)('changes nothing outside itself in any document of the corpus', () => {
    for (const file of corpusFiles()) {
      for (const place of [evidence, results]) {
        const result = upsertEvidence(file.text, block, place, sha256);
        if ('conflict' in result) {
          expect(parse(file.text).item.openFence, `${file.name}: ${result.conflict}`).toBeDefined();
          continue;
        }
        const { edit } = result;
        const after = applyEdit(file.text, edit);
        const replaced = file.text.slice(edit.start, edit.end);
        expect(replaced.trim().length, `${file.name} lost: ${replaced}`).toBeLessThan(160);
        expect(after.slice(0, edit.start) + replaced + after.slice(edit.start + edit.text.length), file.name).toBe(file.text);
        expect(write(after, place), file.name).toBe(after);
        const outside = parse(after).item.evidence[0]?.span;
        expect(outside, file.name).toBeDefined();
      }
    }
  });
});
