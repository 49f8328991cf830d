/** How long attempts took: how that is distributed, and how it went on over the run. */
import type { ReportModel } from '../src/protocol/report.js';
import { histogramFigure } from '../src/core/report/plots/histogram.js';
import { overTimeFigure } from '../src/core/report/plots/overTime.js';
import { el } from './dom.js';
import { FigureView, type FigureHost } from './figureView.js';
import { t } from './texts.js';

export class DurationsView {
  readonly #histogram: FigureView;
  readonly #overTime: FigureView;
  readonly element: HTMLElement;
  /** What is on the page. */
  #drawn: { readonly run: string; readonly length: number } | undefined;

  constructor(host: FigureHost) {
    this.#histogram = new FigureView(t('Durations of attempts'), host);
    this.#overTime = new FigureView(t('Durations over the run'), host);
    this.element = el('section', {}, el('h2', { text: t('Durations') }), el('div', { class: 'side-by-side' }, part(t('How they are distributed'), this.#histogram), part(t('Over the run'), this.#overTime)));
  }

  show({ run, head, attempts }: ReportModel): void {
    this.element.hidden = head.durations === undefined;
    if (!head.durations) return;
    const { length } = attempts.outcome;
    // Among thousands of attempts a few more change nothing that could be seen; the end is always drawn.
    const same = this.#drawn?.run === run && head.state === 'running' && length >= this.#drawn.length && length < this.#drawn.length * 1.01;
    if (same) return;
    this.#drawn = { run, length };
    this.#histogram.show(histogramFigure(attempts, t));
    this.#overTime.show(overTimeFigure(attempts, t));
  }
}

function part(heading: string, { element }: FigureView): HTMLElement {
  return el('div', { class: 'part' }, el('h3', { text: heading }), element);
}
