import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { logLines } from '../../../../src/cli/logLines.js';
import { LogAnalysis, type LogData, type LogWindow } from '../../../../src/core/evidence/logs/analysis.js';
import { mergeParts } from '../../../../src/core/evidence/logs/merge.js';
import { reportLogs } from '../../../../src/core/evidence/logs/report.js';
import type { LogReport } from '../../../../src/core/evidence/logs/types.js';
import { logBlock } from '../../../../src/core/report/logBlock.js';
import { logSentences } from '../../../../src/core/report/logSentences.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const START = Date.UTC(2026, 10, 21, 14, 0, 0);
const stamp = (ms: number): string => new Date(START + ms).toISOString();

/** A line each second for ten minutes, and one that matters. */
const LONG = [...Array.from({ length: 600 }, (_, index): [number, string] => [index * 1_000, `INFO tick ${index}`]), [303_500, 'WARN pool exhausted'] as [number, string]]
  .sort(([a], [b]) => a - b).map(([ms, said]) => `${stamp(ms)} ${said}\n`).join('');

function dataOf(text: string, window: LogWindow | undefined, grep?: RegExp): LogData {
  const analysis = new LogAnalysis({ clock: { zone: 0, reference: START }, sha256, ...(window && { window }), ...(grep && { grep }) });
  analysis.push(new TextEncoder().encode(text));
  analysis.end();
  return analysis.data();
}

function reportOf(texts: readonly string[], window: LogWindow | undefined, grep?: RegExp): LogReport {
  const logs = texts.map((text, index) => ({ name: `${'ab'[index] ?? 'c'}.log`, bytes: text.length, data: dataOf(text, window, grep), notes: [] }));
  return reportLogs(logs, { selection: ['--since x'], missing: [], ...(window && { window }) });
}

const around = (ms: number): LogWindow => ({ since: START + ms - 60_000, until: START + ms + 60_000, around: START + ms });
const blockOf = (report: LogReport): string => logBlock(report, { id: '20261121-140233-a3f9', startedAt: stamp(0), host: { name: 'h', platform: 'linux', release: '6', arch: 'x64', node: 'v20', cpus: 2 }, casebook: '0' }).body;

describe('what is shown around a moment', () => {
  it('is what is nearest to it, in the order of time, on the terminal and as evidence', () => {
    const report = reportOf([LONG], around(303_000));
    const excerpt = logLines(report).split('\nExcerpt\n')[1]?.split('\n\n')[0]?.split('\n') ?? [];
    expect(excerpt.slice(0, 12).map((line) => /INFO tick \d+|WARN .*/.exec(line)?.[0])).toEqual([...[298, 299, 300, 301, 302, 303].map((index) => `INFO tick ${index}`), 'WARN pool exhausted', ...[304, 305, 306, 307, 308].map((index) => `INFO tick ${index}`)]);
    expect(excerpt[12]).toBe('  … and 109 more records of what was asked for');
    expect(blockOf(report)).toContain('WARN pool exhausted\n');
  });

  it('is so of two logs, and of long lines in a block', () => {
    const wide = LONG.replace(/\n/g, ` ${'x'.repeat(300)}\n`);
    const body = blockOf(reportOf([wide, wide.replaceAll('tick', 'tock')], around(303_000)));
    expect(body).toContain('INFO tick 303 x');
    expect(body).toContain('INFO tock 303 x');
    expect(body).toContain('WARN pool exhausted x');
    expect(body).not.toContain('INFO tick 290 x');
  });

  it('is so of a log that was read in parts', () => {
    const half = LONG.indexOf(stamp(290_000));
    const parts = [LONG.slice(0, half), LONG.slice(half)].map((text) => dataOf(text, around(303_000)));
    const lines = mergeParts(parts, sha256, START + 303_000).excerpt.map(({ text }) => text);
    expect(lines.some((text) => text.endsWith('WARN pool exhausted'))).toBe(true);
    expect(lines[0]).toContain('INFO tick 283');
  });
});

describe('what is shown of a time that was asked for', () => {
  it('is its beginning and its end, with how much is left out between', () => {
    const report = reportOf([LONG], { since: START + 100_000, until: START + 200_000 });
    const lines = logLines(report);
    expect(lines).toContain('INFO tick 105\n  … 88 records left out\n  line 195:');
    expect(lines).toContain('INFO tick 199\n');
    expect(blockOf(report)).toContain('INFO tick 119\n      … 60 records left out\n');
  });

  it('reaches from its first record to its last one, not over the whole log', () => {
    const report = reportOf([LONG], { since: START + 100_000, until: START + 110_000 });
    expect(report.span).toEqual({ from: stamp(100_000), to: stamp(109_000), ms: 9_000 });
    expect(logSentences(report, String)[0]).toBe(`From ${stamp(100_000)} to ${stamp(109_000)}, 9 s.`);
    expect(reportOf([LONG], undefined, /pool/).span).toEqual({ from: stamp(303_500), to: stamp(303_500), ms: 0 });
  });
});

describe('what is new, and what vanished', () => {
  const told = (report: LogReport): [string, string][] => report.templates.map(({ template, isNew, vanished }) => [template, isNew ? 'new' : vanished ? 'vanished' : '']);

  it('is told by what precedes the time that was asked for', () => {
    expect(told(reportOf([LONG], { since: START + 300_000 }))).toEqual([['WARN pool exhausted', 'new'], ['INFO tick #', '']]);
    expect(told(reportOf([LONG], { since: START + 310_000 }))).toEqual([['WARN pool exhausted', 'vanished'], ['INFO tick #', '']]);
  });

  it('is nothing where nothing precedes it, or nothing follows', () => {
    expect(told(reportOf([LONG], { since: START - 10_000, until: START + 400_000 }))).toEqual([['WARN pool exhausted', ''], ['INFO tick #', '']]);
    expect(told(reportOf([LONG], { since: START + 700_000 }))).toEqual([]);
    expect(told(reportOf([`a line before the first stamp\n${LONG}`], { since: START - 10_000 }))).toEqual([['WARN pool exhausted', ''], ['INFO tick #', '']]);
  });

  it('leaves out what an expression passed over', () => {
    expect(told(reportOf([LONG], { since: START + 300_000 }, /pool/))).toEqual([['WARN pool exhausted', 'new']]);
  });
});
