import { describe, expect, test } from 'vitest';
import { faultDocument } from '../../../src/core/report/documents/fault.js';
import { exportedDocument, exportedRun, type ExportedReport } from '../../../src/core/report/export/exported.js';
import { isOwnExport, reportHtml } from '../../../src/core/report/export/exportHtml.js';
import { reportSvg } from '../../../src/core/report/export/exportSvg.js';
import { reportModel } from '../../../src/core/report/reportModel.js';
import { passesBut, runEvidence, STARTED_AT } from '../../support/runEvidence.js';
import { faultReport } from '../../support/reports.js';

const HOSTILE = '</style></title><script>alert(1)</script><img src=x onerror=alert(2)> token=ghp_abcdefghijklmnopqrstuvwxyz0123456789';

function run(title = 'Error: boom', command: readonly string[] = ['npm', 'test']): ExportedReport {
  const evidence = runEvidence({ outcomes: passesBut(40, { 7: 'fail', 9: 'timeout' }), signatureAt: () => ({ id: 'x', title }), result: { reason: 'completed', endedAt: STARTED_AT }, run: { command } });
  return exportedRun(reportModel(evidence, 'finished', { now: 0, actions: [] }));
}

/** The tags of a document, which hold no text from outside. */
function tags(html: string): string[] {
  return [...new Set(Array.from(html.matchAll(/<([a-zA-Z][a-zA-Z0-9]*)/g), ([, tag]) => tag ?? ''))].sort();
}

describe('an exported page', () => {
  test('has the verdict, the plots with their tables and where it is from', () => {
    const html = reportHtml(run());
    expect(html).toContain('<h1>2 of 40 attempts failed');
    for (const heading of ['Failure rate', 'Attempts', 'Durations', 'Durations over the run', 'Failures by message', 'Origin']) expect(html).toContain(`<h2>${heading}</h2>`);
    expect(html.match(/<svg [^>]*role="img"/g)).toHaveLength(4);
    expect(html.match(/<summary>Show as a table/g)).toHaveLength(4);
  });

  test('does nothing and fetches nothing', () => {
    const html = reportHtml(run(HOSTILE, ['echo', HOSTILE]));
    expect(html).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`);
    expect(tags(html)).toEqual(expect.not.arrayContaining(['script', 'img', 'link', 'iframe', 'object', 'a', 'form', 'base', 'foreignObject', 'use']));
    expect(html).not.toMatch(/<[^>]*\son[a-z]+=|url\(|@import|https?:\/\/(?!www\.w3\.org)/);
    expect(html.match(/<style>/g)).toHaveLength(1);
  });

  test('holds no secret of a known shape', () => {
    for (const text of [reportHtml(run(HOSTILE, ['curl', '-H', 'Authorization: Bearer ghp_abcdefghijklmnopqrstuvwxyz0123456789'])), reportSvg(run(HOSTILE)) ?? '']) expect(text).not.toContain('ghp_abcdefghijklmnopqrstuvwxyz0123456789');
  });

  test('is recognised by the next export', () => {
    expect(isOwnExport(reportHtml(run()).slice(0, 1_000))).toBe(true);
    expect(isOwnExport((reportSvg(run()) ?? '').slice(0, 1_000))).toBe(true);
    expect(isOwnExport('<!DOCTYPE html><html>')).toBe(false);
  });
});

describe('an exported picture', () => {
  test('is one SVG with its own colours, light and dark, and values for readers that know no variables', () => {
    const svg = reportSvg(run()) ?? '';
    expect(svg).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<!--[^>]*-->\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('.mark-fail{fill:#d01c00;fill:var(--fail,#d01c00)}');
    expect(svg).toContain('@media (prefers-color-scheme:dark)');
    expect(svg.match(/role="img"/g)).toHaveLength(4);
  });

  test('of a fault test has its course, and a report without plots has none', () => {
    expect(reportSvg(exportedDocument(faultDocument(faultReport()).report))).toContain('Course of the fault test');
    expect(reportSvg({ ...run(), sections: [] })).toBeUndefined();
  });

  test('of thousands of attempts stays small', () => {
    const evidence = runEvidence({ outcomes: passesBut(10_000, { 7: 'fail' }) });
    const report = exportedRun(reportModel(evidence, 'interrupted', { now: 0, actions: [] }));
    expect((reportSvg(report) ?? '').length).toBeLessThan(500_000);
    expect(reportHtml(report)).toContain('lists the attempts that did not pass');
    expect(reportHtml(report).match(/<tr>/g)?.length).toBeLessThan(100);
  });
});
