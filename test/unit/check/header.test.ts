import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { found, FRESH, older, problemsOf } from './support.js';

describe('header-field-missing', () => {
  it('wants a status and a title', () => {
    expect(found('header-field-missing', older([/\*\*Status\*\*.*\n/, '']))).toEqual([expect.stringMatching(/^warning: The header has no Status: add `\*\*Status\*\*: Investigation` below the title/)]);
    expect(found('header-field-missing', FRESH.replace('status: Investigation\n', ''))).toEqual([expect.stringMatching(/`status: Investigation` to the front matter/)]);
    expect(found('header-field-missing', older([/^# .*\n/, '']))).toEqual([expect.stringMatching(/^warning: The work item has no title/)]);
  });

  it('points at a missing priority and a missing date, under whatever name', () => {
    expect(found('header-field-missing', older([/\*\*Priority\*\*.*\n/, ''], [/\*\*Created\*\*.*\n/, '']))).toEqual([expect.stringMatching(/^hint: .*Priority/), expect.stringMatching(/^hint: .*Created/)]);
    expect(found('header-field-missing', older([/Priority/, 'Severity'], [/Created/, 'Date']))).toEqual([]);
  });

  it.each([
    ['**Status**: Investigation', '**Status**: Design  '],
    ['**Status**: Investigation', '- **Status:** Design'],
  ])('takes a status in another form: %s as %s', (from, to) => {
    expect(found('header-field-missing', older([from, to]))).toEqual([]);
  });

  it.each([
    ['front matter', FRESH.replace('status: Investigation\n', '')],
    ['bold lines', older([/\*\*Status\*\*.*\n/, ''])],
    ['bullets', older([/\*\*Status\*\*.*\n/, ''], ['**File**', '- **File**'], ['**Priority**', '- **Priority**'], ['**Created**', '- **Created**'])],
    ['CRLF', older([/\*\*Status\*\*.*\n/, '']).replaceAll('\n', '\r\n')],
  ])('adds a status that is read again, to a header of %s', (_, text) => {
    const fix = problemsOf(text).find(({ rule }) => rule === 'header-field-missing')?.fix;
    const mended = applyEdit(text, fix?.edit ?? { start: 0, end: 0, text: '' });
    expect(parse(mended).item.status.text).toBe('Investigation');
    expect(parse(mended).item.header.fields).toHaveLength(parse(text).item.header.fields.length + 1);
  });
});

describe('status-stale', () => {
  const done = [/\*\[Implementation steps.*\n/, 'The store waits for its first refresh.\n'] as const;

  it('sees work in a phase that the status has not reached', () => {
    expect(found('status-stale', older(done))).toEqual([expect.stringMatching(/^warning: The status says "Investigation", but Phase 4: Implementation is filled already/)]);
    expect(found('status-stale', older(done, ['**Status**: Investigation', '**Status**: Debugging - reverted, trying again']))).toHaveLength(1);
    expect(found('status-stale', older([/### Why This Approach\nTBD/, '### Why\nIt is small.'], [/### Test Specifications\nTBD/, '### Test Specifications\nIt passes.']))).toEqual([expect.stringMatching(/^hint: .*TDD\/BDD/)]);
  });

  it.each<[string, readonly (readonly [string | RegExp, string])[]]>([
    ['placeholders', []],
    ['open tasks', [[/\*\[Implementation steps.*\n/, '- [ ] wait for the refresh\n- [ ] test it\n']]],
    ['what the phase is to reach', [[/### Code Changes\n\*\[.*\n/, '### Requirements\nNo order is lost.\n']]],
    ['a line that only announces', [[/\*\[Implementation steps.*\n/, '**Changed files:**\n']]],
    ['work one phase ahead', [done, ['**Status**: Investigation', '**Status**: TDD/BDD']]],
    ['a status without a phase', [done, ['**Status**: Investigation', '**Status**: Blocked by the network team']]],
    ['a work item that is closed', [done, ['**Status**: Investigation', '**Status**: Resolved']]],
  ])('says nothing of %s', (_, changes) => {
    expect(found('status-stale', older(...changes))).toEqual([]);
  });

  it('offers to set a status that is the name of a phase, and leaves one in own words alone', () => {
    const text = older(done);
    const fix = problemsOf(text).find(({ rule }) => rule === 'status-stale')?.fix;
    expect(parse(applyEdit(text, fix?.edit ?? { start: 0, end: 0, text: '' })).item.status.text).toBe('Implementation');
    expect(problemsOf(older(done, ['**Status**: Investigation', '**Status**: Debugging - reverted'])).find(({ rule }) => rule === 'status-stale')?.fix).toBeUndefined();
  });
});

describe('not-a-work-item', () => {
  it('is the one thing to say of a report, apart from what is wrong in any document', () => {
    const report = '# Findings\n\n**Date**: 2026-01-27\n**Status**: RESOLVED\n\n## Plan\n\n### Phase 1: Add wait functions\n\n### Phase 2: Update the flow\n\n```\nopen\n';
    expect(problemsOf(report).map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['warning not-a-work-item', 'warning unclosed-fence']);
    expect(problemsOf('').map(({ rule }) => rule)).toEqual(['not-a-work-item']);
  });

  it.each([
    ['its heading', '# WI4: Orders\n', undefined],
    ['its file name', '# Orders\n', 'WIs/WI4_orders.md'],
    ['its id and status', '---\nartifact_id: WI-WB-0003\nstatus: planned\n---\n# Orders\n', undefined],
    ['its template', '---\ntemplate: bug-fix\n---\n# Orders\n', undefined],
    ['what its header calls it', '---\nid: orders-3\ntype: work_item\nstatus: planned\n---\n# Orders\n', undefined],
    ['two of its phases', '# Orders\n\n## Phase 1: Investigation\n\n## Phase 4: Implementation (COMPLETED)\n', undefined],
  ])('takes a document for a work item by %s', (_, text, path) => {
    expect(found('not-a-work-item', text, path === undefined ? {} : { path })).toEqual([]);
    expect(found('phase-missing', text, path === undefined ? {} : { path })).not.toEqual([]);
  });

  it('only points at the phases where the id is of another kind than ours', () => {
    expect(found('phase-missing', '---\nartifact_id: WI-WB-0003\nstatus: planned\n---\n# Orders\n')).toEqual([expect.stringMatching(/^warning: None of the 6 phases/)]);
    expect(found('phase-missing', '# WI4: Orders\n')).toEqual([expect.stringMatching(/^error: None of the 6 phases/)]);
  });

  it.each([
    ['another tool\'s template', '---\ntemplate: checkpoint\nstatus: complete\n---\n# Session 12\n\n## Phase 4: Numbers\n'],
    ['a requirement with an id and a status', '# Alerts are counted\n\n**ID**: REQ-OPS-12\n**Status**: Approved\n'],
  ])('does not hold %s to the phases', (_, text) => {
    expect(problemsOf(text).map(({ rule }) => rule)).toEqual(['not-a-work-item']);
  });
});
