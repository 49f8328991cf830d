import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderBlock } from '../../../src/core/report/block.js';
import { nextStage, phasesLeft, stageNamed, unmetDemands, validationEvidence, type GateEvidence } from '../../../src/core/workItem/gate.js';
import { acceptanceRecord, forcedNote } from '../../../src/core/workItem/gateRecord.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { PHASES, type Phase } from '../../../src/core/workItem/phases.js';
import { scaffold } from '../../../src/core/workItem/scaffold.js';
import { schemaOf } from '../../../src/core/workItem/templateSchema.js';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { corpusFiles } from '../../support/corpus.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const template = readFileSync('templates/bug-fix.md', 'utf8');
const fresh = scaffold(template, { id: 'WI1', title: 't', created: '2026-11-21' });
const RUN = '20261121-140233-a3f9';
const holds: GateEvidence = () => undefined;

const filled = fresh.replace(/^(?:- \*\*[^*]+\*\*: )?\*\[[^\]]*\]\*$/gm, 'It is so.');

function block(id = RUN): string {
  return renderBlock({ kind: 'run', id, body: '**0 of 100 attempts failed.**' }, '\n', sha256);
}

const proven = filled.replace(/(### Test Results.*\n)/, `$1\n${block()}\n`);

function unmet(text: string, phase: Phase, evidence: GateEvidence = holds): string[] {
  return unmetDemands({ text, item: parse(text).item, schema: schemaOf(template), sha256 }, phase, evidence).map(({ message }) => message);
}

describe('the gate', () => {
  it('demands the five fields before Investigation is left, and each mandatory section before its phase is', () => {
    expect(unmet(fresh, 'Investigation')).toEqual([expect.stringContaining('"Debug Information"'), ...['Error Messages', 'Log Locations', 'System State', 'Reproduction Steps', 'Evidence'].map((name) => expect.stringContaining(`"${name}"`) as string)]);
    expect(unmet(fresh, 'Design')).toEqual(['"Decision" is still empty: fill it in.']);
    for (const phase of PHASES.filter((candidate) => candidate !== 'Testing & Validation')) expect(unmet(filled, phase), phase).toEqual([]);
  });

  it('demands a phase itself', () => {
    expect(unmet(fresh.replace('## Phase 3: TDD/BDD', '## Tests'), 'TDD/BDD')).toEqual([expect.stringContaining('add the heading `## Phase 3: TDD/BDD`')]);
  });

  it('closes Testing & Validation only on a block in it that holds', () => {
    expect(unmet(filled, 'Testing & Validation')).toEqual([expect.stringContaining('no measured evidence')]);
    expect(unmet(proven, 'Testing & Validation')).toEqual([]);
    expect(unmet(proven, 'Testing & Validation', () => 'its ledger is gone.')).toEqual([expect.stringMatching(new RegExp(`run block ${RUN} .*its ledger is gone`))]);
    expect(unmet(proven.replace('0 of 100', '0 of 500'), 'Testing & Validation')).toEqual([expect.stringContaining('edited by hand')]);
    const elsewhere = filled.replace(/(#### Evidence\n)/, `$1\n${block()}\n`);
    expect(validationEvidence(parse(elsewhere).item)).toEqual([]);
    expect(unmet(elsewhere, 'Testing & Validation')).toEqual([expect.stringContaining('no measured evidence')]);
  });

  it('takes one block that holds among others that do not', () => {
    const two = proven.replace(block(), `${block('20261120-000000-aaaa')}\n\n${block()}`);
    expect(unmet(two, 'Testing & Validation', ({ id }) => (id === RUN ? undefined : 'it is older.'))).toEqual([]);
  });

  it('knows stages by name, beginning and number', () => {
    expect(['design', '2', 'Phase 2', 'TDD', 'testing', 'closed', '7', 'x', '', 'phase'].map((name) => stageNamed(name))).toEqual(['Design', 'Design', 'Design', 'TDD/BDD', 'Testing & Validation', 'Closed', undefined, undefined, undefined, undefined]);
    expect(nextStage('Owner Acceptance')).toBe('Closed');
    expect(phasesLeft('Investigation', 'TDD/BDD')).toEqual(['Investigation', 'Design']);
    expect(phasesLeft('Closed', 'Design')).toEqual([]);
  });
});

describe('what the gate records', () => {
  it('is who accepted, in place of the placeholder, and behind an earlier acceptance', () => {
    const once = applyEdit(fresh, acceptanceRecord(fresh, 'Sam\n## Phase 1: x <!-- y', '2026-11-21'));
    expect(once).toContain('### Acceptance (MANDATORY)\n\nAccepted by Sam ## Phase 1: x ‹!-- y on 2026-11-21.\n\n## Lessons');
    const twice = applyEdit(once, acceptanceRecord(once, 'Kim', '2026-11-22'));
    expect(twice).toContain('on 2026-11-21.\n\nAccepted by Kim on 2026-11-22.\n\n## Lessons');
  });

  it('is the reason, below the phase and outside its sections, so that these stay as empty as they are', () => {
    const forced = applyEdit(fresh, forcedNote(fresh, 'Testing & Validation', 'No\nlab', '2026-11-21'));
    expect(forced).toContain('## Phase 5: Testing & Validation\n\n> **Gate forced** (2026-11-21): Phase 5: Testing & Validation was left although it was not complete. Reason: No lab\n\n### Test Results');
    expect(unmet(forced, 'Testing & Validation')).toContain('"Test Results" is still empty: fill it in.');
  });

  it('changes nothing outside itself, and no heading, in any document of the corpus', () => {
    for (const { name, text } of corpusFiles()) {
      for (const edit of [forcedNote(text, 'Design', 'r', '2026-11-21'), acceptanceRecord(text, 'Sam', '2026-11-21')]) {
        const changed = applyEdit(text, edit);
        expect(changed.startsWith(text.slice(0, edit.start)) && changed.endsWith(text.slice(edit.end)), name).toBe(true);
        const titles = (of: string) => parse(of).item.sections.flatMap(function all({ title, children }): string[] { return [title, ...children.flatMap(all)]; });
        expect(titles(changed).filter((title) => title !== 'Acceptance' && title !== 'Phase 6: Owner Acceptance'), name).toEqual(titles(text).filter((title) => title !== 'Phase 6: Owner Acceptance'));
      }
    }
  });
});
