/** A table as a picture: for what is read by rows and columns, with a mark in each cell that says well or not. */
import type { ReportCell, ReportTable } from '../../../protocol/document.js';
import { markPath } from '../marks.js';
import type { Say } from '../say.js';
import { fitting, MIN_WIDTH, type Drawing, type Figure, type PlotMark } from './figure.js';
import { opensOf } from './intervals.js';
import { node, picture, type SvgNode } from './svg.js';

export function gridFigure(title: string, table: ReportTable, say: Say): Figure {
  return { title, table: () => table, draw: ({ width, em }) => draw(title, table, Math.max(MIN_WIDTH, width), em, say) };
}

function draw(title: string, { columns, rows }: ReportTable, width: number, em: number, say: Say): Drawing {
  const places = columnsFor({ columns, rows }, width);
  const [size, height] = [Math.round(em * 0.8), 1.9 * em];
  const parts: SvgNode[] = columns.map(({ title: name }, column) => node('text', { class: 'quiet', x: places[column]?.x ?? 0, y: 1.1 * em }, fitting(name, (places[column]?.width ?? 0) - 0.5 * em, em)));
  const marks: PlotMark[] = [];
  for (const [index, row] of rows.entries()) {
    const top = (index + 1) * height - 0.3 * em;
    parts.push(node('line', { class: 'grid', x1: 0, x2: width, y1: top, y2: top }));
    for (const [column, { text, mark }] of row.entries()) {
      const { x, width: room } = places[column] ?? { x: 0, width: 0 };
      if (mark) parts.push(node('path', { class: `mark mark-${mark === 'good' ? 'pass' : 'fail'}`, d: markPath(mark === 'good' ? 'pass' : 'fail', x, top + 0.95 * em - size / 2, size) }));
      const shift = mark ? size + 0.4 * em : 0;
      parts.push(node('text', { class: 'label', x: x + shift, y: top + 1.3 * em }, fitting(text, room - shift - 0.5 * em, em)));
    }
    marks.push({ x: 0, y: top, width, height, words: () => rowText(columns.map(({ title: name }) => name), row), notable: row.some(({ mark }) => mark === 'bad'), ...opensOf(row.find(({ link, attempt }) => link !== undefined || attempt !== undefined) ?? {}) });
  }
  const bad = rows.filter((row) => row.some(({ mark }) => mark === 'bad')).length;
  return { svg: picture(width, (rows.length + 1) * height, { name: title, description: rows.length === 1 ? (bad === 0 ? say('1 row, as it should be.') : say('1 row, not as it should be.')) : say('{0} rows, {1} of them not as they should be.', rows.length, bad) }, ...parts), marks };
}

/** Widths in the order of what the columns hold, so that none is pressed to nothing. */
function columnsFor({ columns, rows }: ReportTable, width: number): { x: number; width: number }[] {
  const lengths = columns.map(({ title }, column) => Math.min(30, Math.max(title.length, ...rows.map((row) => (row[column]?.text.length ?? 0) + (row[column]?.mark ? 3 : 0)))) + 1);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let x = 0;
  return lengths.map((length) => {
    const place = { x, width: (length / total) * width };
    x += place.width;
    return place;
  });
}

function rowText(names: readonly string[], row: readonly ReportCell[]): string {
  return row.map(({ text }, column) => `${names[column] ?? ''}: ${text}`).join(', ');
}
