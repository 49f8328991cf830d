/** How durations are distributed: attempts that passed stand above the line, those that failed hang below it, so that no colour is needed to tell them apart. */
import type { ReportTable } from '../../../protocol/document.js';
import type { AttemptColumns } from '../../../protocol/report.js';
import { duration } from '../format.js';
import { inEnglish, type Say } from '../say.js';
import { countedAttempts, type CountedAttempt } from './counted.js';
import { fitting, MIN_WIDTH, type Drawing, type Figure, type PlotMark } from './figure.js';
import { durationScale, tickText } from './scale.js';
import { node, picture, type SvgNode } from './svg.js';
import { tickLabels } from './ticks.js';

export interface Bin {
  /** ms; `to` is not included, but for the last one. */
  readonly from: number;
  readonly to: number;
  readonly passed: number;
  readonly failed: number;
  /** The attempt whose log is opened: the first one that failed, else the first. */
  readonly first: number;
}

export function histogramFigure(attempts: AttemptColumns, say: Say = inEnglish): Figure {
  const title = say('Durations of attempts');
  const bins = durationBins(countedAttempts(attempts));
  return { title, table: () => binsTable(bins, say), draw: ({ width, em }) => draw(title, bins, Math.max(MIN_WIDTH, width), em, say) };
}

const MAX_BINS = 40;

/** Bins of equal width on the axis, as many as Rice's rule has for so many values; one where all took equally long. */
export function durationBins(attempts: readonly CountedAttempt[]): Bin[] {
  if (attempts.length === 0) return [];
  let [min, max] = [Infinity, 0];
  for (const { ms } of attempts) {
    min = Math.min(min, ms);
    max = Math.max(max, ms);
  }
  const count = max > min ? Math.min(MAX_BINS, Math.ceil(2 * Math.cbrt(attempts.length))) : 1;
  const { logarithmic } = durationScale(min, max);
  const edge = (index: number): number => (index === 0 ? min : index === count ? max : logarithmic ? min * (max / min) ** (index / count) : min + ((max - min) * index) / count);
  const bins = Array.from({ length: count }, (_, index) => ({ from: edge(index), to: edge(index + 1), passed: 0, failed: 0, first: 0 }));
  for (const { ms, failed, attempt } of attempts) {
    const share = max === min ? 0 : logarithmic ? Math.log(ms / min) / Math.log(max / min) : (ms - min) / (max - min);
    const bin = bins[Math.min(count - 1, Math.floor(share * count))];
    if (!bin) continue;
    if (bin.first === 0 || (failed && bin.failed === 0)) bin.first = attempt;
    if (failed) bin.failed += 1;
    else bin.passed += 1;
  }
  return bins;
}

