/** Sections of a report: sentences, lists, plots and tables. */
import type { ReportSection } from '../src/protocol/document.js';
import { figureOf } from '../src/core/report/plots/figureOf.js';
import { el, setText } from './dom.js';
import { FigureView, rowsOf, type FigureHost } from './figureView.js';
import { KeyedList, type Entry } from './keyedList.js';
import { TableView } from './tableView.js';
import { t } from './texts.js';

export class SectionsView {
  readonly element = el('div');
  readonly #list: KeyedList<ReportSection>;

  constructor(host: FigureHost) {
    this.#list = new KeyedList<ReportSection>(this.element, ({ heading, figure, table }) => `${heading}${figure ? ' figure' : ''}${table ? ' table' : ''}`, (section) => sectionEntry(section, host));
  }

  show(sections: readonly ReportSection[]): void {
    this.#list.show(sections);
  }
}

function sectionEntry({ heading, figure, table }: ReportSection, host: FigureHost): Entry<ReportSection> {
  const sentences = el('div', { class: 'sentences' });
  const items = el('ul', { class: 'items' });
  // What is read by rows and columns is a table here; as a picture it is for exports.
  const plot = figure && figure.type !== 'grid' ? new FigureView(figure.title, host) : undefined;
  const rows = !plot && (table ?? figure) ? new TableView(heading, host.ask, host.links) : undefined;
  return {
    element: el('section', {}, el('h2', { text: heading }), sentences, items, ...(plot ? [plot.element] : []), ...(rows ? [rows.element] : [])),
    update: ({ paragraphs, items: listed = [], figure: shown, table: own }) => {
      for (const [parent, tag, texts] of [[sentences, 'p', paragraphs], [items, 'li', listed]] as const) {
        parent.hidden = texts.length === 0;
        while (parent.children.length > texts.length) parent.lastElementChild?.remove();
        while (parent.children.length < texts.length) parent.append(el(tag));
        texts.forEach((text, index) => setText(parent.children[index] ?? parent, text));
      }
      if (plot && shown) plot.show(figureOf(shown, t), own);
      const whole = own ?? (shown?.type === 'grid' ? shown.table : undefined);
      if (rows && whole) rows.show(rowsOf(whole));
    },
  };
}
