/** Rates with their intervals below each other on one axis: of a run, before and after, of conditions, of tests. */
import type { IntervalRow, ReportTable } from '../../../protocol/document.js';
import { boundPercent, percent } from '../format.js';
import { intervalBar } from '../intervalBar.js';
import { inEnglish, type Say } from '../say.js';
import { fitting, MIN_WIDTH, type Figure, type PlotMark } from './figure.js';
import { node, picture, type SvgNode } from './svg.js';
import { tickLabels } from './ticks.js';

/** Rows that are drawn; the table has all. */
const MAX_DRAWN = 24;

export function intervalsFigure(title: string, rows: readonly IntervalRow[], say: Say = inEnglish): Figure {
  return { title, table: () => intervalsTable(rows, say), draw: (room) => draw(title, rows, room.width, room.em, say) };
}

function draw(title: string, rows: readonly IntervalRow[], given: number, em: number, say: Say): ReturnType<Figure['draw']> {
  const width = Math.max(MIN_WIDTH, given);
  const drawn = rows.slice(0, MAX_DRAWN);
  const end = intervalBar(0, 0, Math.max(0, ...drawn.map(({ high }) => high ?? 0))).axisEnd;
  // Room for half of the ticks' text on either side.
  const [left, right] = [0.5 * em, 1.6 * em];
  const at = (rate: number): number => left + (rate / end) * (width - left - right);
  const [line, bar] = [1.6 * em, 0.8 * em];
  const rowHeight = line + bar + 0.7 * em;
  const bottom = drawn.length * rowHeight;
  const ticks = [0, end / 2, end];
  const marks: PlotMark[] = [];
  const parts: SvgNode[] = ticks.map((tick) => node('line', { class: 'grid', x1: at(tick), x2: at(tick), y1: line * 0.8, y2: bottom }));
  for (const [index, row] of drawn.entries()) {
    const top = index * rowHeight;
    const middle = top + line + bar / 2;
    const words = row.words === '' ? '' : row.words;
    const wordsWidth = words.length * em * 0.56;
    const inOneLine = row.label.length * em * 0.56 + wordsWidth + em < width;
    const label = inOneLine ? row.label : fitting(row.label, Math.max(width * 0.4, width - wordsWidth - em), em);
    parts.push(node('text', { class: 'label', x: 0, y: top + em * 1.15 }, label));
    if (words !== '') parts.push(node('text', { class: 'quiet', x: width, y: top + em * 1.15, 'text-anchor': 'end' }, fitting(words, width - label.length * em * 0.56 - em, em)));
    parts.push(node('line', { class: 'axis', x1: left, x2: at(end), y1: middle, y2: middle }));
    if (row.low !== null && row.high !== null) {
      parts.push(node('rect', { class: 'band', x: at(row.low), y: middle - bar / 2, width: Math.max(2, at(row.high) - at(row.low)), height: bar, rx: 2 }));
      if (row.rate !== null) parts.push(node('rect', { class: 'point', x: at(row.rate) - 1.5, y: middle - bar * 0.8, width: 3, height: bar * 1.6 }));
    }
    marks.push({ x: 0, y: top + em * 0.1, width, height: rowHeight - em * 0.2, words: () => rowText(row, say), notable: (row.rate ?? 0) > 0, ...opensOf(row) });
  }
  parts.push(...tickLabels(ticks, tickPercent, at, bottom + em * 1.1, width, em));
  const left0 = rows.length - drawn.length;
  const rest = left0 === 0 ? '' : left0 === 1 ? ` ${say('1 more row is in the table.')}` : ` ${say('{0} more rows are in the table.', left0)}`;
  const description = `${drawn.map((row) => rowText(row, say)).join('. ')}.${rest}`;
  return { svg: picture(width, bottom + em * 1.5, { name: title, description }, ...parts), marks };
}

/** Without a failure the upper bound is one-sided, and says more than a rate of zero. */
function rateText({ rate, low, high }: IntervalRow, say: Say): string {
  if (low === null || high === null) return say('no data');
  if (rate === null) return say('no estimate');
  return rate === 0 ? say('at most {0}', boundPercent(high)) : percent(rate);
}

/** `before, 3 of 100 failed: 3.0 %, 95 % interval 0.6 % to 8.5 %` */
function rowText({ label, words, rate, low, high }: IntervalRow, say: Say): string {
  const what = words === '' ? label : `${label}, ${words}`;
  if (low === null || high === null) return say('{0}: no data', what);
  if (rate === 0) return say('{0}: at most {1} (95 % one-sided bound)', what, boundPercent(high));
  if (rate === null) return say('{0}: 95 % interval {1} to {2}', what, percent(low), percent(high));
  return say('{0}: {1}, 95 % interval {2} to {3}', what, percent(rate), percent(low), percent(high));
}

function intervalsTable(rows: readonly IntervalRow[], say: Say): ReportTable {
  return {
    columns: [{ title: say('What') }, { title: say('Observed') }, { title: say('Failure rate'), numeric: true }, { title: say('95 % interval'), numeric: true }],
    rows: rows.map((row) => [
      { text: row.label, ...opensOf(row) },
      { text: row.words },
      { text: rateText(row, say) },
      { text: row.low === null || row.high === null || row.rate === 0 ? '' : `${percent(row.low)} – ${percent(row.high)}` },
    ]),
  };
}

export function opensOf({ attempt, link }: { readonly attempt?: number; readonly link?: number }): { attempt?: number; link?: number } {
  return { ...(attempt !== undefined && { attempt }), ...(link !== undefined && { link }) };
}

/** `0 %`, `2.5 %`, `10 %`: the ticks are round, so they need no fixed number of decimals. */
function tickPercent(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}
