import { describe, expect, test } from 'vitest';
import { attemptColumns } from '../../../../src/core/report/attemptColumns.js';
import { countedAttempts } from '../../../../src/core/report/plots/counted.js';
import type { Figure } from '../../../../src/core/report/plots/figure.js';
import { figureOf } from '../../../../src/core/report/plots/figureOf.js';
import { durationBins, histogramFigure } from '../../../../src/core/report/plots/histogram.js';
import { intervalsFigure } from '../../../../src/core/report/plots/intervals.js';
import { overTimeFigure } from '../../../../src/core/report/plots/overTime.js';
import { rateFigure } from '../../../../src/core/report/plots/rate.js';
import { stripFigure } from '../../../../src/core/report/plots/stripPlot.js';
import { svgText, type SvgNode } from '../../../../src/core/report/plots/svg.js';
import { faultDocument } from '../../../../src/core/report/documents/fault.js';
import { probeDocument } from '../../../../src/core/report/documents/probe.js';
import type { Outcome } from '../../../../src/core/run/outcome.js';
import { OUTCOME_LETTERS, type AttemptColumns } from '../../../../src/protocol/report.js';
import { passesBut, runEvidence } from '../../../support/runEvidence.js';
import { faultReport, PROBE_CONTEXT, PROBE_MATRIX } from '../../../support/reports.js';

const EVIDENCE = runEvidence({ outcomes: passesBut(60, { 6: 'fail', 30: 'timeout', 43: 'crash', 50: 'infra' }) });
const COLUMNS = attemptColumns(EVIDENCE.attempts);
const ROOM = { width: 600, em: 13 };
const VERDICT = { kind: 'flaky', headline: '', remarks: [], rate: 0.05, low: 0.01, high: 0.139, confidence: 0.95, biased: false } as const;

function taking(durations: readonly number[], outcome: Outcome = 'pass'): AttemptColumns {
  return { attempt: durations.map((_, index) => index + 1), outcome: OUTCOME_LETTERS[outcome].repeat(durations.length), ms: durations, group: durations.map(() => -1) };
}

const [COURSE] = faultDocument(faultReport()).report.sections;
const [WAYS] = probeDocument(PROBE_MATRIX, PROBE_CONTEXT).sections;

function figures(): Figure[] {
  const shown = [COURSE, WAYS].flatMap((section) => (section?.figure ? [figureOf(section.figure)] : []));
  const rate = rateFigure(VERDICT);
  return [stripFigure(COLUMNS, new Map(), EVIDENCE.outcomes), histogramFigure(COLUMNS), overTimeFigure(COLUMNS), ...(rate ? [rate] : []), ...shown];
}

/** Places of everything that is drawn at one. */
function extremes(node: SvgNode, em: number): { x: number[]; y: number[] } {
  const numbers = (...names: string[]): number[] => names.flatMap((name) => (name in node.attributes ? [Number(node.attributes[name])] : []));
  const [width, height] = [Number(node.attributes['width'] ?? 0), Number(node.attributes['height'] ?? 0)];
  const [text] = node.children;
  const middle = node.attributes['text-anchor'] === 'middle' && typeof text === 'string' ? text.length * em * 0.27 : 0;
  const own = { x: [...numbers('x', 'x1', 'x2'), ...numbers('x').flatMap((x) => (node.tag === 'rect' ? [x + width] : [x - middle, x + middle]))], y: [...numbers('y', 'y1', 'y2'), ...numbers('y').map((y) => (node.tag === 'rect' ? y + height : y))] };
  const inner = node.children.flatMap((child) => (typeof child === 'string' ? [] : [extremes(child, em)]));
  return { x: [...own.x, ...inner.flatMap(({ x }) => x)], y: [...own.y, ...inner.flatMap(({ y }) => y)] };
}

