/** What was run, on what, when, and where it is kept. */
import type { ReportFact } from '../src/protocol/document.js';
import { runFacts } from '../src/core/report/runFacts.js';
import type { ReportModel } from '../src/protocol/report.js';
import { el, setText } from './dom.js';
import { KeyedList, type Entry } from './keyedList.js';
import { t } from './texts.js';

export class FactsView {
  readonly #list = new FactsList();
  readonly element = el('section', {}, el('h2', { text: t('Run') }), this.#list.element);

  show(model: ReportModel): void {
    this.#list.show(runFacts(model, (iso) => new Date(iso).toLocaleString(), t));
  }
}

/** Names and values. */
export class FactsList {
  readonly element = el('dl', { class: 'facts' });
  readonly #list = new KeyedList<ReportFact>(this.element, ({ name, code }) => `${name}${code ? ' code' : ''}`, factEntry);

  show(facts: readonly ReportFact[]): void {
    this.#list.show(facts);
  }
}

function factEntry({ name, code }: ReportFact): Entry<ReportFact> {
  const value = code ? el('code') : el('span');
  return { element: el('div', {}, el('dt', { text: name }), el('dd', {}, value)), update: (fact) => setText(value, fact.value) };
}
