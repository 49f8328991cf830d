/** The strip of attempts: drawn as a few SVG paths, with one button on it that is the cursor for keyboard and screen reader; and the attempts as a table. */
import { attemptRow, attemptTableColumns } from '../src/core/report/plots/attemptsTable.js';
import { cellAt, cellBox, markText, stripLayout, stripMarks, stripPaths, type StripLayout, type StripMark } from '../src/core/report/strip.js';
import { REPORT_OUTCOMES, type ReportModel } from '../src/protocol/report.js';
import { el, setAttribute, setText, svg } from './dom.js';
import { TableToggle, type FigureHost } from './figureView.js';
import { MarkCursor, type MarkSource } from './markCursor.js';
import { TableView } from './tableView.js';
import { t } from './texts.js';
import { STRIP_IDLE, STRIP_KEYS } from './words.js';

interface StripOptions {
  readonly host: FigureHost;
  /** Where the cursor stood before a reload: index of an attempt. */
  readonly cursor: number | undefined;
  readonly onCursor: (cursor: number) => void;
}

const TITLE = t('Attempts');

export class StripView {
  readonly #paths = new Map([...REPORT_OUTCOMES, 'pending' as const].map((kind) => [kind, svg('path', { class: `mark mark-${kind}` })]));
  readonly #svg = svg('svg', { attributes: { 'aria-hidden': 'true' } }, ...this.#paths.values());
  readonly #strip = el('div', { class: 'strip', attributes: { role: 'group' } }, this.#svg);
  readonly #scale = el('p', { class: 'scale' });
  readonly #picture: HTMLElement;
  readonly #table: TableView;
  readonly #toggle: TableToggle;
  readonly #cursor: MarkCursor;
  readonly element: HTMLElement;

  /** Index of the attempt under the cursor. */
  #attempt: number | undefined;
  #model: ReportModel | undefined;
  #layout: StripLayout = stripLayout(0, 0);
  #marks: readonly StripMark[] = [];
  #titles = new Map<number, string>();
  #width = 0;

  constructor({ host, cursor, onCursor }: StripOptions) {
    this.#attempt = cursor;
    this.#cursor = new MarkCursor(this.#strip, {
      keysId: 'strip-keys',
      idle: STRIP_IDLE,
      onMove: (index) => {
        this.#attempt = this.#marks[index]?.worst;
        if (this.#attempt !== undefined) onCursor(this.#attempt);
      },
      onOpen: (index) => {
        const attempt = this.#model?.attempts.attempt[this.#marks[index]?.worst ?? -1];
        if (attempt !== undefined) host.ask({ type: 'openLog', attempt });
      },
    });
    this.#table = new TableView(TITLE, host.ask, host.links);
    this.#toggle = new TableToggle(TITLE, host, () => this.#draw());
    this.#picture = el('div', {}, this.#strip, this.#scale, el('p', { class: 'visually-hidden', text: STRIP_KEYS, attributes: { id: 'strip-keys' } }));
    this.element = el('div', { class: 'figure' }, this.#picture, this.#table.element, el('div', { class: 'foot' }, this.#cursor.readout, this.#toggle.element));
    new ResizeObserver(() => {
      if (this.#strip.clientWidth !== this.#width) this.#draw();
    }).observe(this.#strip);
  }

  show(model: ReportModel): void {
    this.#model = model;
    this.#titles = new Map(model.head.groups.map(({ index, title }) => [index, title]));
    this.#draw();
  }

  #draw(): void {
    const model = this.#model;
    if (!model) return;
    const { attempts } = model;
    const asTable = this.#toggle.shown;
    this.#picture.hidden = asTable;
    this.#cursor.readout.hidden = asTable;
    this.#table.element.hidden = !asTable;
    if (asTable) this.#table.show({ columns: attemptTableColumns(t), count: attempts.outcome.length, row: (index) => attemptRow(attempts, this.#titles, index, t) });
    else this.#drawMarks(model);
  }

  #drawMarks({ head, attempts }: ReportModel): void {
    this.#width = this.#strip.clientWidth;
    const total = head.state === 'running' ? Math.max(head.planned, attempts.outcome.length) : attempts.outcome.length;
    this.#layout = stripLayout(total, this.#width);
    this.#marks = stripMarks(attempts, this.#layout);
    const { width, height, perMark } = this.#layout;
    setAttribute(this.#svg, 'width', String(width));
    setAttribute(this.#svg, 'height', String(height));
    for (const [kind, d] of stripPaths(this.#marks, this.#layout)) {
      const path = this.#paths.get(kind);
      if (path) setAttribute(path, 'd', d);
    }
    setAttribute(this.#strip, 'aria-label', head.planned === 0 ? t('Attempts, {0}', attempts.outcome.length) : t('Attempts, {0} of {1}', attempts.outcome.length, head.planned));
    setText(this.#scale, scaleText(perMark, head.finished - attempts.outcome.length));
    this.#cursor.show(this.#source(), this.#attempt === undefined ? undefined : Math.floor(this.#attempt / perMark));
  }

  #source(): MarkSource {
    const [marks, layout] = [this.#marks, this.#layout];
    return {
      count: marks.length,
      box: (index) => {
        const { x, y, side } = cellBox(layout, index);
        return { x, y, width: side, height: side };
      },
      words: (index) => this.#words(marks[index]),
      notable: (index) => marks[index]?.outcome !== 'pass',
      at: (x, y) => cellAt(layout, x, y),
      vertical: (index, down) => {
        const to = index + (down ? layout.columns : -layout.columns);
        return to >= 0 && to < marks.length ? to : index;
      },
    };
  }

  #words(mark: StripMark | undefined): string {
    const attempts = this.#model?.attempts;
    if (!attempts || !mark) return '';
    const title = this.#titles.get(attempts.group[mark.worst] ?? -1);
    const words = markText(mark, attempts, t);
    return title === undefined ? words : `${words}: ${title}`;
  }
}

function scaleText(perMark: number, notDrawn: number): string {
  const scale = perMark > 1 ? t('Each mark stands for {0} attempts and shows the worst of them.', perMark) : '';
  const rest = notDrawn === 0 ? '' : notDrawn === 1 ? t('1 later attempt is counted but not drawn.') : t('{0} later attempts are counted but not drawn.', notDrawn);
  return [scale, rest].filter((part) => part !== '').join(' ');
}
