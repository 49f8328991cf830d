/** Percentages of a change: what they are of, in which direction, and how exact their ends are. */
import { describe, expect, it } from 'vitest';
import { found } from '../support.js';

const change = (line: string) => found('claim-change', `# Notes\n\n${line}\n`);
const row = (before: string, after: string, said: string, name = 'Errors') => change(`| Metric | Before | After | Change |\n|---|---|---|---|\n| ${name} | ${before} | ${after} | ${said} |`);

describe('a change above 100 %', () => {
  it('is told as what it is', () => {
    expect(change('Errors: 10 → 50 (300% increase)')).toEqual(['error: From 10 to 50 is a change of 400 %, and the text says 300 %: correct the one that is wrong.']);
    expect(row('2/10', '9/10', '+300%')).toEqual(['error: 20.0 % to 90.0 % is 70 percentage points or 350 % of the first, and the text says 300 %: correct the one that is wrong.']);
    expect(change('Errors: 3 → 10 (200% increase)')).toEqual([expect.stringContaining('a change of 233.3 %')]);
  });

  it('is right where the numbers give it', () => {
    expect(change('Errors: 10 → 50 (400% increase)')).toEqual([]);
    expect(row('1/5 (20%)', '5/6 (83%)', '+400%')).toEqual([]);
  });
});

describe('a change in words', () => {
  it.each([
    'Errors: 10 → 5 (60% reduction)',
    '335 → 240 tests (34% reduction)',
    'Cyclomatic complexity: 23 → 5 (82% reduction)',
    'Lines of code: 3,440 → 435 (70% fewer lines)',
    '11 lines → 4 lines (67% reduction)',
    'Actual numbers: 800 → 290 tokens (60% reduction, not 75%)',
    'Latency 200ms → 50ms (60% lower latency)',
    'Failures went from 12 to 3 (80% reduction)',
    'Failures went from 12 to 3 (-50%)',
    'Errors: 10 → 50 (+300%)',
  ])('is found: %s', (line) => {
    expect(change(line)).toEqual([expect.stringMatching(/^error: /)]);
  });

  it.each([
    ['a noun of another thing', 'Upgraded node 18 → 20 (15% faster startup)'],
    ['a noun of another thing', 'React 17 → 18 (12% smaller bundle)'],
    ['a noun of another thing', 'Timeout 30s → 60s (90% fewer failures)'],
    ['a noun of another thing', 'Replicas 2 → 4 (50% lower latency)'],
    ['a noun of another thing', 'Pool size 10 → 20 (30% fewer timeouts)'],
    ['a noun of another thing', 'Workers 2 → 4 (150% increase in throughput)'],
    ['a noun that a hyphen hides', 'Replicas 4 → 2 (10% fewer cold-starts)'],
    ['a part of it', 'Sleeps: 4.5s → 0s (98% reduction in identified sleeps of one suite)'],
    ['the other direction', 'Timeout 30s → 60s (20% reduction)'],
    ['the other direction', 'Workers 2 → 4 (-30%)'],
    ['a version', 'Node 18 → 20 (15% slower)'],
    ['a version', 'Upgraded the image from 18 to 20 (+30%)'],
    ['another unit', 'Build: 2 h → 30 min (75% faster)'],
    ['another unit', 'Image: 2 GB → 800 MB (60% reduction)'],
    ['a thousand', 'Cost: 23K → 989 (95.7% reduction)'],
    ['things of two kinds', 'Maintenance: 15 files → 1 factory (90% reduction)'],
    ['a chain', '12 alerts → 3 CRDs → 3 AI analyses (83% reduction)'],
    ['a range', 'Calls 12 → 3 (70-80% reduction)'],
    ['ends that are rounded', 'Suite: 7 minutes → 2 minutes (70% faster!)'],
    ['ends that are approximate', 'Processing: ~200ms → ~70ms (60% reduction)'],
    ['a clock', 'Works from 9 to 5 (80% of the week)'],
  ])('is none because of %s: %s', (_, line) => {
    expect(change(line)).toEqual([]);
  });

  it('is a hint where it was rounded up, and a warning where its ends are approximate', () => {
    expect(change('139 → 40 targets (72% reduction)')).toEqual([expect.stringMatching(/^hint: .*71\.2 %.*rounded up/)]);
    expect(change('Build: ~13 min → ~5 min (90% reduction)')).toEqual([expect.stringMatching(/^warning: /)]);
  });

  it('of two rates is told as points', () => {
    expect(change('Functionality: 72% → 85% (13% improvement)')).toEqual([expect.stringMatching(/^hint: 72\.0 % to 85\.0 % is 13 percentage points, not per cent \(of 72\.0 % it is 18\.1 %\)/)]);
    expect(change('The pass rate went from 81% to 90% (+12%)')).toEqual([expect.stringMatching(/^hint: 81\.0 % to 90\.0 % is 9 percentage points or 11\.1 % of the first/)]);
    expect(change('The pass rate went from 81% to 90% (+40%)')).toEqual([expect.stringMatching(/^error: /)]);
    expect(change('Coverage: 72% → 85% (+13%), and from 90% to 81% (-9%)')).toEqual([]);
    expect(change('The pass rate went from 81% to 90% (+9 points), then from 81% to 90% (+11.1%)')).toEqual([]);
  });
});

