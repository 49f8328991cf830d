/** The plot of a section. */
import type { ReportFigure } from '../../../protocol/document.js';
import type { Figure } from './figure.js';
import { gridFigure } from './grid.js';
import { intervalsFigure } from './intervals.js';
import { timelineFigure } from './timeline.js';

export function figureOf(figure: ReportFigure): Figure {
  switch (figure.type) {
    case 'intervals':
      return intervalsFigure(figure.title, figure.rows);
    case 'timeline':
      return timelineFigure(figure.title, figure.toMs, figure.lanes);
    case 'grid':
      return gridFigure(figure.title, figure.table);
  }
}
