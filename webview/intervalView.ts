/** The failure rate with its interval, drawn. */
import { percent } from '../src/core/report/format.js';
import { intervalBar } from '../src/core/report/intervalBar.js';
import type { ReportVerdict } from '../src/protocol/report.js';
import { el, setAttribute, setText } from './dom.js';

export class IntervalView {
  readonly #band = el('div', { class: 'interval-band' });
  readonly #point = el('div', { class: 'interval-point' });
  readonly #ticks = [0, 1, 2].map(() => el('span', { class: 'interval-tick' }));
  readonly element = el(
    'div',
    { class: 'interval', attributes: { role: 'img' } },
    el('div', { class: 'interval-axis' }, this.#band, this.#point),
    el('div', { class: 'interval-ticks' }, ...this.#ticks),
  );

  /** Hidden where there are no data. A rate that is no estimate is not drawn, its interval is. */
  show({ rate, low, high, biased, confidence }: ReportVerdict): void {
    const known = rate !== null && low !== null && high !== null;
    this.element.hidden = !known;
    if (!known) return;
    const bar = intervalBar(rate, low, high);
    setAttribute(this.element, 'aria-label', `Failure rate${biased ? '' : ` ${percent(rate)}`}, ${Math.round(confidence * 100)} % interval from ${percent(low)} to ${percent(high)}.`);
    this.#band.style.left = `${bar.low * 100}%`;
    this.#band.style.width = `${Math.max(0, bar.high - bar.low) * 100}%`;
    this.#point.hidden = biased;
    this.#point.style.left = `${bar.rate * 100}%`;
    for (const [index, tick] of this.#ticks.entries()) setText(tick, tickText(bar.ticks[index] ?? 0));
  }
}

/** `0 %`, `2.5 %`, `10 %`: the ticks are round, so they need no fixed number of decimals. */
function tickText(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}