describe('every plot', () => {
  test.each(figures().map((figure) => [figure.title, figure] as const))('%s has words for whoever does not see it, a table, and stays within its room', (_, figure) => {
    for (const width of [200, 320, 868, 1_600]) {
      for (const em of [13, 26]) {
        const { svg, marks } = figure.draw({ width, em });
        const [title, description] = svg.children;
        expect([svg.tag, svg.attributes['role'], typeof title === 'object' && title.tag, typeof description === 'object' && description.tag]).toEqual(['svg', 'img', 'title', 'desc']);
        const words = typeof description === 'object' ? description.children[0] : undefined;
        expect(typeof words === 'string' ? words.length : 0).toBeGreaterThan(10);
        const { x, y } = extremes(svg, em);
        expect(Math.min(...x, ...y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...x)).toBeLessThanOrEqual(Number(svg.attributes['width']) + 0.01);
        expect(Math.max(...y)).toBeLessThanOrEqual(Number(svg.attributes['height']) + 0.01);
        expect(svgText(svg)).not.toMatch(/NaN|Infinity|undefined/);
        for (const mark of marks) expect(mark.words()).not.toMatch(/NaN|undefined|^$/);
      }
    }
    const { columns, rows } = figure.table();
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toHaveLength(columns.length);
  });

  test('has no text of its own that it did not escape', () => {
    const hostile = '</text><script>alert(1)</script>"\'&\u0007\ud800';
    const figure = intervalsFigure(hostile, [{ label: hostile, rate: 0.1, low: 0, high: 0.3, words: hostile }]);
    const text = svgText(figure.draw({ width: 2_000, em: 13 }).svg, { xmlns: 'http://www.w3.org/2000/svg', class: hostile });
    expect(text).not.toContain('<script');
    for (const character of text) expect(character >= ' ' && character !== '\ud800').toBe(true);
    expect(text).toContain('&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\ufffd\ufffd');
  });
});

describe('durations', () => {
  test('every attempt that counts is in one bin, the others in none', () => {
    const bins = durationBins(countedAttempts(COLUMNS));
    expect(bins.reduce((sum, { passed }) => sum + passed, 0)).toBe(56);
    expect(bins.reduce((sum, { failed }) => sum + failed, 0)).toBe(3);
  });

  test('a bin opens its first failure, and without one its first attempt', () => {
    const columns = { ...taking([10, 10, 10, 100]), outcome: 'ppfp' };
    expect(durationBins(countedAttempts(columns)).filter(({ passed, failed }) => passed + failed > 0).map(({ first }) => first)).toEqual([3, 4]);
  });

  test('equal durations are one bin, and none are none', () => {
    expect(durationBins(countedAttempts(taking([50, 50, 50])))).toEqual([{ from: 50, to: 50, passed: 3, failed: 0, first: 1 }]);
    expect(durationBins([])).toEqual([]);
    expect(histogramFigure(taking([])).draw(ROOM).marks).toEqual([]);
    expect(overTimeFigure(taking([])).draw(ROOM).marks).toEqual([]);
  });

  test('an axis that spans more than a factor of twenty is logarithmic, and says so', () => {
    const far = histogramFigure(taking([100, 110, 120, 180_000]));
    expect(svgText(far.draw(ROOM).svg)).toContain('logarithmic axis');
    expect(far.draw(ROOM).marks).toHaveLength(2);
    expect(svgText(histogramFigure(taking([100, 110, 120, 200])).draw(ROOM).svg)).not.toContain('logarithmic');
    expect(svgText(overTimeFigure(taking([0, 110, 120, 180_000])).draw(ROOM).svg)).not.toContain('logarithmic');
  });

  test('passes stand above the line and failures hang below it', () => {
    const { svg } = histogramFigure({ ...taking([10, 11, 12, 13]), outcome: 'ppff' }).draw(ROOM);
    const bars = (kind: string) => svg.children.flatMap((child) => (typeof child === 'object' && child.attributes['class'] === `bar mark-${kind}` ? [child.attributes] : []));
    const line = Math.max(...bars('pass').map(({ y, height }) => Number(y) + Number(height)));
    expect(bars('pass').length).toBeGreaterThan(0);
    for (const { y } of bars('fail')) expect(Number(y)).toBeGreaterThan(line);
  });

  test('over the run each failure keeps its mark and its log, however many attempts lie on each other', () => {
    const n = 10_000;
    const columns: AttemptColumns = { attempt: Array.from({ length: n }, (_, index) => index + 1), outcome: Array.from({ length: n }, (_, index) => (index % 1_000 === 500 ? 'f' : 'p')).join(''), ms: Array.from({ length: n }, (_, index) => 100 + (index % 50)), group: Array.from({ length: n }, () => -1) };
    const { marks, svg } = overTimeFigure(columns).draw(ROOM);
    expect(marks.filter(({ notable }) => notable).map(({ attempt }) => attempt)).toEqual([501, 1_501, 2_501, 3_501, 4_501, 5_501, 6_501, 7_501, 8_501, 9_501]);
    expect(marks.length).toBeLessThan(n);
    expect(svg.children.length).toBeLessThan(40);
    expect(overTimeFigure(columns).table().rows).toHaveLength(10);
  });
});

