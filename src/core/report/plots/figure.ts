/** A plot: how it is drawn for the room there is, what its marks stand for, and the same as a table. */
import type { Opens, ReportTable } from '../../../protocol/document.js';
import type { SvgNode } from './svg.js';

/** px. */
export interface Room {
  readonly width: number;
  /** Size of text. */
  readonly em: number;
}

/** Something in a plot that can be pointed at, walked to with the keyboard, and opened. px */
export interface PlotMark extends Opens {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What it stands for, in words; made when it is asked for, since there may be thousands. */
  readonly words: () => string;
  /** A failure, or something else that is looked for: the page keys go from one to the next. */
  readonly notable: boolean;
}

export interface Drawing {
  readonly svg: SvgNode;
  /** In the order in which the arrow keys go. */
  readonly marks: readonly PlotMark[];
}

export interface Figure {
  /** A few words that also say how the plot is told from others of the report. */
  readonly title: string;
  draw(room: Room): Drawing;
  table(): ReportTable;
}

/** Below it, nothing can be read. px */
export const MIN_WIDTH = 160;

/** So much of a text as fits, by the width of an average letter. */
export function fitting(text: string, width: number, em: number): string {
  const letters = Math.max(1, Math.floor(width / (em * 0.56)));
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1)).replace(/\p{Surrogate}$/u, '')}…`;
}