function draw(title: string, bins: readonly Bin[], width: number, em: number, say: Say): Drawing {
  const highest = Math.max(0, ...bins.map(({ passed }) => passed));
  const deepest = Math.max(0, ...bins.map(({ failed }) => failed));
  const scale = durationScale(bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1, width < 30 * em ? 3 : 6);
  const left = Math.max(String(highest).length, String(deepest).length) * 0.6 * em + 0.6 * em;
  const right = 1.5 * em;
  const [top, room] = [1.3 * em, 9 * em];
  // Both sides have one scale; what is there at all has a bar that can be seen.
  const unit = room / Math.max(1, highest + Math.max(deepest, highest * 0.12));
  const line = top + highest * unit;
  const bottom = top + room;
  const at = (ms: number): number => left + scale.place(ms) * (width - left - right);
  const parts: SvgNode[] = [
    ...scale.ticks.map((tick) => node('line', { class: 'grid', x1: at(tick), x2: at(tick), y1: top, y2: bottom })),
    node('text', { class: 'quiet', x: left, y: em }, fitting(sides(highest, deepest, scale.logarithmic, say), width - left, em)),
    ...(highest > 0 ? [node('text', { class: 'tick', x: left - 0.4 * em, y: top + 0.8 * em, 'text-anchor': 'end' }, String(highest))] : []),
  ];
  const marks: PlotMark[] = [];
  for (const bin of bins) {
    const [x, end] = bins.length === 1 ? [at(bin.from) - em / 2, at(bin.from) + em / 2] : [at(bin.from), at(bin.to)];
    const wide = Math.max(1, end - x - 1);
    const up = bin.passed === 0 ? 0 : Math.max(2, bin.passed * unit);
    const down = bin.failed === 0 ? 0 : Math.max(3, bin.failed * unit);
    if (up > 0) parts.push(node('rect', { class: 'bar mark-pass', x, y: line - up, width: wide, height: up }));
    if (down > 0) parts.push(node('rect', { class: 'bar mark-fail', x, y: line + 1, width: wide, height: down }));
    if (up + down > 0) marks.push({ x, y: line - Math.max(up, 6), width: wide, height: Math.max(up, 6) + Math.max(down, 4), words: () => binText(bin, say), notable: bin.failed > 0, attempt: bin.first });
  }
  parts.push(node('line', { class: 'axis', x1: left, x2: width - right, y1: line + 0.5, y2: line + 0.5 }));
  if (deepest > 0) parts.push(node('text', { class: 'tick', x: left - 0.4 * em, y: bottom, 'text-anchor': 'end' }, String(deepest)));
  parts.push(...tickLabels(scale.ticks, tickText, at, bottom + 1.2 * em, width, em));
  return { svg: picture(width, bottom + 1.6 * em, { name: title, description: description(bins, say) }, ...parts), marks };
}

function sides(passed: number, failed: number, logarithmic: boolean, say: Say): string {
  if (failed === 0) return logarithmic ? say('passed (logarithmic axis)') : say('passed');
  if (passed === 0) return logarithmic ? say('failed, below the line (logarithmic axis)') : say('failed, below the line');
  return logarithmic ? say('passed above, failed below the line (logarithmic axis)') : say('passed above, failed below the line');
}

/** A bin has attempts of at least one kind, or it has no mark. */
function binText({ from, to, passed, failed }: Bin, say: Say): string {
  const took = span(from, to, say);
  if (failed === 0) return say('{0}: {1} passed', took, passed);
  return passed === 0 ? say('{0}: {1} failed', took, failed) : say('{0}: {1} passed, {2} failed', took, passed, failed);
}

function span(from: number, to: number, say: Say): string {
  return from === to ? duration(from) : say('{0} to {1}', duration(from), duration(to));
}

function description(bins: readonly Bin[], say: Say): string {
  const [first] = bins;
  if (!first) return say('No attempt that counts has ended yet.');
  const total = bins.reduce((sum, { passed, failed }) => sum + passed + failed, 0);
  if (total === 1) return say('1 attempt took {0}.', duration(first.from));
  const fullest = bins.reduce((best, bin) => (bin.passed + bin.failed > best.passed + best.failed ? bin : best));
  const share = fullest.passed + fullest.failed;
  return say('{0} attempts took from {1} to {2}. Most of them, {3}, stand at {4}.', total, duration(first.from), duration(bins.at(-1)?.to ?? first.to), share, span(fullest.from, fullest.to, say));
}

function binsTable(bins: readonly Bin[], say: Say): ReportTable {
  return {
    columns: [{ title: say('From'), numeric: true }, { title: say('To'), numeric: true }, { title: say('Passed'), numeric: true }, { title: say('Failed'), numeric: true }, { title: say('First log') }],
    rows: bins
      .filter(({ passed, failed }) => passed + failed > 0)
      .map(({ from, to, passed, failed, first }) => [{ text: duration(from) }, { text: duration(to) }, { text: String(passed) }, { text: String(failed), ...(failed > 0 && { mark: 'bad' as const }) }, { text: say('attempt {0}', first), attempt: first }]),
  };
}