describe('intervals', () => {
  test('without a failure the bound is one-sided, and no rate of zero is claimed', () => {
    const figure = intervalsFigure('x', [{ label: 'after', rate: 0, low: 0, high: 0.0487, words: '0 of 60 failed', link: 1 }]);
    expect(figure.draw(ROOM).marks.map((mark) => [mark.words(), mark.link])).toEqual([['after, 0 of 60 failed: at most 4.87 % (95 % one-sided bound)', 1]]);
    expect(figure.table().rows[0]?.map(({ text }) => text)).toEqual(['after', '0 of 60 failed', 'at most 4.87 %', '']);
  });

  test('without data there is no band, and where a stop has biased the rate no point', () => {
    const classes = (rate: number | null, low: number | null, high: number | null) => intervalsFigure('x', [{ label: 'a', rate, low, high, words: '' }]).draw(ROOM).svg.children.flatMap((child) => (typeof child === 'object' && ['band', 'point'].includes(child.attributes['class'] ?? '') ? [child.attributes['class']] : []));
    expect([classes(null, null, null), classes(null, 0.1, 0.2), classes(0.1, 0.05, 0.2)]).toEqual([[], ['band'], ['band', 'point']]);
  });

  test('lie on one axis, so that they can be compared by eye', () => {
    const { svg } = intervalsFigure('x', [{ label: 'a', rate: 0.02, low: 0.01, high: 0.03, words: '' }, { label: 'b', rate: 0.2, low: 0.1, high: 0.4, words: '' }]).draw(ROOM);
    const bands = svg.children.flatMap((child) => (typeof child === 'object' && child.attributes['class'] === 'band' ? [Number(child.attributes['width'])] : []));
    expect((bands[1] ?? 0) / (bands[0] ?? 1)).toBeCloseTo(15, 0);
  });
});

test('a rate is drawn as it was drawn before', () => {
  const { svg } = rateFigure(VERDICT)?.draw({ width: 300, em: 10 }) ?? {};
  expect(svg && svgText(svg)).toMatchInlineSnapshot(`"<svg width="300" height="46" viewBox="0 0 300 46" role="img"><title>Failure rate</title><desc>Failure rate, 5.0 %: 5.0 %, 95 % interval 1.0 % to 13.9 %.</desc><line class="grid" x1="5" x2="5" y1="12.8" y2="31"/><line class="grid" x1="144.5" x2="144.5" y1="12.8" y2="31"/><line class="grid" x1="284" x2="284" y1="12.8" y2="31"/><text class="label" x="0" y="11.5">Failure rate</text><text class="quiet" x="300" y="11.5" text-anchor="end">5.0 %</text><line class="axis" x1="5" x2="284" y1="20" y2="20"/><rect class="band" x="18.95" y="16" width="179.96" height="8" rx="2"/><rect class="point" x="73.25" y="13.6" width="3" height="12.8"/><text class="tick" x="8.4" y="42" text-anchor="middle">0 %</text><text class="tick" x="144.5" y="42" text-anchor="middle">10 %</text><text class="tick" x="284" y="42" text-anchor="middle">20 %</text></svg>"`);
});