describe('a factor', () => {
  it.each([
    ['Tests: 45s → 12s (7.5x faster)', 'error: From 45 to 12 is a factor of 3.75, and the text says 7.5: correct the one that is wrong.'],
    ['Throughput went from 2 to 90 RPS (30x improvement)', 'error: From 2 to 90 is a factor of 45, and the text says 30: correct the one that is wrong.'],
    ['Memory: ~150 MB → ~30 MB (12× reduction)', 'warning: From 150 to 30 is a factor of 5, and the text says 12: correct the one that is wrong.'],
  ])('%s', (line, message) => {
    expect(change(line)).toEqual([message]);
  });

  it.each([
    'Tests: 45s → 12s (3.75x faster)', 'Tests: 45s → 12s (3.7x faster)', 'Files: 844KB → 88KB (10x smaller, by month)', 'Build: 3.5s → 0.2s (17x improvement)', 'Errors: 10 → 50 (4x more)', 'Errors: 10 → 50 (5x more)',
    'Workers 2 → 4 (3x throughput)', 'Screen: 640 → 1280 (1280x720)', 'Replicas 1 → 3 (2x CPU)', 'Latency: 1.0 ms → 174 µs (5.7x faster)',
  ])('may be right: %s', (line) => {
    expect(change(line)).toEqual([]);
  });

  it('in a table is held against the two columns before it', () => {
    expect(row('45s', '12s', '**7.5x faster**')).toEqual([expect.stringMatching(/^error: From 45 to 12 is a factor of 3\.75/)]);
    expect(change('| Size | Old engine | New engine | Speedup |\n|---|---|---|---|\n| 10k | 98 ms | 8 ms | 20× |')).toEqual([expect.stringMatching(/^error: From 98 to 8 is a factor of 12\.3/)]);
    expect(change('| Size | CPU | GPU | Speedup |\n|---|---|---|---|\n| 10k | 1.004 µs | 174.22 ns | 5.76× |\n| 20k | 98 ms | 8 ms | 12.3x |')).toEqual([]);
  });
});

describe('a change in a table', () => {
  it.each([
    ['10', '5', '-20%', 'error'], ['10', '50', '+300%', 'error'], ['10', '5', '60% reduction', 'error'], ['10', '5', '20%', 'hint'], ['10', '5', '+20%', 'hint'],
    ['~30%', '0%', '30% reduction', 'hint'],
  ])('from %s to %s is not %s (%s)', (before, after, said, severity) => {
    expect(row(before, after, said)).toEqual([expect.stringMatching(new RegExp(`^${severity}: `))]);
  });

  it.each([
    ['10', '5', '-50%'], ['10', '5', '50%'], ['10', '5', '+50%'], ['30 min', '10 min', '200%'], ['10', '2', '20%'],
    ['2+ hours', '30 min', '75% faster'], ['3MB', '200KB', '93% reduction'], ['$23K/year', '$989/year', '95.7% reduction'], ['N+1', '1', '75-90% reduction'], ['~5.5 min', '~3.5 min', '40% faster'], ['42s (measured)', '<15s', '65% faster'],
    ['20+ scattered patterns', '1 centralized factory', '~70% reduction'], ['30s', '60s', '90% fewer failures'], ['n/a', '5', '20%'], ['1 (of 3 tried)', '5', '20%'],
  ])('from %s to %s may be %s', (before, after, said) => {
    expect(row(before, after, said)).toEqual([]);
  });

  it('is read between the two columns before it, whatever they are called', () => {
    expect(change('| Metric | Baseline | Optimized | Improvement |\n|---|---|---|---|\n| P95 | 850ms | 75ms | 81.2% |')).toEqual([expect.stringMatching(/^hint: From 850 to 75 is a change of 91\.2 %/)]);
    expect(change('| Metric | Without cache | With cache | Improvement |\n|---|---|---|---|\n| P95 | 850ms | 75ms | 81.2% faster |')).toEqual([expect.stringMatching(/^error: /)]);
    expect(change('| Case | By hand | By script | Reduction |\n|---|---|---|---|\n| Steps | 20 | 5 | 75% |')).toEqual([]);
    expect(change('| Metric | Before | After | Δ |\n|---|---|---|---|\n| P95 | 850ms | 75ms | -51.2% |')).toEqual([expect.stringMatching(/^error: /)]);
  });

  it('of two percentages with nothing but a sign is in points', () => {
    expect(row('80%', '100%', '+20%')).toEqual([]);
    expect(row('80% ⚠️', '100% ✅', '+25%')).toEqual([]);
    expect(row('80%', '100%', '+40%')).toEqual([expect.stringMatching(/^error: /)]);
    expect(row('80%', '100%', '20% improvement')).toEqual([expect.stringMatching(/^hint: .*say "points"/)]);
  });

  it('of microseconds is no change of nanoseconds', () => {
    expect(row('1.004 µs', '174 ns', '-83%')).toEqual([]);
    expect(row('1.004 µs', '174 ns', '-63%')).toEqual([expect.stringMatching(/^error: /)]);
  });

  it('of versions is none', () => {
    expect(row('18', '20', '15%', 'Node.js')).toEqual([]);
  });

  it('with two columns after is none', () => {
    expect(change('| Metric | Before | After the fix | After the wiring | Improvement |\n|---|---|---|---|---|\n| Tests | 10/129 | 39/129 | 103/129 | +80% |')).toEqual([]);
  });
});
