import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportOfText } from '../../../../src/core/evidence/logs/ofText.js';
import type { LogReport } from '../../../../src/core/evidence/logs/types.js';
import { logSentences } from '../../../../src/core/report/logSentences.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const START = Date.UTC(2026, 10, 21, 14, 2, 0);

/** mulberry32: the same numbers in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function reportOf(moments: readonly number[], said: string): LogReport {
  return reportOfText({ name: 'a.log', text: moments.map((ms) => `${new Date(START + ms).toISOString()} ${said}\n`).join(''), zone: 0, takenAt: START }, sha256);
}

/** Moments with these gaps between them. */
function after(gaps: readonly number[]): number[] {
  let at = 0;
  return [0, ...gaps.map((gap) => (at += gap))];
}

const sentencesOf = (report: LogReport): string => logSentences(report, (text) => `“${text}”`).join('\n');

describe('what chance makes of gaps', () => {
  it('is no back-off: ordinary traffic whose gaps are exponential', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const next = random(seed);
      const moments = after(Array.from({ length: 199 }, () => -Math.log(1 - next()) * 2_000));
      for (const said of ['INFO GET /orders 200', 'ERROR request failed', 'WARN retry of a job']) expect([seed, said, reportOf(moments, said).backoffs]).toEqual([seed, said, []]);
    }
  });

  it('is no back-off: a cron of five minutes with runs in between', () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const next = random(seed);
      const moments = [...Array.from({ length: 100 }, (_, index) => index * 300_000), ...Array.from({ length: 10 }, () => next() * 100 * 300_000)].sort((a, b) => a - b);
      expect([seed, reportOf(moments, 'INFO nightly job started').backoffs]).toEqual([seed, []]);
    }
  });

  it('leaves a client that backs off with a jitter of ten percent in sight', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const next = random(seed);
      const jittered = [1_000, 2_000, 4_000, 8_000, 16_000].map((wait) => wait * (0.9 + 0.2 * next()));
      for (const said of ['WARN retry of the order', 'ERROR connection refused']) expect([seed, said, reportOf(after(jittered), said).backoffs.length]).toEqual([seed, said, 1]);
    }
  });
});

describe('a client that backs off', () => {
  const episode = [1_000, 2_000, 4_000, 8_000];

  it('in three episodes is told once, with the lines of the one that is shown', () => {
    const report = reportOf(after([...episode, 120_000, ...episode, 120_000, ...episode, 16_000]), 'WARN reconnecting');
    expect(report.backoffs).toMatchObject([{ episodes: 3, attempts: 6, line: 11, lastLine: 16 }]);
    expect(sentencesOf(report)).toContain('A client backs off in 3 episodes, here over 6 attempts from 2026-11-21T14:06:30.000Z');
    expect(sentencesOf(report)).toContain('“WARN reconnecting” (lines 11–16).');
    expect(report.timeline.filter(({ what }) => what.startsWith('back-off'))).toMatchObject([{ line: 11, at: '2026-11-21T14:06:30.000Z' }]);
  });

  it('is fitted as exactly as the stamps tell it', () => {
    const shape = (base: number, factor: number, cap: number, each: number, count: number): number[] => Array.from({ length: count }, (_, i) => Math.min(cap, base * factor ** i) + each);
    expect(reportOf(after(shape(1_000, 2, 10_000, 500, 8)), 'WARN retry').backoffs.map(({ baseMs, factor, capMs, constantMs }) => [baseMs / 1000, factor, (capMs ?? 0) / 1000, constantMs / 1000].map((one) => one.toFixed(1)))).toEqual([['1.0', '2.0', '10.0', '0.5']]);
    const [fit] = reportOf(after(shape(250, 1.5, 5_000, 50, 12)), 'WARN retry').backoffs;
    expect([fit?.baseMs, fit?.constantMs].map((ms) => Math.round((ms ?? 0) / 10))).toEqual([25, 5]);
    expect(fit?.factor).toBeCloseTo(1.5, 2);
  });

  it('by steps of equal length is said to grow, and not by a factor', () => {
    const report = reportOf(after([1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000]), 'WARN retry');
    expect(sentencesOf(report)).toContain('gaps grow from 1 s to 9 s, but not by a constant factor (the nearest leaves ');
  });
});

describe('what is told of a back-off', () => {
  it('is no finer than the stamps', () => {
    const text = after([1, 2, 4, 8, 16, 32].map((gap) => gap * 1000)).map((ms) => `${new Date(START + ms).toISOString().slice(0, 19)}Z WARN retrying\n`).join('');
    const report = reportOfText({ name: 'a.log', text, zone: 0, takenAt: START }, sha256);
    expect(report.backoffs).toMatchObject([{ baseMs: 1000, factor: 2, capMs: null, constantMs: 0, residualMs: 0 }]);
    expect(sentencesOf(report)).toContain('gaps of 1 s · 2ⁱ (the fit leaves less than 1 s)');
  });

  it('is a whole number of halves of what they tell', () => {
    const next = random(3);
    const { backoffs } = reportOf(after(Array.from({ length: 14 }, (_, i) => Math.min(10_000, 100 * 1.5 ** i) + 5 + next())), 'WARN retrying');
    expect(backoffs).toHaveLength(1);
    const [{ baseMs, capMs, constantMs, residualMs } = { baseMs: NaN, capMs: NaN, constantMs: NaN, residualMs: NaN }] = backoffs;
    for (const ms of [baseMs, capMs ?? 0, constantMs, residualMs]) expect(ms * 2).toBe(Math.round(ms * 2));
  });
});
