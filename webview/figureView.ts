/** A plot with its marks to point at, to walk along and to open; and the same as a table. */
import type { ReportTable } from '../src/protocol/document.js';
import type { Figure, PlotMark } from '../src/core/report/plots/figure.js';
import { el, setText } from './dom.js';
import type { Ask } from './host.js';
import { MarkCursor, type MarkSource } from './markCursor.js';
import { pictureElement } from './svgView.js';
import { TableView, type Rows } from './tableView.js';
import { t } from './texts.js';
import { PLOT_KEYS } from './words.js';

/** What a view needs to let its marks be opened, and to keep how the user wants to see it. */
export interface FigureHost {
  readonly ask: Ask;
  readonly links: () => readonly string[];
  readonly shownAsTable: (title: string) => boolean;
  readonly keepShownAsTable: (title: string, shown: boolean) => void;
}

/** Plots made so far: their titles are of any language, and make no ids. */
let plots = 0;

export class FigureView {
  readonly #plot = el('div', { class: 'figure-plot' });
  readonly #cursor: MarkCursor;
  readonly #toggle: TableToggle;
  readonly #table: TableView;
  readonly #picture: HTMLElement;
  readonly element: HTMLElement;
  #figure: Figure | undefined;
  #rows: ReportTable | undefined;
  #marks: readonly PlotMark[] = [];
  /** The words of the mark that the cursor stands on: they stay when marks move. */
  #current: string | undefined;
  #drawn: SVGElement | undefined;
  #width = 0;

  constructor(title: string, host: FigureHost) {
    const keysId = `plot-keys-${++plots}`;
    this.#plot.setAttribute('role', 'group');
    this.#plot.setAttribute('aria-label', title);
    this.#cursor = new MarkCursor(this.#plot, {
      keysId,
      idle: '',
      onMove: (index) => {
        this.#current = this.#marks[index]?.words();
      },
      onOpen: (index) => {
        const { attempt, link } = this.#marks[index] ?? {};
        if (link !== undefined) host.ask({ type: 'openLink', link });
        else if (attempt !== undefined) host.ask({ type: 'openLog', attempt });
      },
    });
    this.#table = new TableView(title, host.ask, host.links);
    this.#picture = el('div', {}, this.#plot, el('p', { class: 'visually-hidden', text: PLOT_KEYS, attributes: { id: keysId } }));
    this.#toggle = new TableToggle(title, host, () => this.#draw());
    this.element = el('div', { class: 'figure' }, this.#picture, this.#table.element, el('div', { class: 'foot' }, this.#cursor.readout, this.#toggle.element));
    new ResizeObserver(() => {
      if (this.#plot.clientWidth !== this.#width) this.#draw();
    }).observe(this.#plot);
  }

  /** @param rows shown instead of the plot's own table */
  show(figure: Figure, rows?: ReportTable): void {
    this.#figure = figure;
    this.#rows = rows;
    this.#draw();
  }

  #draw(): void {
    const figure = this.#figure;
    if (!figure) return;
    const asTable = this.#toggle.shown;
    this.#picture.hidden = asTable;
    this.#cursor.readout.hidden = asTable;
    this.#table.element.hidden = !asTable;
    if (asTable) this.#table.show(rowsOf(this.#rows ?? figure.table()));
    else this.#picturize(figure);
  }

  #picturize(figure: Figure): void {
    this.#width = this.#plot.clientWidth;
    if (this.#width === 0) return;
    const { svg, marks } = figure.draw({ width: this.#width, em: Number.parseFloat(getComputedStyle(this.#plot).fontSize) });
    const picture = pictureElement(svg);
    // The cursor's button, and with it the focus, stays where it is.
    if (this.#drawn) this.#drawn.replaceWith(picture);
    else this.#plot.prepend(picture);
    this.#drawn = picture;
    // A mark that opens nothing is part of the picture, and no stop on the way through the page.
    this.#marks = marks.filter(({ attempt, link }) => attempt !== undefined || link !== undefined);
    const known = this.#current;
    const current = known === undefined ? -1 : this.#marks.findIndex((mark) => mark.words() === known);
    this.#cursor.show(sourceOf(this.#marks), current < 0 ? undefined : current);
  }
}

export function rowsOf({ columns, rows }: ReportTable): Rows {
  return { columns, count: rows.length, row: (index) => rows[index] ?? [] };
}

/** The button that changes between a plot and its table. */
export class TableToggle {
  readonly #button = el('button', { class: 'link', attributes: { type: 'button' } });
  readonly element = el('p', { class: 'toggle' }, this.#button);
  #shown: boolean;

  constructor(title: string, host: Pick<FigureHost, 'shownAsTable' | 'keepShownAsTable'>, onChange: () => void) {
    this.#shown = host.shownAsTable(title);
    const label = (): void => {
      setText(this.#button, this.#shown ? t('Show as Plot') : t('Show as Table'));
      this.#button.setAttribute('aria-label', this.#shown ? t('Show as Plot: {0}', title) : t('Show as Table: {0}', title));
    };
    label();
    this.#button.addEventListener('click', () => {
      this.#shown = !this.#shown;
      host.keepShownAsTable(title, this.#shown);
      label();
      onChange();
    });
  }

  get shown(): boolean {
    return this.#shown;
  }
}

/** The mark under a point is the smallest that holds it, the last drawn of equals. */
function sourceOf(marks: readonly PlotMark[]): MarkSource {
  return {
    count: marks.length,
    box: (index) => marks[index] ?? { x: 0, y: 0, width: 0, height: 0 },
    words: (index) => marks[index]?.words() ?? '',
    notable: (index) => marks[index]?.notable ?? false,
    vertical: () => undefined,
    at: (x, y) => {
      let best: { index: number; area: number } | undefined;
      for (const [index, mark] of marks.entries()) {
        if (x < mark.x || y < mark.y || x > mark.x + mark.width || y > mark.y + mark.height) continue;
        const area = mark.width * mark.height;
        if (!best || area <= best.area) best = { index, area };
      }
      return best?.index;
    },
  };
}
