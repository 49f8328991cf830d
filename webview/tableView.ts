/** A table, page by page where it is long: ten thousand rows at once would hold up the page. */
import type { ReportCell, ReportColumn } from '../src/protocol/document.js';
import { markPath } from '../src/core/report/marks.js';
import { el, linkButton, setText, svg } from './dom.js';
import type { Ask } from './host.js';
import { t } from './texts.js';

export interface Rows {
  readonly columns: readonly ReportColumn[];
  readonly count: number;
  row(index: number): readonly ReportCell[];
}

const PAGE = 100;

/** Rows from which on a table scrolls by itself. */
const LONG = 30;

export class TableView {
  // Roles are named, since a narrow page lays rows out as blocks, which would make them plain text for a screen reader.
  readonly #body = el('tbody', { attributes: { role: 'rowgroup' } });
  readonly #head = el('tr', { attributes: { role: 'row' } });
  readonly #caption = el('caption', { class: 'visually-hidden' });
  readonly #region: HTMLElement;
  readonly #place = el('span', { class: 'page-place', attributes: { role: 'status' } });
  readonly #earlier = el('vscode-button', { text: t('Earlier Rows'), attributes: { appearance: 'secondary' } });
  readonly #later = el('vscode-button', { text: t('Later Rows'), attributes: { appearance: 'secondary' } });
  readonly #pages = el('div', { class: 'pages' }, this.#earlier, this.#later, this.#place);
  readonly element: HTMLElement;
  readonly #ask: Ask;
  readonly #links: () => readonly string[];
  #rows: Rows = { columns: [], count: 0, row: () => [] };
  #page = 0;
  #shown = '';

  /** @param links what entries of the report's links are called */
  constructor(name: string, ask: Ask, links: () => readonly string[]) {
    this.#ask = ask;
    this.#links = links;
    setText(this.#caption, name);
    // It can be scrolled with the keyboard where it is wider than its room.
    this.#region = el('div', { class: 'table-scroll', attributes: { role: 'region', tabindex: '0', 'aria-label': t('Table: {0}', name) } }, el('table', { attributes: { role: 'table' } }, this.#caption, el('thead', { attributes: { role: 'rowgroup' } }, this.#head), this.#body));
    this.element = el('div', { class: 'table' }, this.#region, this.#pages);
    this.#earlier.addEventListener('click', () => this.#turn(-1));
    this.#later.addEventListener('click', () => this.#turn(1));
  }

  show(rows: Rows): void {
    this.#rows = rows;
    this.#draw();
  }

  #turn(by: number): void {
    this.#page += by;
    this.#draw();
    this.#region.scrollTop = 0;
  }

  #draw(): void {
    const { columns, count } = this.#rows;
    const pages = Math.max(1, Math.ceil(count / PAGE));
    this.#page = Math.max(0, Math.min(pages - 1, this.#page));
    const [from, to] = [this.#page * PAGE, Math.min(count, (this.#page + 1) * PAGE)];
    const cells = Array.from({ length: to - from }, (_, index) => this.#rows.row(from + index));
    this.#pages.hidden = pages === 1;
    this.#region.classList.toggle('long', count > LONG);
    setText(this.#place, t('Rows {0} to {1} of {2}', from + 1, to, count));
    this.#earlier.toggleAttribute('disabled', this.#page === 0);
    this.#later.toggleAttribute('disabled', this.#page === pages - 1);
    // A table that did not change stays as it is: the focus may be in it.
    const now = JSON.stringify([columns, cells]);
    if (now === this.#shown) return;
    this.#shown = now;
    const focused = document.activeElement?.getAttribute('aria-label');
    const inside = this.#body.contains(document.activeElement);
    this.#head.replaceChildren(...columns.map(({ title, numeric }) => el('th', { text: title, attributes: { scope: 'col', role: 'columnheader' }, ...(numeric && { class: 'number' }) })));
    this.#body.replaceChildren(...cells.map((row) => el('tr', { attributes: { role: 'row' } }, ...row.map((cell, column) => this.#td(cell, columns[column])))));
    if (inside && focused) Array.from(this.#body.querySelectorAll('button')).find((button) => button.getAttribute('aria-label') === focused)?.focus({ preventScroll: true });
  }

  #td(cell: ReportCell, column: ReportColumn | undefined): HTMLElement {
    return el('td', { attributes: { role: 'cell', 'data-title': column?.title ?? '' }, ...(column?.numeric && { class: 'number' }) }, el('span', {}, ...this.#cell(cell)));
  }

  #cell({ text, mark, code, attempt, link }: ReportCell): Node[] {
    const sign = mark === undefined ? [] : [signOf(mark)];
    const label = link === undefined ? undefined : this.#links()[link];
    if (link !== undefined && label !== undefined) return [...sign, linkButton(text, `${text}: ${label}`, () => this.#ask({ type: 'openLink', link }))];
    if (attempt !== undefined) return [...sign, linkButton(text, t('{0}: Open the log of attempt {1}', text, attempt), () => this.#ask({ type: 'openLog', attempt }))];
    return [...sign, code ? el('code', { text }) : new Text(text)];
  }
}

function signOf(mark: NonNullable<ReportCell['mark']>): SVGElement {
  const kind = mark === 'good' ? 'pass' : 'fail';
  return svg('svg', { class: 'sign', attributes: { width: '10', height: '10', viewBox: '0 0 10 10', 'aria-hidden': 'true' } }, svg('path', { class: `mark mark-${kind}`, attributes: { d: markPath(kind, 0, 0, 10) } }));
}
