/** What the runner said of attempts that could not be started or left something behind. */
import { outcomeText } from '../src/core/report/outcomeWords.js';
import type { ReportHead, ReportRemark } from '../src/protocol/report.js';
import { el, linkButton, setText } from './dom.js';
import type { Ask } from './host.js';
import { KeyedList, type Entry } from './keyedList.js';
import { filled, slot } from './slots.js';
import { t } from './texts.js';

export class RemarksView {
  readonly #remarks = el('ul', { class: 'groups', attributes: { 'aria-label': t('Remarks') } });
  readonly element = el('section', {}, el('h2', { text: t('Remarks') }), this.#remarks);
  readonly #list: KeyedList<ReportRemark>;

  constructor(ask: Ask) {
    this.#list = new KeyedList(this.#remarks, ({ outcome, reason }) => `${outcome} ${reason}`, (remark) => remarkEntry(remark, ask));
  }

  show({ remarks }: ReportHead): void {
    this.element.hidden = remarks.length === 0;
    this.#list.show(remarks);
  }
}

function remarkEntry({ outcome, reason, firstAttempt }: ReportRemark, ask: Ask): Entry<ReportRemark> {
  const badge = el('span', { class: 'count', attributes: { 'aria-hidden': 'true' } });
  const spoken = el('span', { class: 'visually-hidden' });
  const log = linkButton(String(firstAttempt), t('Open the log of attempt {0}', firstAttempt), () => ask({ type: 'openLog', attempt: firstAttempt }));
  const message = el('p', {}, spoken, new Text(`${outcomeText(outcome, t)}: `), el('span', { text: reason }));
  const element = el('li', {}, badge, el('div', { class: 'group' }, message, el('p', { class: 'logs' }, ...filled(t('Log of the first, attempt {0}', slot(0)), [log]))));
  return {
    element,
    update: ({ count }) => {
      setText(badge, String(count));
      setText(spoken, `${count} `);
    },
  };
}
