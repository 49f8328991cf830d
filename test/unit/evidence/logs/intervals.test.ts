import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LogAnalysis } from '../../../../src/core/evidence/logs/analysis.js';
import { reportOfText } from '../../../../src/core/evidence/logs/ofText.js';
import { reportLogs } from '../../../../src/core/evidence/logs/report.js';
import type { LogReport } from '../../../../src/core/evidence/logs/types.js';
import { logSentences } from '../../../../src/core/report/logSentences.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const START = Date.UTC(2026, 10, 21, 14, 2, 0);

type Line = readonly [ms: number, text: string];

/** @param unit what the stamps are cut off to, ms */
function reportOf(lines: readonly Line[], { unit = 1 }: { readonly unit?: number } = {}): LogReport {
  const text = lines.map(([ms, said]) => `${new Date(START + Math.floor(ms / unit) * unit).toISOString().slice(0, unit === 1 ? 23 : 19)}Z ${said}\n`).join('');
  return reportOfText({ name: 'a.log', text, zone: 0, takenAt: START }, sha256);
}

const ticks = (count: number, period: number, said: string, from = 0): Line[] => Array.from({ length: count }, (_, index) => [from + index * period, said]);
const byTime = (lines: readonly Line[]): Line[] => [...lines].sort(([a], [b]) => a - b);
const said = (report: LogReport): string => logSentences(report, (text) => `“${text}”`).join('\n');

describe('what is no pattern', () => {
  it.each([
    ['two workers in turns', byTime([...ticks(100, 1_000, 'INFO worker A polled the queue of orders'), ...ticks(100, 1_000, 'INFO worker B polled the queue of orders', 10)])],
    ['two workers that are a third apart', byTime([...ticks(60, 10_000, 'INFO worker A polled the queue of orders'), ...ticks(60, 10_000, 'INFO worker B polled the queue of orders', 3_000)])],
    ['pairs of records', byTime([...ticks(40, 60_000, 'INFO job'), ...ticks(40, 60_000, 'INFO job', 100)])],
    ['a period that becomes another one', [...ticks(100, 1_000, 'INFO tick'), ...ticks(100, 2_000, 'INFO tick', 101_000)]],
  ])('tells of no tick missing, and of no silence by it: %s', (_, lines) => {
    const { intervals, gaps } = reportOf(lines);
    expect([intervals, gaps]).toEqual([[], []]);
  });
});

describe('the reckoning of ticks', () => {
  it('expects what came, what is missing, and not what came at once', () => {
    let at = 0;
    const jittered = Array.from({ length: 120 }, (_, index): Line => [(at = index * 1_000 + ((index * 37) % 60)), 'INFO tick']).filter((__, index) => index !== 40 && index !== 80);
    expect(at).toBeGreaterThan(0);
    const report = reportOf(jittered);
    expect(report.intervals).toMatchObject([{ count: 118, missed: 2, merged: 0, expected: 120 }]);
    expect(said(report)).toMatch(/came 118 times .* which would be 120: 2 ticks missing\./);
  });

  it('takes stamps of whole seconds for no more than they tell: a period between two of them is their mean', () => {
    const report = reportOf(ticks(100, 3_400, 'INFO tick'), { unit: 1_000 });
    expect(report.intervals).toMatchObject([{ count: 100, expected: 100, missed: 0, merged: 0 }]);
    expect(report.intervals[0]?.periodMs).toBeGreaterThanOrEqual(3_350);
    expect(report.intervals[0]?.periodMs).toBeLessThanOrEqual(3_450);
  });

  it('takes a clock that was set back for no tick that came early', () => {
    const report = reportOf([...ticks(50, 1_000, 'INFO tick'), ...ticks(50, 1_000, 'INFO tick', 40_000)]);
    expect(report.intervals).toMatchObject([{ count: 100, missed: 0, merged: 0, expected: 100 }]);
  });
});

describe('a period that is stated', () => {
  const against = (lines: readonly Line[], everyMs: number): LogReport => {
    const bytes = new TextEncoder().encode(lines.map(([ms, text]) => `${new Date(START + ms).toISOString()} ${text}\n`).join(''));
    const analysis = new LogAnalysis({ clock: { zone: 0, reference: START }, sha256 });
    analysis.push(bytes);
    analysis.end();
    return reportLogs([{ name: 'a.log', bytes: bytes.length, data: analysis.data(), notes: [] }], { selection: [], missing: [], everyMs });
  };

  it.each([[51, 200, 101, 50], [51, 196.6, 99, 48], [51, 130, 66, 15]])('of 100 ms, against %i ticks each %d ms: %i, of which %i are missing', (count, period, expected, missed) => {
    const [stated] = against(ticks(count, period, 'tick'), 100).intervals.filter((one) => one.stated);
    expect([stated?.expected, stated?.missed, (stated?.count ?? 0) + (stated?.missed ?? 0) - (stated?.merged ?? 0)]).toEqual([expected, missed, expected]);
  });

  it('that is longer than what came: how many fewer it would be', () => {
    const report = against(ticks(51, 200, 'tick'), 1_000);
    expect(said(report)).toContain('one per 200 ms, where one per 1 s would be 11: 40 fewer.');
  });
});

describe('replicas whose names stand first', () => {
  const compose = byTime([...ticks(60, 10_000, 'web-1  | INFO heartbeat sent'), ...ticks(57, 10_000, 'web-2  | INFO heartbeat sent', 3_000)]);

  it('each have their own pace, which they keep', () => {
    const { templates, intervals } = reportOf(compose);
    expect(templates.map(({ template, count }) => [template, count])).toEqual([['web-1 | INFO heartbeat sent', 60], ['web-2 | INFO heartbeat sent', 57]]);
    expect(intervals.map(({ periodMs, count, missed, merged }) => [periodMs, count, missed, merged])).toEqual([[10_000, 60, 0, 0], [10_000, 57, 0, 0]]);
  });

  it('also where the stamp stands behind them, in pieces of any size', () => {
    const text = compose.map(([ms, line]) => `${line.slice(0, 9)}${new Date(START + ms).toISOString()} ${line.slice(9)} ${ms}\n`).join('');
    const bytes = new TextEncoder().encode(text);
    for (const piece of [7, 100, bytes.length]) {
      const analysis = new LogAnalysis({ clock: { zone: 0, reference: START }, sha256 });
      for (let at = 0; at < bytes.length; at += piece) analysis.push(bytes.subarray(at, at + piece));
      analysis.end();
      expect([piece, analysis.data().tracks.filter(({ count }) => count > 0).map(({ words, count }) => [words.join(' '), count])]).toEqual([piece, [['web-1 | INFO heartbeat sent #', 60], ['web-2 | INFO heartbeat sent #', 57]]]);
    }
  });

  it('are no more than one kind where numbers are many', () => {
    expect(reportOf(ticks(300, 1_000, '').map(([ms], index) => [ms, `job-${index + 100} | started`])).templates).toHaveLength(1);
  });
});
