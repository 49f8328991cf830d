import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportOfText } from '../../../../src/core/evidence/logs/ofText.js';
import type { LogReport } from '../../../../src/core/evidence/logs/types.js';
import { logBlock } from '../../../../src/core/report/logBlock.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const START = Date.UTC(2026, 10, 21, 14, 2, 0);

function reportOf(lines: readonly (readonly [ms: number, text: string])[], fraction = 3): LogReport {
  const text = lines.map(([ms, said]) => `${new Date(START + ms).toISOString().replace('Z', '').slice(0, fraction === 0 ? 19 : 23)}Z ${said}\n`).join('');
  return reportOfText({ name: 'a.log', text, zone: 0, takenAt: START }, sha256);
}

const times = (count: number, ms: (index: number) => number, said: string): [number, string][] => Array.from({ length: count }, (_, index) => [ms(index), said]);

describe('what logs tell', () => {
  it('of an even pattern: its period, its spread, and nothing missing', () => {
    const jitter = [0, 3, -2, 4, -4, 1];
    const { intervals, gaps, backoffs } = reportOf(times(60, (index) => index * 500 + (jitter[index % 6] ?? 0), 'INFO tick'));
    expect(intervals).toMatchObject([{ count: 60, expected: 60, missed: 0, merged: 0, driftMs: null }]);
    expect(intervals[0]?.periodMs).toBeGreaterThan(495);
    expect(intervals[0]?.periodMs).toBeLessThan(505);
    expect([gaps, backoffs]).toEqual([[], []]);
  });

  it('of ticks that came at once: merged ones', () => {
    expect(reportOf(times(40, (index) => (index % 10 === 5 ? index * 1000 + 995 : index * 1000), 'INFO tick')).intervals).toMatchObject([{ merged: 4 }]);
  });

  it('of a period that grows: the drift, and of noise none', () => {
    let at = 0;
    expect(reportOf(times(60, (index) => (at += 1000 + index * 2), 'INFO tick')).intervals[0]?.driftMs).toBeGreaterThan(60);
    at = 0;
    expect(reportOf(times(60, (index) => (at += 1000 + ((index * 37) % 41) - 20), 'INFO tick')).intervals[0]?.driftMs).toBeNull();
  });

  it('of stamps in whole seconds: no period of less than three', () => {
    expect(reportOf(times(60, (index) => index * 700, 'INFO tick'), 0).intervals).toEqual([]);
    expect(reportOf(times(60, (index) => index * 5_000, 'INFO tick'), 0).intervals).toMatchObject([{ periodMs: 5_000, resolutionMs: 1_000 }]);
  });

  it('of what stops: silence to the end', () => {
    const { gaps } = reportOf([...times(20, (index) => index * 1000, 'INFO heartbeat sent'), ...times(9, (index) => 20_000 + index * index * 700, 'DEBUG other work of the day')]);
    expect(gaps.filter(({ open }) => open)).toMatchObject([{ template: 'INFO heartbeat sent', open: true }]);
  });

  it('of a back-off: base, factor, cap, what an attempt takes, and the waits that are announced', () => {
    const waits = [5_000, 10_000, 20_000, 40_000, 60_000];
    let at = 0;
    const lines: [number, string][] = waits.map((wait, index) => {
      const line: [number, string] = [at, `WARN attempt ${index + 1}/5 (waiting ${wait / 1000}s)`];
      at += wait + 10_000 + index * 5;
      return line;
    });
    const { backoffs } = reportOf([...lines, [at, 'ERROR gave up']]);
    expect(backoffs).toMatchObject([{ attempts: 5, gaps: 5, announcedMs: waits }]);
    const [fit] = backoffs;
    expect([fit?.baseMs, fit?.capMs, fit?.constantMs, fit?.beyondAnnouncedMs].map((ms) => Math.round((ms ?? 0) / 500))).toEqual([10, 120, 20, 20]);
    expect(fit?.factor).toBeCloseTo(2, 1);
    expect(fit?.relativeResidual).toBeLessThan(0.01);
  });

  it('of a log that states its own pace: what that comes to', () => {
    const { paces } = reportOf([[0, 'INFO writer started flush_interval=100ms'], [10_026, 'INFO writer stopped total_runtime="10.026068583s" total_ticks=51']]);
    expect(paces).toMatchObject([{ what: 'total_ticks', count: 51, period: { ms: 100, expected: 100 } }]);
    expect(paces[0]?.averageMs).toBeCloseTo(196.6, 1);
  });

  it('of .NET: the message below level and category counts', () => {
    const text = 'info: Orders.Api[14]\n      Now listening\nfail: Orders.Api[0]\n      Order 17 was lost\ninfo: Orders.Api[14]\n      Application started\n';
    const { templates, signatures } = reportOfText({ name: 'a', text, zone: 0, takenAt: START }, sha256);
    expect(templates.map(({ template, severity }) => [template, severity])).toEqual([['fail: Orders.Api[#] Order # was lost', 'failure'], ['info: Orders.Api[#] Now listening', 'other'], ['info: Orders.Api[#] Application started', 'other']]);
    expect(signatures).toMatchObject([{ count: 1, line: 3 }]);
  });

  it('keeps messages apart whose difference is the news', () => {
    expect(reportOf([[0, 'INFO connection opened'], [1, 'INFO connection closed'], [2, 'INFO user alice logged in from web'], [3, 'INFO user bob logged in from web']]).templates.map(({ template, count }) => [template, count])).toEqual([
      ['INFO user * logged in from web', 2], ['INFO connection opened', 1], ['INFO connection closed', 1],
    ]);
  });

  it('stands in a block of bounded size, whatever a log says', () => {
    const report = reportOf(times(3000, (index) => index * index, '').map(([ms], index) => [ms, `ERROR ${'abcdefghij'[index % 10]} | \`\`\` </details> <!-- casebook:end --> ${'y'.repeat(5000)}`]));
    const { body } = logBlock(report, { id: '20261121-140233-a3f9', startedAt: new Date(START).toISOString(), host: { name: 'h', platform: 'linux', release: '6', arch: 'x64', node: 'v20', cpus: 2 }, casebook: '0' });
    expect(body.length).toBeLessThan(40_000);
    expect(body).not.toContain('<!-- casebook:');
  });
});
