import { expect, test } from 'vitest';
import { comparisonDocument } from '../../../src/core/report/documents/comparison.js';
import { faultDocument } from '../../../src/core/report/documents/fault.js';
import { probeDocument } from '../../../src/core/report/documents/probe.js';
import { parseToPanel } from '../../../src/protocol/toPanel.js';
import { comparison, faultReport, PROBE_CONTEXT, PROBE_MATRIX } from '../../support/reports.js';
import { RUN_ID } from '../../support/runEvidence.js';

const MESSAGES = [comparisonDocument(comparison()).report, faultDocument(faultReport()).report, probeDocument(PROBE_MATRIX, PROBE_CONTEXT)].map((document) => ({ type: 'document', run: RUN_ID, document, actions: ['exportReport'] }));

/** The paths of all values inside a message. */
function paths(value: unknown, path: readonly string[] = []): string[][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, child]) => paths(child, [...path, key])) : [];
  return path.length > 0 ? [[...path], ...inner] : inner;
}

function changed(message: object, path: readonly string[], to: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(message)) as Record<string, unknown>;
  const parent = path.slice(0, -1).reduce((object, key) => object[key] as Record<string, unknown>, copy);
  parent[path.at(-1) ?? ''] = to;
  return copy;
}

test('a document in which any one value is of another type is refused', () => {
  for (const message of MESSAGES) {
    const all = paths(JSON.parse(JSON.stringify(message)));
    expect(all.length).toBeGreaterThan(40);
    for (const path of all) expect(parseToPanel(changed(message, path, Symbol.iterator)), path.join('.')).toBeUndefined();
  }
});

test('a table whose rows have not as many cells as it has columns is refused', () => {
  const message = { type: 'document', run: RUN_ID, document: { ...probeDocument(PROBE_MATRIX, PROBE_CONTEXT), sections: [{ heading: 'x', paragraphs: [], table: { columns: [{ title: 'a' }, { title: 'b' }], rows: [[{ text: '1' }]] } }] }, actions: [] };
  expect(parseToPanel(message)).toBeUndefined();
});

test('what nobody asked for is not taken over', () => {
  const [message] = MESSAGES;
  expect(parseToPanel({ ...message, html: '<b>', document: { ...message?.document, script: 'x' } })).toEqual(JSON.parse(JSON.stringify(message)));
});
