import { expect, test } from 'vitest';
import { faultDocument } from '../../../src/core/report/documents/fault.js';
import { listed } from '../../../src/core/report/format.js';
import { exportedDocument } from '../../../src/core/report/export/exported.js';
import { reportHtml } from '../../../src/core/report/export/exportHtml.js';
import { inEnglish, translated } from '../../../src/core/report/say.js';
import { faultReport } from '../../support/reports.js';

test('values stand where the text says, in any order and number; a value that looks like a place is none', () => {
  expect(inEnglish('{1} of {0}, {1}', 'a', 'b')).toBe('b of a, b');
  expect(inEnglish('{0} and {1}', '{1}', '$&')).toBe('{1} and $&');
  expect(inEnglish('{0} and {7}', 3)).toBe('3 and {7}');
});

test('a translation takes the place of the text, and what has none is in English', () => {
  const say = translated(new Map([['{0} and {1}', '{0} und {1}']]));
  expect(say('{0} of {1}', 1, 2)).toBe('1 of 2');
  expect(listed(['a', 'b', 'c'], say)).toBe('a, b und c');
});

test('labels of a report are said, what was measured stays, and what is exported is in English', () => {
  const say = translated(new Map([['Fault test', 'Störversuch'], ['Upstream', 'Gegenstelle'], ['the client lived on', 'der Client lief weiter']]));
  const { report } = faultDocument(faultReport(), say);
  expect([report.name, report.facts[2]]).toEqual(['Störversuch', { name: 'Gegenstelle', value: '127.0.0.1:5432', code: true }]);
  expect(report.headline).toBe(faultDocument(faultReport()).report.headline);
  expect(reportHtml(exportedDocument(faultDocument(faultReport()).report))).toContain('<p class="word">Fault test: ');
});
