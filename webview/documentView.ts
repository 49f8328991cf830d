/** A report of evidence that is whole: a comparison, a probe, a matrix, a fault test, a snapshot, a wait. */
import type { ReportDocument } from '../src/protocol/document.js';
import { el, setText } from './dom.js';
import { FactsList } from './factsView.js';
import type { FigureHost } from './figureView.js';
import { SectionsView } from './sectionsView.js';
import { t } from './texts.js';

export class DocumentView {
  readonly #word = el('span', { class: 'kind-word' });
  readonly #headline = el('h1', { class: 'headline', attributes: { lang: 'en' } });
  readonly #remarks = el('p', { class: 'remarks', attributes: { lang: 'en' } });
  readonly #note = el('p', { class: 'remarks' });
  readonly #sections: SectionsView;
  readonly #facts = new FactsList();
  readonly header = el('header', { class: 'verdict' }, el('p', { class: 'kind' }, this.#word), this.#headline, this.#remarks, this.#note);
  readonly body: HTMLElement;

  constructor(host: FigureHost) {
    this.#sections = new SectionsView(host);
    this.body = el('div', {}, this.#sections.element, el('section', {}, el('h2', { text: t('Origin') }), this.#facts.element));
  }

  show({ name, word, tone, headline, remarks, note = '', sections, facts }: ReportDocument): void {
    this.header.dataset['tone'] = tone;
    setText(this.#word, `${name}: ${word}`);
    setText(this.#headline, headline);
    setText(this.#remarks, remarks.join(' '));
    setText(this.#note, note);
    this.#sections.show(sections);
    this.#facts.show(facts);
  }
}
