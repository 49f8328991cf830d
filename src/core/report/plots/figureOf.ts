/** The plot of a section. */
import type { ReportFigure } from '../../../protocol/document.js';
import { inEnglish, type Say } from '../say.js';
import type { Figure } from './figure.js';
import { gridFigure } from './grid.js';
import { intervalsFigure } from './intervals.js';
import { timelineFigure } from './timeline.js';

export function figureOf(figure: ReportFigure, say: Say = inEnglish): Figure {
  switch (figure.type) {
    case 'intervals':
      return intervalsFigure(figure.title, figure.rows, say);
    case 'timeline':
      return timelineFigure(figure.title, figure.toMs, figure.lanes, say);
    case 'grid':
      return gridFigure(figure.title, figure.table, say);
  }
}
