import { describe, expect, test } from 'vitest';
import { comparisonDocument, comparisonSection } from '../../../src/core/report/documents/comparison.js';
import { conditionsSection } from '../../../src/core/report/documents/conditions.js';
import { faultDocument } from '../../../src/core/report/documents/fault.js';
import { Links } from '../../../src/core/report/documents/links.js';
import { probeDocument } from '../../../src/core/report/documents/probe.js';
import type { ReportDocument } from '../../../src/protocol/document.js';
import { parseToPanel } from '../../../src/protocol/toPanel.js';
import { compareRuns } from '../../../src/core/run/compare.js';
import { RUN_ID } from '../../support/runEvidence.js';
import { BEFORE_ID, comparison, faultReport, matrix, PROBE_CONTEXT, PROBE_MATRIX, runOf } from '../../support/reports.js';

const DOCUMENTS: Readonly<Record<string, ReportDocument>> = { comparison: comparisonDocument(comparison()).report, fault: faultDocument(faultReport()).report, probe: probeDocument(PROBE_MATRIX, PROBE_CONTEXT) };

test.each(Object.entries(DOCUMENTS))('the report of a %s is a message that a panel takes as it is', (_, document) => {
  const message = { type: 'document', run: RUN_ID, document, actions: ['exportReport'] };
  expect(parseToPanel(JSON.parse(JSON.stringify(message)))).toEqual(JSON.parse(JSON.stringify(message)));
});

describe('two runs', () => {
  test('stand below each other with the counts, the test and what became of each failure, and lead to their reports', () => {
    const { report, targets } = comparisonDocument(comparison());
    expect(report).toMatchObject({ word: 'Lower failure rate', tone: 'good', headline: expect.stringMatching(/^Before: 12 of 60 attempts failed/) as string });
    expect(report.sections[0]).toMatchObject({
      items: ['Not seen after: 12 × Error: lost order'],
      figure: { type: 'intervals', rows: [{ label: 'before', words: '12 of 60 failed', link: 0 }, { label: 'after', words: '0 of 60 failed', rate: 0, link: 1 }] },
    });
    expect(targets).toEqual([{ run: BEFORE_ID }, { run: RUN_ID }]);
  });

  test('with a new failure are bad news whatever the rates are', () => {
    expect(comparisonDocument(compareRuns(runOf(BEFORE_ID, 30, 60, 'A'), runOf(RUN_ID, 1, 60, 'B'))).report).toMatchObject({ word: 'New failures', tone: 'bad' });
    expect(comparisonDocument(compareRuns(runOf(BEFORE_ID, 1, 60), runOf(RUN_ID, 1, 60))).report).toMatchObject({ word: 'No lower rate shown', tone: 'unclear' });
  });

  test('that cannot be compared say why', () => {
    const section = comparisonSection(compareRuns(runOf(BEFORE_ID, 1, 60), { ...runOf(RUN_ID, 1, 60), run: { ...runOf(RUN_ID, 1, 60).run, command: ['other'] } }), new Links());
    expect(section.paragraphs).toEqual([expect.stringMatching(/^Not compared: the two runs executed different commands/)]);
  });
});

test('conditions are a plot and a table with the corrected p-values, each leading to its run', () => {
  const links = new Links();
  const section = conditionsSection(matrix(), links);
  expect(section.table?.rows.map((row) => row.map(({ text }) => text))).toEqual([['isolated', '20', '0', 'at most 13.9 %', '', ''], ['parallel:2', '20', '14', '70.0 %', expect.stringMatching(/^45/), expect.stringMatching(/^p < 0.0001/)]]);
  expect(links.targets).toEqual([{ run: BEFORE_ID }, { run: RUN_ID }]);
});

describe('a fault test', () => {
  const lanesOf = (document: ReportDocument) => (document.sections[0]?.figure?.type === 'timeline' ? document.sections[0].figure.lanes : []);

  test('has control, fault, witness, detection, attempts and recovery on one axis', () => {
    const { report, targets } = faultDocument(faultReport());
    expect(report.tone).toBe('good');
    expect(lanesOf(report).map(({ label, moments }) => [label, moments.map(({ atMs }) => atMs)])).toEqual([
      ['Without the fault', []],
      ['Fault', [1_000, 31_000]],
      ['Witness', [1_012]],
      ['Detection', [5_212]],
      ['Attempts', [5_312, 6_312, 8_312, 12_312, 20_312]],
      ['Recovery', [31_800]],
      ['Client', []],
    ]);
    expect(targets.map((target) => ('file' in target ? target.file : target.run))).toEqual(['logs/control.log', 'logs/fault.witness.ndjson', 'logs/fault.log']);
    expect(targets.every(({ run }) => run === RUN_ID)).toBe(true);
  });

  test('that met no traffic draws no moment which nobody saw', () => {
    const { report } = faultDocument(faultReport({ witness: null, detection: null, attempts: [], recovery: null, backoff: null }));
    expect(report).toMatchObject({ word: 'Not exercised', tone: 'unclear' });
    expect(lanesOf(report).filter(({ moments }) => moments.length > 0).map(({ label }) => label)).toEqual(['Fault']);
  });

  test('whose control failed has the control only', () => {
    expect(lanesOf(faultDocument({ ...faultReport(), fault: null }).report).map(({ label }) => label)).toEqual(['Without the fault']);
  });
});

test('in a probe matrix a protocol that nobody promised is no failure, and text from outside stays text', () => {
  const [ways, errors, environment] = probeDocument(PROBE_MATRIX, PROBE_CONTEXT).sections;
  expect(ways?.table?.rows.map((row) => [row[4]?.text, row[4]?.mark])).toEqual([['pass, HTTP 200', 'good'], ['refused', 'bad'], ['wrong-protocol, not promised', undefined]]);
  expect(errors?.items).toEqual(['node [::1]:80 http1: ECONNREFUSED, connect']);
  expect(environment?.items).toEqual(['node: NO_PROXY=<b>*</b>']);
});
