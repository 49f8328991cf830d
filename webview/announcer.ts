/** Tells a screen reader what changed, politely and rarely: the first failure, another verdict, and the end; not every attempt. */
import type { ReportModel } from '../src/protocol/report.js';
import { el, setText } from './dom.js';
import { headingOf } from '../src/core/report/reportWords.js';
import { t } from './texts.js';

export class Announcer {
  readonly element = el('p', { class: 'visually-hidden', attributes: { role: 'status' } });
  #known: string | undefined;

  show({ run, head }: ReportModel): void {
    const { word, headline } = headingOf(head, t);
    const now = `${run} ${word}`;
    if (now === this.#known) return;
    this.#known = now;
    setText(this.element, `${word}. ${headline}`);
  }

  tell(words: string): void {
    setText(this.element, words);
  }
}
