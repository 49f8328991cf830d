/** How many attempts ended how, each beside the mark that stands for it. */
import { markPath } from '../src/core/report/marks.js';
import { BY_SEVERITY, countText } from '../src/core/report/outcomeWords.js';
import type { ReportHead, ReportOutcome } from '../src/protocol/report.js';
import { el, setText, svg } from './dom.js';
import { KeyedList, type Entry } from './keyedList.js';
import { t } from './texts.js';

const SIZE = 12;

interface Count {
  readonly outcome: ReportOutcome;
  readonly count: number;
}

export class LegendView {
  readonly element = el('ul', { class: 'legend', attributes: { 'aria-label': t('Outcomes') } });
  readonly #list = new KeyedList<Count>(this.element, ({ outcome }) => outcome, entry);

  show({ outcomes }: ReportHead): void {
    this.#list.show(BY_SEVERITY.filter((outcome) => outcomes[outcome] > 0).map((outcome) => ({ outcome, count: outcomes[outcome] })));
  }
}

function entry({ outcome }: Count): Entry<Count> {
  const words = el('span');
  const mark = svg(
    'svg',
    { attributes: { width: String(SIZE), height: String(SIZE), viewBox: `-1 -1 ${SIZE + 2} ${SIZE + 2}`, 'aria-hidden': 'true' } },
    svg('path', { class: `mark mark-${outcome}`, attributes: { d: markPath(outcome, 0, 0, SIZE) } }),
  );
  return { element: el('li', {}, mark, words), update: ({ count }) => setText(words, countText(outcome, count, t)) };
}
